"""A database with tables and no row: migrated once for all steps of a check, then copied.

Migrating takes as long as some hundred tests; the result stays until a migration or a library changes.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "migrated"


def migrated_file() -> Path:
    """An SQLite file, not in WAL, to be copied; made by the first who asks, while others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    ready = KEPT / f"{_key()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            draft = KEPT / "draft.sqlite3"
            _migrate(f"sqlite:///{draft}")
            with closing(sqlite3.connect(draft)) as made:
                made.execute("PRAGMA journal_mode=DELETE")
            draft.rename(ready)
    return ready


@contextmanager
def memory_loaded() -> Iterator[None]:
    """The database in memory that Django's tests will open has its tables from the start."""
    name = "file:memorydb_default?mode=memory&cache=shared"
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(migrated_file())) as file:
            file.backup(memory)
        yield


def migrated_template() -> str:
    """The name of a PostgreSQL database to be copied, on the server of the tests; made as the file is."""
    name = f"heli_migrated_{_key()}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock, _server() as admin:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _exists(admin, name):
            draft = f"heli_draft_{uuid4().hex[:12]}"
            admin.execute(f'CREATE DATABASE "{draft}"')
            _migrate(_address(draft))
            admin.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


@contextmanager
def created(template: str) -> Iterator[str]:
    """The address of a new PostgreSQL database on the server of the tests, a copy of that one."""
    name = f"heli_{uuid4().hex[:12]}"
    with _server() as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield _address(name)
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def on_sqlite() -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


def _key() -> str:
    """Changes with each migration, with what it runs, and with the libraries."""
    told = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted((ROOT / "heli").glob("*/migrations/*.py")):
        told.update(path.relative_to(ROOT).as_posix().encode())
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--settings", "config.settings", "-v0"],
        env={**os.environ, "DATABASE_URL": url},
        cwd=ROOT,
        check=True,
    )


@contextmanager
def _server() -> Iterator[Any]:
    import psycopg

    with psycopg.connect(_address("postgres"), autocommit=True) as admin:
        yield admin


def _exists(admin: Any, name: str) -> bool:
    return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _address(name: str) -> str:
    place = settings.DATABASES["default"]
    return f"postgres://{place['USER']}@{place['HOST']}:{place['PORT'] or 5432}/{name}"
