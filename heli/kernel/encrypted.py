"""Which columns are encrypted, and under which key they stand: what a change of keys goes through.

Whoever encrypts a column with `kernel.secrets` declares it here where its model is defined:

    encrypted("members.Member", "phone", field="member.phone")
    encrypted("mfa.Authenticator", "data", field="mfa.Authenticator.data", inside=("secret", "seed"))
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from heli.kernel.bulk import in_chunks, update_rows
from heli.kernel.secrets import decrypt, encrypt

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class EncryptedColumn:
    """A text column, or a JSON column of which the members `inside` are encrypted (texts, or lists of them).

    `field` is what binds the secret to the column in `encrypt`.
    """

    model: str
    column: str
    field: str
    inside: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.model}.{self.column}"

    @property
    def rows(self) -> models.Manager[Any]:
        manager: models.Manager[Any] = apps.get_model(self.model)._base_manager
        return manager


ENCRYPTED: dict[str, EncryptedColumn] = {}
"""Every encrypted column by its name."""


def encrypted(model: str, column: str, *, field: str, inside: tuple[str, ...] = ()) -> EncryptedColumn:
    """Declare one; the same declaration twice is one. ValueError for another under the same name."""
    declared = EncryptedColumn(model, column, field, inside)
    if ENCRYPTED.setdefault(declared.name, declared) != declared:
        raise ValueError(f"{declared.name} is declared twice, and differently")
    return declared


def behind() -> dict[str, int]:
    """By column, how many rows hold a secret under another key than today's; others are absent."""
    counts = {name: sum(1 for _ in _behind(column)) for name, column in ENCRYPTED.items()}
    return {name: number for name, number in counts.items() if number}


def renew(column: EncryptedColumn) -> int:
    """Encrypt a column's secrets under today's key; how many rows. A step of an action."""
    renewed = 0
    model = apps.get_model(column.model)
    for chunk in in_chunks(_behind(column), CHUNK):
        if column.inside:
            for pk, value in chunk:
                column.rows.filter(pk=pk).update(**{column.column: _renewed_inside(column, value)})
        else:
            update_rows(model, (column.column,), ((_again(text, column.field), pk) for pk, text in chunk))
        renewed += len(chunk)
    return renewed


def _behind(column: EncryptedColumn) -> Iterator[tuple[Any, Any]]:
    """Primary key and value of rows not under today's key; read whole, for they are rewritten."""
    current = f"{settings.HELI_KEYS.current_id}."
    if not column.inside:
        old = column.rows.exclude(**{column.column: ""}).exclude(**{f"{column.column}__isnull": True})
        old = old.exclude(**{f"{column.column}__startswith": current})
        return iter(list(old.order_by("pk").values_list("pk", column.column)))
    rows = column.rows.order_by("pk").values_list("pk", column.column)
    return iter([(pk, value) for pk, value in rows if not _all_under(current, column, value)])


def _all_under(current: str, column: EncryptedColumn, value: dict[str, Any]) -> bool:
    return all(text.startswith(current) for name in column.inside for text in _texts(value.get(name)))


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _renewed_inside(column: EncryptedColumn, value: dict[str, Any]) -> dict[str, Any]:
    changed = dict(value)
    for name in column.inside:
        held = value.get(name)
        if isinstance(held, str):
            changed[name] = _again(held, column.field)
        elif held:
            changed[name] = [_again(text, column.field) for text in held]
    return changed


def _again(text: str, field: str) -> str:
    return str(encrypt(decrypt(text, field=field), field=field))
