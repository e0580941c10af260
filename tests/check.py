"""`make check`: everything that stands between a change and the main line, in the order of how fast it fails.

Every step runs even when one before it failed, so that one run names all there is to mend. Those that need
one processor go side by side, the longest first.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
POSTGRES = os.environ.get("HELI_CHECK_POSTGRES", "postgres://root@127.0.0.1:5432/test")
JOBS = os.environ.get("JOBS", "2")


@dataclass(frozen=True)
class Step:
    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def _templates() -> tuple[str, ...]:
    listed = subprocess.run(
        ("git", "ls-files", "*.html"), cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(listed.stdout.split())


def alone() -> list[Step]:
    """What one processor does, the longest first."""
    return [
        Step("types", (str(BIN / "mypy"),)),
        Step("generated docs", (sys.executable, "-m", "tests.references")),
        Step("layers", (str(BIN / "lint-imports"), "--no-cache")),
        Step("migrations", (sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run")),
        Step("lengths", (sys.executable, "-m", "tests.lengths")),
        Step("templates", (str(BIN / "djade"), "--check", "--target-version", "5.2", *_templates())),
        Step("lint", (str(BIN / "ruff"), "check", "heli", "config", "tests")),
        Step("format", (str(BIN / "ruff"), "format", "--check", "heli", "config", "tests")),
        Step("lock is whole", (sys.executable, "-m", "pip", "check")),
    ]


def tests() -> list[Step]:
    """What takes all processors."""
    pytest = (str(BIN / "pytest"), "-q", "-n", JOBS, "--dist", "worksteal", "--durations=5")
    quick = ("-m", "not journey and not rights")
    return [
        Step("tests on SQLite", (*pytest, *quick)),
        Step("rights, address by address", (*pytest, "-m", "rights")),
        Step("tests on PostgreSQL", (*pytest, "--on-database", *quick), {"DATABASE_URL": POSTGRES}),
        Step("journeys in Chromium", (*pytest, "-m", "journey")),
    ]


def main() -> int:
    environment = dict(os.environ, DJANGO_SETTINGS_MODULE="config.settings", HELI_TODAY="2026-06-30")
    environment.setdefault("COLUMNS", "120")
    environment.setdefault("CI", "1")  # hypothesis then tries the same examples each time
    with ThreadPoolExecutor(int(JOBS)) as several:
        failed = [name for name in several.map(lambda step: _held_back(step, environment), alone()) if name]
    failed += [name for step in tests() if (name := _as_it_goes(step, environment))]
    print("\nFAILED: " + ", ".join(failed) if failed else "\nall checks passed", flush=True)  # noqa: T201
    return 1 if failed else 0


def _held_back(step: Step, environment: Mapping[str, str]) -> str:
    """Run a step beside others and show what it said when it is done; its name where it failed."""
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        env={**environment, **step.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    took = f"{time.monotonic() - began:.0f} s, exit {done.returncode}"
    print(f"\n=== {step.name}\n{done.stdout.rstrip()}\n=== {step.name}: {took}", flush=True)  # noqa: T201
    return step.name if done.returncode else ""


def _as_it_goes(step: Step, environment: Mapping[str, str]) -> str:
    """Run a step and show what it says meanwhile; its name where it failed."""
    print(f"\n=== {step.name}", flush=True)  # noqa: T201 - this is a command
    began = time.monotonic()
    done = subprocess.run(step.command, cwd=ROOT, env={**environment, **step.environment}, check=False)
    print(f"=== {step.name}: {time.monotonic() - began:.0f} s, exit {done.returncode}", flush=True)  # noqa: T201
    return step.name if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
