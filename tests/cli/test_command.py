"""What anybody meets first: help in Chinese, plain refusals, exit codes."""

from pathlib import Path

import pytest

from heli.cli.main import COMMANDS, run
from tests.cli.conftest import Heli


def test_help_is_in_chinese_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "用法" in shown
    assert all(name in shown for name in COMMANDS)
    assert not [word for word in ("Usage", "Options", "Commands", "Show this") if word in shown]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    inner = {"account": ("create", "invite", "unlock", "password"), "keys": ("rotate",)}.get(name)
    commands = [[name, one] for one in inner] if inner else [[name]]
    for words in commands:
        assert run([*words, "--help"]) == 0
        shown = capsys.readouterr().out
        assert f"heli {' '.join(words)}" in shown.split("示例")[1]
        assert "Show this" not in shown


def test_an_unknown_command_is_refused_with_a_way_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fly"]) == 2
    assert "没有命令" in (shown := capsys.readouterr().err)
    assert "--help" in shown


def test_an_unknown_option_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tick", "--loud"]) == 2
    assert "没有选项 --loud" in capsys.readouterr().err


@pytest.mark.any_database
def test_doctor_makes_a_database_where_there_is_none_and_says_what_to_do(heli: Heli, tmp_path: Path) -> None:
    done = heli("doctor", DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert (tmp_path / "new.sqlite3").stat().st_size > 0
    assert done.returncode == 1
    assert "heli load" in done.stderr
