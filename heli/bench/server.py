"""One real worker, and a reader who has signed in with a session: what the pages are asked through."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from heli.kernel.errors import WrongState

WAITS = 200
_COOKIE = re.compile(r"(?P<name>[^=]+)=(?P<value>[^;]*)")


@contextmanager
def one_worker(folder: Path) -> Iterator["Worker"]:
    """A gunicorn worker with four threads, as `heli up` starts it. It ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--threads", "4", "--log-level", "warning", "--worker-tmp-dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        _await(port, process)
        yield Worker(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


@dataclass(frozen=True, slots=True)
class Worker:
    """Where it answers, and the process that has started it."""

    port: int
    master: int

    def busy(self) -> float | None:
        """Seconds of processor that it has used so far; None where the system does not tell."""
        listed = Path(f"/proc/{self.master}/task/{self.master}/children")
        if not listed.exists():
            return None
        used = 0
        for child in listed.read_text(encoding="ascii").split():
            # After the name in brackets: user and system time are the 12th and 13th fields.
            fields = Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / os.sysconf("SC_CLK_TCK")


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(WAITS):
        if process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
        time.sleep(0.1)
    raise WrongState("bench-no-server", "网页服务没有启动，没有测量页面。")


class Reader:
    """A browser as far as pages go: cookies, one request after another, each on a connection of its own."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}

    def sign_in(self, address: str, username: str, password: str) -> None:
        """Go through the sign-in page; WrongState (`bench-not-signed-in`) where it does not let in."""
        self.get(address)
        form = {
            "username": username,
            "password": password,
            "csrfmiddlewaretoken": self._cookies["csrftoken"],
        }
        status, _ = self._ask("POST", address, urlencode(form))
        if status != http.client.FOUND:
            raise WrongState("bench-not-signed-in", f"演示账号 {username} 不能登录，没有测量页面。")

    def get(self, address: str) -> int:
        """Ask for a page; how many bytes it has. WrongState (`bench-page-failed`) unless it comes."""
        status, size = self._ask("GET", address)
        if status != http.client.OK:
            raise WrongState("bench-page-failed", f"页面 {address} 回答 {status}，测量中止。")
        return size

    def _ask(self, method: str, address: str, body: str | None = None) -> tuple[int, int]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with _Connection(self._port) as connection:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            size = len(answer.read())
            for line in answer.msg.get_all("Set-Cookie", []):
                if (found := _COOKIE.match(line)) is not None:
                    self._cookies[found["name"]] = found["value"]
            return answer.status, size


class _Connection(http.client.HTTPConnection):
    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port, timeout=120)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
