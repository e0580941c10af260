"""Keys come from the environment, else from a file that only its owner can read."""

import base64
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from heli.kernel.keyfile import KeyfileError, Keys, load_keys

ONE = base64.b64encode(b"1" * 32).decode()
TWO = base64.b64encode(b"2" * 32).decode()


def _load(path: Path, field_keys: str = "", id_key: str = "", secret_key: str = "") -> Keys:
    return load_keys(path=path, field_keys=field_keys, id_key=id_key, secret_key=secret_key)


def test_the_first_start_makes_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "keys.json"
    keys = _load(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(keys.by_id[keys.current_id]) == len(keys.id_key) == 32
    assert len(keys.secret_key) >= 50
    assert [one.name for one in path.parent.iterdir()] == ["keys.json"]


def test_the_next_start_finds_the_same_keys(tmp_path: Path) -> None:
    assert _load(tmp_path / "keys.json") == _load(tmp_path / "keys.json")


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    one, other = _load(tmp_path / "one.json"), _load(tmp_path / "other.json")
    assert one.id_key != other.id_key
    assert one.by_id != other.by_id
    assert one.secret_key != other.secret_key


def test_processes_that_start_together_agree_on_one_file(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(_load, [tmp_path / "keys.json"] * 16))
    assert all(keys == found[0] for keys in found)


def test_the_environment_wins_and_no_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys = _load(path, field_keys=f"new:{ONE}, old:{TWO}", id_key=TWO, secret_key="s" * 60)
    assert keys == Keys("new", {"new": b"1" * 32, "old": b"2" * 32}, b"2" * 32, "s" * 60)
    assert not path.exists()


def test_what_the_environment_leaves_open_comes_from_the_file(tmp_path: Path) -> None:
    stored = _load(tmp_path / "keys.json")
    keys = _load(tmp_path / "keys.json", id_key=ONE)
    assert keys.id_key == b"1" * 32
    assert keys.by_id == stored.by_id
    assert keys.secret_key == stored.secret_key


def test_keys_given_in_part_without_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyfileError, match="HELI_ID_KEY、HELI_SECRET_KEY"):
        _load(tmp_path / "keys.json", field_keys=f"k1:{ONE}")
    assert not (tmp_path / "keys.json").exists()


@pytest.mark.parametrize("text", [ONE, f"k1:{ONE},k1:{TWO}", f"坏:{ONE}", f":{ONE}", f"k1:{ONE},"])
def test_field_keys_must_be_named_once_each(tmp_path: Path, text: str) -> None:
    with pytest.raises(KeyfileError, match="HELI_FIELD_KEYS 应写作"):
        _load(tmp_path / "keys.json", field_keys=text, id_key=ONE, secret_key="s")


@pytest.mark.parametrize("key", ["c2hvcnQ=", "no base64 at all", "密钥"])
def test_a_key_that_is_not_32_bytes_is_refused_by_name(tmp_path: Path, key: str) -> None:
    with pytest.raises(KeyfileError, match="HELI_ID_KEY 应为 32 字节"):
        _load(tmp_path / "keys.json", field_keys=f"k1:{ONE}", id_key=key, secret_key="s")


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    _load(path)
    path.chmod(0o640)
    with pytest.raises(KeyfileError, match="chmod 600"):
        _load(path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "无法解析"),
        ("[]", "不是一个 JSON 对象"),
        ("{}", "缺少 current"),
        (json.dumps({"current": "k2", "field_keys": {"k1": ONE}}), "没有现用密钥 k2"),
        (json.dumps({"current": "k1", "field_keys": {"k1": 7}}), "32 字节"),
        (json.dumps({"current": "k1", "field_keys": {"k1": ONE}}), "缺少 id_key"),
        (json.dumps({"current": "k1", "field_keys": {"k1": ONE}, "id_key": TWO}), "缺少 secret_key"),
    ],
)
def test_a_damaged_file_is_named_and_never_replaced(tmp_path: Path, content: str, problem: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(KeyfileError, match=problem):
        _load(path)
    assert path.read_text(encoding="utf-8") == content


def test_keys_are_not_shown_when_they_are_printed(tmp_path: Path) -> None:
    keys = _load(tmp_path / "keys.json")
    assert repr(keys) == "Keys(current_id='k1')"
