"""A booklet (手册) or a list to be signed (签到表): no official paper, so no red head, no number, no 版记.

A cover where it has lines for one, then parts, each from a page of its own; faces, tables and page numbers
are those of papers.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from heli.papers import tables
from heli.papers.composition import Text, numbered, printable
from heli.papers.paper import Block
from heli.papers.titles import title_lines


@dataclass(frozen=True)
class Part:
    """One part of a booklet; it begins on a page of its own where there is one before it."""

    title: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class Booklet:
    """`owner` is whose it is, `cover` the lines at the foot of the cover (label, value); none: no cover."""

    title: str
    owner: str
    dated: date
    parts: tuple[Part, ...]
    cover: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SetPart:
    """A part worked out to what stands on the page."""

    title: tuple[str, ...]
    body: tuple[Text | tables.Table, ...]


@dataclass(frozen=True)
class SetBooklet:
    """Everything that stands on the pages of a booklet, in order; Word and PDF are drawn from it."""

    title: tuple[str, ...]
    owner: tuple[str, ...]
    cover: tuple[tuple[str, str], ...]
    parts: tuple[SetPart, ...]


def compose_booklet(booklet: Booklet) -> SetBooklet:
    """Work a booklet out to what stands on its pages."""
    clean: Any = printable(booklet)
    return SetBooklet(
        title=title_lines(clean.title),
        owner=title_lines(clean.owner),
        cover=clean.cover,
        parts=tuple(SetPart(title_lines(part.title), numbered(part.body)) for part in clean.parts),
    )
