"""`heli keys rotate`: nothing while the server may run, and a doctor with nothing to say afterwards."""

import json
from pathlib import Path

from tests.cli.conftest import Heli


def test_it_asks_that_the_server_be_stopped(heli: Heli) -> None:
    done = heli("keys", "rotate")
    assert done.returncode == 2
    assert "停止 heli up" in done.stderr


def test_it_changes_the_key_and_says_where_the_old_file_is(heli: Heli, tmp_path: Path) -> None:
    done = heli("keys", "rotate", "--stopped")
    assert done.returncode == 0, done.stderr
    assert "keys-before.json" in done.stdout
    keys = json.loads((tmp_path / "var/keys.json").read_text(encoding="utf-8"))
    assert keys["current"] == "k2"
    assert "密钥" not in heli("doctor").stderr
    again = heli("keys", "rotate", "--stopped")
    assert again.returncode == 2
    assert "移到别处" in again.stderr
