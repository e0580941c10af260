"""The command as a person runs it: another process, an installation of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from tests.people import TODAY

ROOT = Path(__file__).resolve().parents[2]
Heli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database of the engine that the tests run on, with tables and no row; to be copied."""
    place = settings.DATABASES["default"]
    if place["ENGINE"].endswith("sqlite3"):
        url = f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'heli.sqlite3'}"
        _migrate(url)
        yield url
        return
    with _created() as url:
        _migrate(url)
        yield url


@pytest.fixture
def database_url(migrated: str, tmp_path: Path) -> Iterator[str]:
    """A copy of it for one test."""
    if migrated.startswith("sqlite"):
        shutil.copy(migrated.removeprefix("sqlite:///"), tmp_path / "heli.sqlite3")
        yield f"sqlite:///{tmp_path / 'heli.sqlite3'}"
        return
    with _created(like=migrated.rpartition("/")[2]) as url:
        yield url


@contextmanager
def _created(like: str = "template1") -> Iterator[str]:
    """The address of a new database on the PostgreSQL server of the tests."""
    import psycopg

    place = settings.DATABASES["default"]
    name = f"heli_{uuid4().hex[:12]}"
    where = f"{place['USER']}@{place['HOST']}:{place['PORT'] or 5432}"
    with psycopg.connect(f"postgres://{where}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        yield f"postgres://{where}/{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--settings", "config.settings", "-v0"],
        env={**os.environ, "DATABASE_URL": url},
        cwd=ROOT,
        check=True,
    )


@pytest.fixture
def heli(tmp_path: Path, database_url: str) -> Heli:
    """Run `heli …`; returns what it said and its exit code."""
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("HELI_", "DATABASE"))},
        "DATABASE_URL": database_url,
        "HELI_VAR": str(tmp_path / "var"),
        "HELI_TODAY": TODAY.isoformat(),
        "COLUMNS": "120",
    }

    def run(*arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "heli.cli", *arguments],
            env={**surroundings, **more},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
