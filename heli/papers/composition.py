"""A paper worked out to what stands on the page: numbered, joined, measured; Word and PDF are drawn from it.

All lengths that are counted in characters are in `layout.CELL`s, the others in points.
"""

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from math import ceil
from typing import Any

from heli.kernel.errors import Invalid
from heli.papers import layout, tables
from heli.papers.paper import Attachment, Block, Grid, Heading, Paper
from heli.papers.titles import title_lines, width


class Role(StrEnum):
    """What a line of the body is; a heading's role is its level."""

    TEXT = "text"
    LEVEL_1 = "1"
    LEVEL_2 = "2"
    LEVEL_3 = "3"
    LEVEL_4 = "4"


@dataclass(frozen=True)
class Text:
    """A paragraph of the body, with its number if it is a heading."""

    role: Role
    text: str


@dataclass(frozen=True)
class Masthead:
    """The 发文机关标志 in one line: `size` points high, `breadth` long, drawn to `stretch` of that length."""

    text: str
    size: float
    breadth: float
    stretch: float


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期, and how many characters each stands away from the right edge (R13-06)."""

    name: str
    name_indent: float
    date: str
    date_indent: float


@dataclass(frozen=True)
class Annex:
    """An attachment that is set with the paper, on pages of its own; `label` is 附件 or 附件2."""

    label: str
    title: tuple[str, ...]
    body: tuple[Text | tables.Table, ...]


@dataclass(frozen=True)
class Imprint:
    """The 版记 (R13-11); what is empty is not on the page."""

    addressees: str
    copies: str
    printed_by: str
    printed_on: str


@dataclass(frozen=True)
class Composition:
    """Everything that stands on the page, in the order in which it stands there."""

    masthead: Masthead
    number: str
    number_place: layout.NumberPlace
    signer: str
    title: tuple[str, ...]
    addressees: str
    body: tuple[Text | tables.Table, ...]
    attachments: tuple[tuple[str, str], ...]
    signature: Signature
    note: str
    annexes: tuple[Annex, ...]
    imprint: Imprint | None


def compose(paper: Paper) -> Composition:
    """Work `paper` out to what stands on the page; raises `Invalid` for a kind that has no layout yet."""
    paper = printable(paper)
    form = layout.LAYOUTS.get(paper.kind)
    if form is None:
        raise Invalid("papers.no_layout", f"“{paper.kind}”的版式尚未编排，不能生成公文。")
    addressees = f"{'，'.join(paper.addressees)}：" if paper.addressees else ""
    title = title_lines(paper.title)
    fits = _body_shows_on_first_page(title, addressees)
    return Composition(
        masthead=masthead(paper.issuer + form.masthead_ending),
        number=str(paper.number or ""),
        number_place=form.number,
        signer=paper.signer if form.has_signer else "",
        title=title,
        addressees=addressees if fits else "",
        body=numbered(paper.body),
        attachments=_named(paper.enclosed),
        signature=signature(
            paper.signed_by or paper.issuer, date_in_words(paper.dated), stamped=paper.stamped
        ),
        note=f"（{paper.note}）" if paper.note else "",
        annexes=_annexes(paper.enclosed),
        imprint=_imprint(paper, addressees="" if fits else "，".join(paper.addressees)),
    )


_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def printable(held: Any) -> Any:
    """`held` without the control and invisible characters that come with text copied from other programs."""
    if type(held) is str:
        return _INVISIBLE.sub("", held.replace("\t", " "))
    if isinstance(held, tuple):
        return tuple(printable(one) for one in held)
    if is_dataclass(held) and not isinstance(held, type):
        return replace(held, **{one.name: printable(getattr(held, one.name)) for one in fields(held)})
    return held


def date_in_words(day: date) -> str:
    """2026年6月30日: Arabic figures, no leading zeros (R13-06)."""
    return f"{day.year}年{day.month}月{day.day}日"


def masthead(text: str) -> Masthead:
    """`text` in one line as wide as the type area at most: a long name is narrowed before it shrinks."""
    broadest = layout.TYPE_WIDTH * layout.MM
    size = int(min(layout.MASTHEAD_SIZE, broadest / width(text) / layout.MASTHEAD_STRETCH) * 2) / 2
    breadth = size * (width(text) + 0.1)
    return Masthead(text, size, breadth, int(min(1.0, broadest / breadth) * 100) / 100)


def signature(name: str, day: str, *, stamped: bool) -> Signature:
    """Place 署名 and date (GB/T 9704 7.3.5, R13-06).

    Unstamped: the name two characters from the edge, the date begins two characters after the name does;
    a date longer than the name stands two from the edge, and the name moves in. Stamped: the date four from
    the edge, the name centred over it, the two moved in together as far as a long name needs.
    """
    long, short = width(name), width(day)
    if stamped:
        over = 4 + (short - long) / 2
        return Signature(name, max(over, 0.0), day, 4 - min(over, 0.0))
    if short > long:
        return Signature(name, short + 4 - long, day, 2.0)
    return Signature(name, 2.0, day, long - short)


def _body_shows_on_first_page(title: tuple[str, ...], addressees: str) -> bool:
    """Whether the first page has room for two lines of the body under head, title and addressees.

    Where it has not, the addressees go to the 版记 (GB/T 9704 7.3.2).
    """
    head = (
        layout.MASTHEAD_BELOW_TOP * layout.MM
        + layout.MASTHEAD_SIZE
        + 5 * layout.LINE
        + layout.RULE_BELOW_NUMBER * layout.MM
    )
    named = len(title) * layout.TITLE_LINE + (1 + ceil(width(addressees) / layout.CHARS)) * layout.LINE
    return head + named + 2 * layout.LINE <= layout.TYPE_HEIGHT * layout.MM


_DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """`number` from 1 to 99 in Chinese: 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones else ""
    )


def _label(level: int, count: int) -> str:
    return {1: f"{chinese(count)}、", 2: f"（{chinese(count)}）", 3: f"{count}.", 4: f"（{count}）"}[level]


def numbered(body: tuple[Block, ...]) -> tuple[Text | tables.Table, ...]:
    """The blocks with headings numbered; a heading starts the count of the levels beneath it anew."""
    counts = dict.fromkeys((1, 2, 3, 4), 0)
    ready: list[Text | tables.Table] = []
    for block in body:
        if isinstance(block, Grid):
            ready.append(tables.lay_out(block))
        elif isinstance(block, Heading):
            counts[block.level] += 1
            counts |= dict.fromkeys(range(block.level + 1, 5), 0)
            ready.append(Text(Role(str(block.level)), _label(block.level, counts[block.level]) + block.text))
        else:
            ready += [Text(Role.TEXT, line) for line in block.text.splitlines() if line.strip()]
    return tuple(ready)


def _named(attachments: tuple[Attachment, ...]) -> tuple[tuple[str, str], ...]:
    """The lines of the 附件说明: number and name; one attachment alone has no number (R13-05)."""
    alone = len(attachments) == 1
    return tuple(("" if alone else f"{n}.", item.title) for n, item in enumerate(attachments, start=1))


def _annexes(attachments: tuple[Attachment, ...]) -> tuple[Annex, ...]:
    alone = len(attachments) == 1
    return tuple(
        Annex("附件" if alone else f"附件{n}", title_lines(item.title), numbered(item.body))
        for n, item in enumerate(attachments, start=1)
        if item.body
    )


def _imprint(paper: Paper, *, addressees: str) -> Imprint | None:
    copies = "，".join(paper.copies_to)
    printed_on = f"{date_in_words(paper.printed_on)}印发" if paper.printed_on else ""
    lines = Imprint(
        addressees=f"{addressees}。" if addressees else "",
        copies=f"{copies}。" if copies else "",
        printed_by=paper.printed_by,
        printed_on=printed_on,
    )
    return lines if any((lines.addressees, lines.copies, lines.printed_by, lines.printed_on)) else None
