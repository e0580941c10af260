"""Changing the key of the encrypted fields: a new one, everything under it, the old one gone.

Each part is whole, so that a run that was broken off is gone on with by the next: while the file holds two
keys the change is not finished, and no third is made. The key of the ID numbers is never changed here: only
hashes are kept, and without the numbers themselves there is nothing to hash again.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings

from heli.kernel import keyfile
from heli.kernel.action import Doer, action, note
from heli.kernel.encrypted import ENCRYPTED, behind, renew
from heli.kernel.errors import WrongState
from heli.kernel.installation import current, record_keys, release_keys
from heli.kernel.keyfile import Keys


@dataclass(frozen=True, slots=True)
class Rotated:
    """What was done: rows by column, keys let go, where the file with the old keys stands.

    `kept` is None where the keys come from the environment, which only its owner can change.
    """

    key: str
    rows: dict[str, int]
    released: tuple[str, ...]
    kept: Path | None


def rotate(*, path: Path, by: Doer, at: datetime) -> Rotated:
    """Make a new key (unless a change is unfinished), encrypt everything under it, let the old keys go.

    `path` is the key file. Where the field keys come from the environment no key is made: the first one
    there is taken for the new. WrongState (`nothing-to-rotate`) when there is only one.
    """
    in_file = keyfile.holds(path, settings.HELI_KEYS)
    if len(settings.HELI_KEYS.by_id) == 1:
        if not in_file:
            raise WrongState("nothing-to-rotate", _IN_ENVIRONMENT)
        keyfile.keep_aside(path)
        by_id, key = keyfile.add_key(path)
        _use(replace(settings.HELI_KEYS, by_id=by_id, current_id=key))
    _record(by, at)
    rows = renew_secrets(by=by, at=at)
    old = tuple(name for name in settings.HELI_KEYS.by_id if name != settings.HELI_KEYS.current_id)
    if in_file:
        keyfile.drop_keys(path, old)
    _use(_without(settings.HELI_KEYS, old))
    installation = current()
    if installation is not None:
        release_keys(installation=installation, by=by, at=at)
    kept = keyfile.aside(path) if in_file and keyfile.aside(path).exists() else None
    return Rotated(settings.HELI_KEYS.current_id, rows, old, kept)


@action
def renew_secrets(*, by: Doer, at: datetime) -> dict[str, int]:
    """Encrypt under today's key whatever stands under another, in chunks; rows by column."""
    rows = {name: number for name, column in ENCRYPTED.items() if (number := renew(column))}
    left = behind()
    if left:
        raise WrongState("secrets-left", f"还有内容没有换用新密钥：{'、'.join(left)}。请再执行一次。")
    note(key=settings.HELI_KEYS.current_id, rows=rows)
    return rows


_IN_ENVIRONMENT = (
    "密钥由环境变量 HELI_FIELD_KEYS 给出，命令不能替它换新。请用 openssl rand -base64 32 生成一个新密钥，"
    "写成“新编号:密钥”放在 HELI_FIELD_KEYS 的最前面（旧密钥保留在后），再执行一次 heli keys rotate。"
)


def _record(by: Doer, at: datetime) -> None:
    installation = current()
    if installation is not None:
        record_keys(installation=installation, by=by, at=at)


def _use(keys: Keys) -> None:
    settings.HELI_KEYS = keys


def _without(keys: Keys, old: tuple[str, ...]) -> Keys:
    return replace(keys, by_id={name: key for name, key in keys.by_id.items() if name not in old})
