"""The command as a person runs it: another process, an installation of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from tests.people import TODAY

Heli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """An empty database of the engine that the tests run on."""
    place = settings.DATABASES["default"]
    if place["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path / 'heli.sqlite3'}"
        return
    import psycopg

    name = f"heli_{uuid4().hex[:12]}"
    where = f"{place['USER']}@{place['HOST']}:{place['PORT'] or 5432}"
    with psycopg.connect(f"postgres://{where}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{where}/{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


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
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
