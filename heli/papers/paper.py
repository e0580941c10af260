"""What an official paper holds: kind, number, blocks of text and tables; what the regulations say of it."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from heli.kernel.verdict import Strength, Verdict


class Direction(StrEnum):
    """Which way a paper goes between organisations (条例 art. 13–15)."""

    UPWARD = "上行文"
    DOWNWARD = "下行文"
    LEVEL = "平行文"


class Kind(StrEnum):
    """The kinds of paper (文种) that this system writes, of the regulation's fifteen (R13-14, R13-15)."""

    CIRCULAR = "通报"
    NOTICE = "通知"
    REQUEST = "请示"
    REPORT = "报告"
    REPLY = "批复"
    LETTER = "函"
    MINUTES = "纪要"

    @property
    def direction(self) -> Direction:
        """The way that this kind goes: 请示 and 报告 up, 函 between equals, the others down."""
        if self in {Kind.REQUEST, Kind.REPORT}:
            return Direction.UPWARD
        return Direction.LEVEL if self is Kind.LETTER else Direction.DOWNWARD


OFFERED: tuple[Kind, ...] = (Kind.CIRCULAR, Kind.NOTICE)
"""The kinds that a page may offer today."""


@dataclass(frozen=True)
class Number:
    """A 发文字号, 安直工〔2026〕12号: the year in full, no 第, no leading zeros (R13-08)."""

    agency: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        if self.serial < 1 or not 1000 <= self.year <= 9999:
            raise ValueError(f"no such document number: {self.agency} {self.year} {self.serial}")

    def __str__(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4, without its number: the renderer writes 一、 （一） 1. （1） (R13-04)."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in {1, 2, 3, 4}:
            raise ValueError(f"a heading's level is 1 to 4, not {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of plain text; its first line stands two characters in."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: a heading a column, rows of as many cells, relative widths (none: by what the cells hold)."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        columns = len(self.headings)
        if not columns:
            raise ValueError("a table without a column")
        if self.widths and (len(self.widths) != columns or min(self.widths) <= 0):
            raise ValueError(f"{columns} columns want as many widths above zero, not {self.widths}")
        for index, row in enumerate(self.rows, start=1):
            if len(row) != columns:
                raise ValueError(f"row {index} has {len(row)} cells under {columns} headings")

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each row as (heading, cell): a narrow screen has no room for a line of headings."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


Block = Heading | Paragraph | Grid


@dataclass(frozen=True)
class Attachment:
    """An attachment (附件): its name, and what it holds, which then begins on a page of its own (R13-05)."""

    title: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One official paper. Dates are those printed on it; lists are joined by `，` as they stand.

    `title` breaks where it holds a line break, else where words end. An attachment given as a plain string is
    named in the 附件说明 only; an `Attachment` with a body is also set, on pages of its own before the 版记.
    `signed_by` is the 署名 (default: `issuer`), `stamped` leaves room for a seal (R13-06), `signer` is the
    签发人 of upward papers (R13-09), `note` the 附注 beneath the date, without its brackets (R13-11).
    """

    kind: Kind
    issuer: str
    title: str
    body: tuple[Block, ...]
    dated: date
    number: Number | None = None
    addressees: tuple[str, ...] = ()
    attachments: tuple[Attachment | str, ...] = ()
    signed_by: str | None = None
    stamped: bool = False
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    signer: str = ""
    note: str = ""

    @property
    def enclosed(self) -> tuple[Attachment, ...]:
        """The attachments, each as an `Attachment`."""
        return tuple(Attachment(item) if isinstance(item, str) else item for item in self.attachments)


def check(paper: Paper) -> list[Verdict]:
    """Everything that the regulations have against `paper`, H first; an empty list when nothing.

    What has strength H must be mended before the paper goes out; what has G is for a person to weigh.
    """
    found = [*_wants(paper), *_direction(paper), *_dates(paper)]
    return sorted(found, key=lambda verdict: verdict.strength is not Strength.HARD)


_FORM = "GB/T 9704—2012"
_RULES = "《党政机关公文处理工作条例》第十五条"
_ASKING = re.compile("请批示|请予批准|请予批复|请审批|妥否|当否")


def _wants(paper: Paper) -> list[Verdict]:
    """What every paper must have: an issuer, a title that ends with its kind, a text, someone to read it."""
    found = []
    title = paper.title.replace("\n", "").strip()
    if not paper.issuer.strip():
        found.append(Verdict.no("没有写明发文机关。", source=f"{_FORM} 7.2.4（R13-07）"))
    if not title:
        found.append(Verdict.no("公文没有标题。", source=f"{_FORM} 7.3.1（R13-03）"))
    elif not title.endswith(paper.kind.value):
        reason = f"标题应当以文种“{paper.kind}”结尾：{title}"
        found.append(Verdict.no(reason, source=f"{_FORM} 7.3.1（R13-15）", strength=Strength.GENERAL))
    if not any(isinstance(block, Paragraph | Heading) and block.text.strip() for block in paper.body):
        found.append(Verdict.no("公文没有正文；公文首页必须显示正文。", source=f"{_FORM} 7.3.3"))
    if not paper.addressees and paper.kind is not Kind.MINUTES:
        reason = "没有写明主送机关。"
        found.append(Verdict.no(reason, source=f"{_FORM} 7.3.2", strength=Strength.GENERAL))
    return found


def _direction(paper: Paper) -> list[Verdict]:
    """What holds for papers that go up: one addressee, a signer, no request inside a report."""
    found = []
    upward = paper.kind.direction is Direction.UPWARD
    if upward and not paper.signer:
        found.append(Verdict.no("上行文应当标注签发人。", source=f"{_FORM} 7.2.6（R13-09）"))
    if paper.signer and not upward:
        found.append(Verdict.no(f"{paper.kind}不是上行文，不标注签发人。", source=f"{_FORM} 7.2.6（R13-09）"))
    if paper.kind is Kind.REQUEST:
        if len(paper.addressees) > 1:
            reason = f"请示只能主送一个机关，现有{len(paper.addressees)}个：{'，'.join(paper.addressees)}"
            found.append(Verdict.no(reason, source=f"{_RULES}（R06-15、R13-16）"))
        if paper.copies_to:
            reason = "请示不得抄送下级机关，请核对抄送机关。"
            found.append(Verdict.no(reason, source=f"{_RULES}（R06-15、R13-16）", strength=Strength.GENERAL))
    if paper.kind is Kind.REPORT and (asked := _ASKING.search(_whole_text(paper))):
        reason = f"报告不得夹带请示事项，文中出现“{asked.group()}”；需要批示的，另行请示。"
        found.append(Verdict.no(reason, source=f"{_RULES}（R06-10、R13-16）"))
    return found


def _dates(paper: Paper) -> list[Verdict]:
    """Whether number, date and 版记 agree with one another."""
    found = []
    if paper.number and paper.number.year != paper.dated.year:
        reason = f"发文字号的年份（{paper.number.year}）与成文日期的年份（{paper.dated.year}）不一致。"
        found.append(Verdict.no(reason, source=f"{_FORM} 7.2.5（R13-08）", strength=Strength.GENERAL))
    if bool(paper.printed_by) != bool(paper.printed_on):
        found.append(Verdict.no("版记中印发机关和印发日期应当同时标注。", source=f"{_FORM} 7.4.3（R13-11）"))
    if paper.printed_on and paper.printed_on < paper.dated:
        found.append(Verdict.no("印发日期早于成文日期。", source=f"{_FORM} 7.4.3（R13-11）"))
    if paper.copies_to and not paper.printed_by:
        reason = "有抄送机关而没有印发机关和印发日期。"
        found.append(Verdict.no(reason, source=f"{_FORM} 7.4（R13-11）", strength=Strength.GENERAL))
    return found


def _whole_text(paper: Paper) -> str:
    """Title, body and attachments as one text, to look for words in."""
    texts = [paper.title]
    for block in (*paper.body, *(block for item in paper.enclosed for block in item.body)):
        if isinstance(block, Grid):
            texts += [*block.headings, *(cell for row in block.rows for cell in row)]
        else:
            texts.append(block.text)
    return "\n".join(texts)
