"""Databases beside the one of a run, on SQLite or PostgreSQL: empty or a copy, gone after the block."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from django.db import connection

_NUMBERS = count(1)


def engine() -> str:
    """The database in use and its version, as SQLite 3.40.1."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT 'SQLite ' || sqlite_version()")
        else:
            cursor.execute("SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1)")
        return str(cursor.fetchone()[0])


@contextmanager
def fresh(folder: Path) -> Iterator[None]:
    """Work in an empty database meanwhile, which has no tables yet."""
    with _beside(folder, is_copy=False):
        yield


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """Work in a copy of the database in use: what is committed is read as it will be, and is not kept."""
    with _beside(folder, is_copy=True):
        yield


@contextmanager
def _beside(folder: Path, *, is_copy: bool) -> Iterator[None]:
    usual = str(connection.settings_dict["NAME"])
    connection.close()
    made = _made_in(folder, usual, is_copy) if connection.vendor == "sqlite" else _made(usual, is_copy)
    connection.settings_dict["NAME"] = made
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        _remove(made)


def _made_in(folder: Path, usual: str, is_copy: bool) -> str:
    path = folder / f"beside-{next(_NUMBERS)}.sqlite3"
    if is_copy:
        shutil.copyfile(usual, path)
    return str(path)


def _made(usual: str, is_copy: bool) -> str:
    name = f"{usual}_beside_{next(_NUMBERS)}"
    _at_the_server(f"CREATE DATABASE {_quoted(name)}" + (f" TEMPLATE {_quoted(usual)}" if is_copy else ""))
    return name


def _remove(name: str) -> None:
    if connection.vendor != "sqlite":
        _at_the_server(f"DROP DATABASE {_quoted(name)}")
        return
    for end in ("", "-wal", "-shm"):
        Path(name + end).unlink(missing_ok=True)


def _at_the_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
