"""Installations for journeys: the demo city copied or put back, a server and where asked a worker run."""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-06-30"
STARTING = 30.0
DATABASE, LOG = "heli.sqlite3", "server.log"


@dataclass(frozen=True)
class Site:
    """A running Heli: where it listens, and the environment in which its commands find its database."""

    url: str
    environment: dict[str, str]

    def heli(self, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        return run_heli(self.environment, *arguments, stdin=stdin)


def run_heli(
    environment: dict[str, str], *arguments: str, stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run `heli …` in that environment, `stdin` typed to it."""
    return subprocess.run(
        [sys.executable, "-m", "heli.cli", *arguments],
        env=environment,
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def environment_in(folder: Path) -> dict[str, str]:
    """What makes an installation in `folder`, apart from whatever the tests themselves use."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HELI_", "DATABASE"))}
    return {
        **kept,
        "HELI_VAR": str(folder),
        "HELI_TODAY": DAY,
        "HELI_WORKERS": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def demo_city(shared: Path, migrated: Path) -> Path:
    """The small demo city, built once for all workers of a test run; a folder to copy."""
    city = shared / "demo-city"
    with (shared / "demo-city.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (city / "heli.sqlite3").exists():
            draft = shared / "demo-city.draft"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            shutil.copy(migrated, draft / "heli.sqlite3")
            done = run_heli(environment_in(draft), "demo", "--size", "small")
            assert done.returncode == 0, done.stderr
            draft.rename(city)
    return city


def put_back(city: Path, folder: Path) -> None:
    """Make the installation in `folder`, which is being served, what it was when it was copied from `city`.

    Through SQLite itself: the server keeps its connections.
    """
    with (
        closing(sqlite3.connect(city / DATABASE)) as kept,
        closing(sqlite3.connect(folder / DATABASE)) as live,
    ):
        kept.backup(live)
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif not path.name.startswith(DATABASE) and path.name != LOG:
            path.unlink()
    shutil.copytree(city, folder, ignore=shutil.ignore_patterns(f"{DATABASE}*"), dirs_exist_ok=True)


@contextmanager
def running(folder: Path, *, with_jobs: bool = False, **settings: str) -> Iterator[Site]:
    """Serve the installation in `folder` on a free port until the block ends.

    `with_jobs`: with a worker of jobs as well, a second process that loads all of Heli.
    """
    environment = environment_in(folder) | settings
    port = _free_port()
    web = [
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--log-level",
        "warning",
    ]
    jobs = ["django", "db_worker", "--interval", "0.2", "--no-startup-delay", "-v", "0"]
    with (folder / LOG).open("w") as log:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", *command], env=environment, cwd=ROOT, stdout=log, stderr=log
            )
            for command in ((web, jobs) if with_jobs else (web,))
        ]
        try:
            _await(port, processes[0])
            yield Site(f"http://127.0.0.1:{port}", environment)
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=15)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(port: int, web: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        assert web.poll() is None, "the server did not start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not answer")
