"""`heli up` starts the web, the worker and the clock of schedules, and Ctrl-C stops all that it started."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.journeys.sites import ROOT, environment_in
from tests.prepared import migrated_file


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _ps(*arguments: str) -> str:
    return subprocess.run(["ps", *arguments], capture_output=True, text=True, check=False).stdout


def _children(parent: int) -> list[int]:
    return [int(pid) for pid in _ps("-o", "pid=", "--ppid", str(parent)).split()]


def _lives(pid: int) -> bool:
    """Whether it runs; one that ended and that nobody has buried yet does not."""
    return _ps("-o", "stat=", "-p", str(pid)).strip()[:1] not in ("", "Z")


def test_ctrl_c_stops_everything_that_up_started(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "var").mkdir()
    shutil.copy(migrated_file(), tmp_path / "var" / "heli.sqlite3")
    environment = {**environment_in(tmp_path / "var"), "PORT": str(port)}
    with (tmp_path / "up.log").open("w") as log:
        up = subprocess.Popen(
            [sys.executable, "-m", "heli.cli", "up", "--empty"],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        until = time.monotonic() + 60
        while "合力已启动" not in (tmp_path / "up.log").read_text(encoding="utf-8"):
            assert up.poll() is None
            assert time.monotonic() < until, "it did not start"
            time.sleep(0.2)
        assert _answers(port)
        started = _children(up.pid)
        assert len(started) >= 2, "a web server and a worker"
        up.send_signal(signal.SIGINT)
        assert up.wait(timeout=30) == 0
    assert not _answers(port)
    assert not [pid for pid in started if _lives(pid)]


def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = {**environment_in(tmp_path / "var"), "PORT": str(taken.getsockname()[1])}
        done = subprocess.run(
            [sys.executable, "-m", "heli.cli", "up"],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "已被占用" in done.stderr
