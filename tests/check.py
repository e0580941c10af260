"""`make check`: everything that stands between a change and the main line, in the order of how fast it fails.

Every step runs even when one before it failed, so that one run names all there is to mend.
"""

import os
import subprocess
import sys
import time
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


def steps() -> list[Step]:
    pytest = (str(BIN / "pytest"), "-q", "-n", JOBS, "--dist", "worksteal", "--durations=5")
    quick = ("-m", "not journey and not rights")
    return [
        Step("lock is whole", (sys.executable, "-m", "pip", "check")),
        Step("format", (str(BIN / "ruff"), "format", "--check", "heli", "config", "tests")),
        Step("lint", (str(BIN / "ruff"), "check", "heli", "config", "tests")),
        Step("templates", (str(BIN / "djade"), "--check", "--target-version", "5.2", *_templates())),
        Step("layers", (str(BIN / "lint-imports"), "--no-cache")),
        Step("generated docs", (sys.executable, "-m", "tests.references")),
        Step("migrations", (sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run")),
        Step("lengths", (sys.executable, "-m", "tests.lengths")),
        Step("types", (str(BIN / "mypy"),)),
        Step("tests on SQLite", (*pytest, *quick)),
        Step("rights, address by address", (*pytest, "-m", "rights")),
        Step("tests on PostgreSQL", (*pytest, "--on-database", *quick), {"DATABASE_URL": POSTGRES}),
        Step("journeys in Chromium", (*pytest, "-m", "journey")),
    ]


def main() -> int:
    environment = dict(os.environ, DJANGO_SETTINGS_MODULE="config.settings", HELI_TODAY="2026-06-30")
    environment.setdefault("COLUMNS", "120")
    environment.setdefault("CI", "1")  # hypothesis then tries the same examples each time
    failed = []
    for step in steps():
        print(f"\n=== {step.name}", flush=True)  # noqa: T201 - this is a command
        began = time.monotonic()
        done = subprocess.run(step.command, cwd=ROOT, env={**environment, **step.environment}, check=False)
        print(f"=== {step.name}: {time.monotonic() - began:.0f} s, exit {done.returncode}", flush=True)  # noqa: T201
        if done.returncode:
            failed.append(step.name)
    print("\nFAILED: " + ", ".join(failed) if failed else "\nall checks passed", flush=True)  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
