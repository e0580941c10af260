"""No test may reach another machine."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_another_machine_is_out_of_reach() -> None:
    # pytest-socket warns and then refuses; here a warning is an error already.
    with pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)  # an address that belongs to nobody
