"""The command as a person runs it: another process, an installation of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import prepared
from tests.people import TODAY

ROOT = Path(__file__).resolve().parents[2]
Heli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """The address of a database of the engine that the tests run on, with tables and no row, for one test."""
    if prepared.on_sqlite():
        shutil.copy(prepared.migrated_file(), tmp_path / "heli.sqlite3")
        yield f"sqlite:///{tmp_path / 'heli.sqlite3'}"
        return
    with prepared.created(prepared.migrated_template()) as url:
        yield url


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
            timeout=300,
        )

    return run
