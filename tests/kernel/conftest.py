"""A database in which several threads really commit, for what only happens between transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from heli.kernel import triggers
from tests.kernel.doers import without_triggers


@pytest.fixture
def real_transactions(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[None]:
    """Rows of the kernel that are committed and seen by other threads; they are gone afterwards.

    pytest-django's `transactional_db` would empty the tables at the end, which append-only ones refuse.
    """
    with django_db_blocker.unblock():
        yield from _committed_postgresql() if connection.vendor == "postgresql" else _sqlite_file(tmp_path)


def _committed_postgresql() -> Iterator[None]:
    yield
    tables = ("kernel_auditentry", "kernel_auditseal", "kernel_schedule", "kernel_keptanswer")
    without_triggers(*[f"DELETE FROM {table}" for table in tables])  # noqa: S608
    triggers.install(connection)
    connection.close()


def _sqlite_file(folder: Path) -> Iterator[None]:
    """The suite's SQLite is in memory, where threads do not wait for each other: copy it to a file."""
    memory, settings = connections["default"], connections["default"].settings_dict
    name, file = settings["NAME"], folder / "heli.sqlite3"
    memory.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        memory.connection.backup(copy)
    settings["NAME"] = str(file)
    connections["default"] = connections.create_connection("default")
    connections[
        "default"
    ].ensure_connection()  # a copy of memory is not in WAL: threads would race to change it
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = name
        connections["default"] = memory
