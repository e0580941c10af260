"""The keys of an installation: from the environment, or from a file that stands apart from the database.

Settings call this before Django is there, so nothing here may import Django. A backup holds the database
and not this file: whoever takes a copy of the one has not taken the other.
"""

import base64
import contextlib
import json
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

KEY_BYTES = 32
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,20}", re.ASCII)


class KeyfileError(Exception):
    """The keys cannot be read; Heli must not start without them. The message is for the administrator."""


@dataclass(frozen=True)
class Keys:
    """Everything secret that Heli needs: 32-byte keys by id for fields, one for ID numbers, Django's own.

    Fields are encrypted with `by_id[current_id]` and decrypted with the key whose id they name.
    """

    current_id: str
    by_id: Mapping[str, bytes] = field(repr=False)
    id_key: bytes = field(repr=False)
    secret_key: str = field(repr=False)


def load_keys(*, path: Path, field_keys: str, id_key: str, secret_key: str) -> Keys:
    """The keys given as text (HELI_FIELD_KEYS "id:base64,id2:base64" with the current one first, HELI_ID_KEY
    base64, HELI_SECRET_KEY), and for those left empty the ones in the file `path`.

    Where nothing was given and there is no file, it is made with new keys, for its owner alone (0600).
    KeyfileError when something is given in part and the rest is nowhere, when a key is not 32 bytes of
    base64, or when others than the owner may read the file.
    """
    given = {"HELI_FIELD_KEYS": field_keys, "HELI_ID_KEY": id_key, "HELI_SECRET_KEY": secret_key}
    missing = [name for name, text in given.items() if not text]
    if missing and not path.exists():
        if len(missing) < len(given):
            raise KeyfileError(
                f"环境变量只给出了一部分密钥，还缺 {'、'.join(missing)}；密钥文件 {path} 也不存在。"
            )
        _create(path)
    stored = _read(path) if missing else None
    fields, current = _parse_field_keys(field_keys) if field_keys else _stored_field_keys(stored, path)
    return Keys(
        current_id=current,
        by_id=fields,
        id_key=_decode(
            id_key or _text(stored, "id_key", path), "HELI_ID_KEY" if id_key else f"{path} id_key"
        ),
        secret_key=secret_key or _text(stored, "secret_key", path),
    )


def holds(path: Path, keys: Keys) -> bool:
    """Whether the file is where these field keys come from."""
    if not path.exists():
        return False
    stored, current = _stored_field_keys(_read(path), path)
    return current == keys.current_id and stored == dict(keys.by_id)


def add_key(path: Path) -> tuple[dict[str, bytes], str]:
    """Put a new field key into the file as the current one, beside the others; all of them, its id."""
    content = dict(_read(path))
    held, _ = _stored_field_keys(content, path)
    name = next(one for number in count(len(held) + 1) if (one := f"k{number}") not in held)
    texts = content["field_keys"]
    assert isinstance(texts, dict)  # noqa: S101 - _stored_field_keys has looked
    content["field_keys"] = {**texts, name: _new_key()}
    content["current"] = name
    _replace(path, content)
    return _stored_field_keys(_read(path), path)


def drop_keys(path: Path, names: Collection[str]) -> None:
    """Take field keys out of the file; KeyfileError for the current one."""
    content = dict(_read(path))
    _, current = _stored_field_keys(content, path)
    if current in names:
        raise KeyfileError(f"{current} 是现用密钥，不能从密钥文件中去掉。")
    texts = content["field_keys"]
    assert isinstance(texts, dict)  # noqa: S101
    content["field_keys"] = {name: text for name, text in texts.items() if name not in names}
    _replace(path, content)


def aside(path: Path) -> Path:
    """Where the file of before a change of keys is kept: old backups are read with it."""
    return path.with_name(f"{path.stem}-before{path.suffix}")


def keep_aside(path: Path) -> Path:
    """Copy the file before a change of keys; KeyfileError where an earlier copy was not put away yet."""
    kept = aside(path)
    if kept.exists():
        raise KeyfileError(
            f"上次更换时保存的旧密钥文件 {kept} 还在这里，请先把它移到别处妥善保管，再更换密钥。"
        )
    _put(path.parent, _read(path), lambda draft: os.link(draft, kept))
    return kept


def _create(path: Path) -> None:
    """Write the file whole before it gets its name, so that two processes starting together agree on one."""
    content = {
        "current": "k1",
        "field_keys": {"k1": _new_key()},
        "id_key": _new_key(),
        "secret_key": secrets.token_urlsafe(50),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # another process was first; its keys are the keys
        _put(path.parent, content, lambda draft: os.link(draft, path))


def _replace(path: Path, content: Mapping[str, object]) -> None:
    """Put a new file in place of the old one at once: a reader finds the one or the other, whole."""
    _put(path.parent, content, lambda draft: os.replace(draft, path))


def _put(folder: Path, content: Mapping[str, object], name_it: Callable[[str], None]) -> None:
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".keys-")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        name_it(draft)
    finally:
        with contextlib.suppress(FileNotFoundError):  # it has become the file itself
            os.unlink(draft)


def _read(path: Path) -> Mapping[str, object]:
    if path.stat().st_mode & 0o077:
        raise KeyfileError(f"密钥文件 {path} 能被其他用户读取，请先执行 chmod 600 {path}。")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise KeyfileError(f"密钥文件 {path} 无法解析：{error}。请从备份中恢复，不要新建。") from error
    if not isinstance(content, dict):
        raise KeyfileError(f"密钥文件 {path} 不是一个 JSON 对象。请从备份中恢复，不要新建。")
    return content


def _text(stored: Mapping[str, object] | None, name: str, path: Path) -> str:
    value = (stored or {}).get(name)
    if not isinstance(value, str) or not value:
        raise KeyfileError(f"密钥文件 {path} 缺少 {name}。")
    return value


def _stored_field_keys(stored: Mapping[str, object] | None, path: Path) -> tuple[dict[str, bytes], str]:
    current, keys = _text(stored, "current", path), (stored or {}).get("field_keys")
    if not isinstance(keys, dict) or current not in keys:
        raise KeyfileError(f"密钥文件 {path} 的 field_keys 中没有现用密钥 {current}。")
    return {name: _decode(text, f"{path} {name}") for name, text in keys.items()}, current


def _parse_field_keys(text: str) -> tuple[dict[str, bytes], str]:
    keys: dict[str, bytes] = {}
    for part in text.split(","):
        name, colon, key = part.strip().partition(":")
        if not colon or not _KEY_ID.fullmatch(name) or name in keys:
            raise KeyfileError(
                "HELI_FIELD_KEYS 应写作 id:base64,id2:base64，id 由字母、数字、-、_ 组成且不重复。"
            )
        keys[name] = _decode(key, f"HELI_FIELD_KEYS {name}")
    return keys, next(iter(keys))


def _decode(text: object, where: str) -> bytes:
    try:
        key = base64.b64decode(str(text), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyfileError(f"{where} 应为 {KEY_BYTES} 字节密钥的 base64 文本。")
    return key


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
