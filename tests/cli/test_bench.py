"""`heli bench` as a person runs it: what it refuses before it measures anything."""

from pathlib import Path

from tests.cli.conftest import Heli


def test_it_refuses_a_folder_that_holds_anything_else(heli: Heli, tmp_path: Path) -> None:
    office = tmp_path / "office"
    office.mkdir()
    (office / "heli.sqlite3").write_bytes(b"an office's data")
    done = heli("bench", "--size", "small", "--data", str(office))
    assert done.returncode == 2
    assert "请换一个空文件夹" in done.stderr
    assert [one.name for one in office.iterdir()] == ["heli.sqlite3"]


def test_it_knows_its_benchmarks_by_name(heli: Heli) -> None:
    done = heli("bench", "--only", "weather")
    assert done.returncode == 2
    assert "only 的值不能用" in done.stderr
