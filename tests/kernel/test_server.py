"""The server's entry: every page loaded, and set aside from the collector of garbage."""

import subprocess
import sys
from pathlib import Path

ASKED = """
import config.wsgi, gc, sys
print(gc.get_freeze_count(), *gc.get_threshold(), "heli.home.views" in sys.modules)
"""


def test_what_is_loaded_is_set_aside() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    frozen, first, _, _, loaded = done.stdout.split()
    assert int(frozen) > 100_000
    assert int(first) == 50_000
    assert loaded == "True"
