"""The folder of a run: only ever an empty one, or one that a run has left."""

from pathlib import Path

import pytest

from heli.bench import folder
from heli.bench.ground import prepare
from heli.kernel import installation
from heli.kernel.action import SYSTEM
from heli.kernel.errors import WrongState
from tests.people import NOW


def test_an_empty_folder_is_taken_and_found_again(tmp_path: Path) -> None:
    place = tmp_path / "new"
    folder.claim(place, "small")
    (place / folder.DATABASE).touch()
    folder.claim(place, "small")
    assert folder.kept(place) == {"size": "small", "database": ""}


def test_a_folder_with_anything_else_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "heli.sqlite3").write_bytes(b"an office's data")
    with pytest.raises(WrongState, match="别的文件"):
        folder.claim(tmp_path, "small")
    assert [one.name for one in tmp_path.iterdir()] == ["heli.sqlite3"]
    assert (tmp_path / "heli.sqlite3").read_bytes() == b"an office's data"


def test_a_folder_of_another_size_is_refused(tmp_path: Path) -> None:
    folder.claim(tmp_path, "small")
    with pytest.raises(WrongState, match="规模 small"):
        folder.claim(tmp_path, "city")


def test_a_folder_of_another_database_is_refused(tmp_path: Path) -> None:
    folder.claim(tmp_path, "small", "postgres://measures:secret@db/bench")
    assert "secret" not in (tmp_path / folder.MARK).read_text(encoding="utf-8")
    folder.claim(tmp_path, "small", "postgres://measures@db/bench")
    with pytest.raises(WrongState, match="另一个数据库"):
        folder.claim(tmp_path, "small", "postgres://measures@db/other")


def test_a_mark_that_no_run_has_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / folder.MARK).write_text("[1]", encoding="utf-8")
    with pytest.raises(WrongState, match="不是测量留下的文件"):
        folder.claim(tmp_path, "small")


def test_the_surroundings_name_nothing_of_the_users_own(tmp_path: Path) -> None:
    given = {
        "PATH": "/usr/bin",
        "DATABASE_URL": "postgres://office",
        "HELI_VAR": "/srv/heli",
        "HELI_KEYS_FILE": "/srv/keys.json",
        "HELI_ID_KEY": "secret",
    }
    found = folder.surroundings(tmp_path, given)
    assert found["DATABASE_URL"] == f"sqlite:///{tmp_path / folder.DATABASE}"
    assert found["HELI_VAR"] == str(tmp_path)
    assert found["PATH"] == "/usr/bin"
    assert not {"HELI_KEYS_FILE", "HELI_ID_KEY"} & found.keys()


@pytest.mark.django_db
def test_a_database_of_an_office_is_not_measured(tmp_path: Path) -> None:
    installation.found(office_name="安澜市直机关工委", is_demo=False, by=SYSTEM, at=NOW)
    folder.claim(tmp_path, "small")
    with pytest.raises(WrongState, match="测量不会使用它"):
        prepare(tmp_path, "small", lambda step, done, total: None)
