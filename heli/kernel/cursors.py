"""Cursors: where a program's next page begins, as words that it hands back unread.

A cursor holds the key of the last row that was given, never a number of rows: rows that come in between
move nothing. The order of a list is therefore one that a row keeps for ever, such as its primary key.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from heli.kernel.errors import Invalid

LARGEST = 2**63 - 1
LONGEST = 200
"""How many signs a cursor has at the most."""


def written(key: tuple[int, ...]) -> str:
    """The cursor of a row by its key."""
    return urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def read(cursor: str | None, length: int = 1) -> tuple[int, ...] | None:
    """The key that a cursor holds, `length` whole numbers; None for no cursor: the list's beginning.

    Invalid (`cursor-unreadable`) for anything that `written` did not write.
    """
    if cursor is None:
        return None
    found = _loaded(cursor)
    if not isinstance(found, list) or len(found) != length or not all(map(_is_number, found)):
        said = "cursor 读不懂。请原样使用上一页的 next，或不带 cursor 从头读起。"
        raise Invalid("cursor-unreadable", said, fields={"cursor": said})
    return tuple(found)


def _loaded(cursor: str) -> object:
    try:
        return json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (Error, ValueError, RecursionError):
        return None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST
