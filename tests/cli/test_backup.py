"""A backup is whole, is told apart from its keys, and comes back only where it fits."""

import json
import zipfile
from pathlib import Path

from tests.cli.conftest import Heli


def _backup(heli: Heli, path: Path) -> None:
    done = heli("backup", str(path))
    assert done.returncode == 0, done.stderr


def test_a_backup_comes_back_with_what_was_in_it(heli: Heli, tmp_path: Path) -> None:
    assert heli("tick", "--now").returncode == 0
    _backup(heli, tmp_path / "one.heli.zip")
    done = heli("restore", str(tmp_path / "one.heli.zip"))
    assert done.returncode == 0, done.stderr
    assert "已恢复" in done.stdout
    assert "没有到时间" in heli("tick").stdout  # the schedules of before are there again


def test_no_key_is_in_a_backup(heli: Heli, tmp_path: Path) -> None:
    _backup(heli, tmp_path / "one.heli.zip")
    keys = json.loads((tmp_path / "var/keys.json").read_text(encoding="utf-8"))
    secrets = [keys["id_key"], keys["secret_key"], *keys["field_keys"].values()]
    with zipfile.ZipFile(tmp_path / "one.heli.zip") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert not [secret for secret in secrets if secret.encode() in content]


def test_a_backup_never_overwrites_an_older_one(heli: Heli, tmp_path: Path) -> None:
    _backup(heli, tmp_path / "one.heli.zip")
    done = heli("backup", str(tmp_path / "one.heli.zip"))
    assert done.returncode == 2
    assert "已经存在" in done.stderr


def test_a_damaged_backup_changes_nothing(heli: Heli, tmp_path: Path) -> None:
    path = tmp_path / "one.heli.zip"
    _backup(heli, path)
    with zipfile.ZipFile(path) as archive:
        manifest = archive.read("manifest.json")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", manifest)
        archive.writestr("database", b"something else")
    done = heli("restore", str(path))
    assert done.returncode == 2
    assert "已损坏" in done.stderr


def test_a_file_that_is_no_backup_is_named(heli: Heli, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("各党组：", encoding="utf-8")
    done = heli("restore", str(tmp_path / "letter.txt"))
    assert done.returncode == 2
    assert "不是合力的备份文件" in done.stderr


def test_other_keys_refuse_the_restore_and_name_the_key_file(heli: Heli, tmp_path: Path) -> None:
    _backup(heli, tmp_path / "one.heli.zip")
    done = heli("restore", str(tmp_path / "one.heli.zip"), HELI_KEYS_FILE=str(tmp_path / "other-keys.json"))
    assert done.returncode == 2
    assert "另一套密钥" in done.stderr
