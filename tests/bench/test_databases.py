"""Databases beside the one of a run: what is done there is gone, and what was there before is not touched."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from pathlib import Path
import django
django.setup()
from django.db import connection
from heli.bench.databases import copied, fresh


def ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


folder = Path(sys.argv[1])
with fresh(folder):
    assert "told" not in connection.introspection.table_names()
    ask("CREATE TABLE told (word text)")
    ask("INSERT INTO told VALUES ('one')")
    with copied(folder):
        assert ask("SELECT word FROM told") == [("one",)]
        ask("INSERT INTO told VALUES ('two')")
    assert ask("SELECT word FROM told") == [("one",)]
assert "told" not in connection.introspection.table_names()
print("done")
"""


def test_a_copy_is_written_to_alone_and_both_are_gone(tmp_path: Path) -> None:
    here = os.environ.get("DATABASE_URL", "")
    address = here if here.startswith("postgres") else f"sqlite:///{tmp_path / 'usual.sqlite3'}"
    environment = dict(os.environ, DATABASE_URL=address, HELI_VAR=str(tmp_path))
    beside = tmp_path / "beside"
    beside.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(beside)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "done", done.stderr
    assert list(beside.iterdir()) == []
