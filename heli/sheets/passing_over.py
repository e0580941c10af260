"""Tells the rows of a table's body that are no data: totals, footers, repeated headers, section titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from heli.sheets import cells
from heli.sheets.cells import Cell, ErrorCell
from heli.sheets.faults import Kind
from heli.sheets.recognising import Part


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is no data."""

    code: str
    message: str
    kind: Kind = Kind.TOLERATE


TOTAL = Reason("total-row", "合计行，不作为数据读取。")
FOOTER = Reason("footer-row", "表尾说明，不作为数据读取。")
HEADER_AGAIN = Reason("header-row-repeated", "重复的表头，不作为数据读取。")
HEADER_NOTES = Reason("header-notes-row", "表头下的附注，不作为数据读取。")
TITLE_AGAIN = Reason("title-row-repeated", "重复的标题，不作为数据读取。")
SECTION = Reason("section-row", "跨列合并的分段标题，不作为数据读取。")
COLUMN_NUMBERS = Reason("column-numbers-row", "列号行，不作为数据读取。")
ONLY_NUMBERED = Reason("only-numbered-row", "只填了序号，其余为空，不作为数据读取。")
LONE_CELL = Reason(
    "lone-cell-row", "这一行只有一个单元格有内容，未读取。如是数据，请补全后重新上传。", Kind.WARN
)

_TOTAL = re.compile(
    r"\(?(?:本页|本表|本单位|全市|全县|全省|全部|人数|总人数)?(?:合计|小计|总计|共计|累计|总数|汇总)"
    r"|.{1,30}(?:合计|小计|总计)(?:[:(\d].*)?$"
    r"|共\d+[人个名条项家]"
)
_FOOTER = re.compile(
    r"(?:填表|制表|填报|审核|审批|复核|经办|报送|统计|汇总|校对|联系|(?:单位|主要|分管|部门)?负责)"
    r"(?:人|单位|部门|日期|时间|领导|电话)(?:签字|签名|签章|盖章|\(.{1,8}\))?(?::|$)"
    r"|(?:备注|附注|注释|注|说明|填[表报写]说明)\d{0,2}(?:[:,、.)]|$)"
    r"|(?:单位|组织)?\(?(?:盖章|公章|签章)\)?|[*※]"
)
_SUSPICIOUS = re.compile(
    r"[合小总共累][计数\d]|汇总|[:：*※＊章]|注|说\s*明|^[填制审复经报统汇校联负单主分部(（]"
)
_NOTE = re.compile(r"\(.*\)")
_LABEL = re.compile(r"[^:]{1,16}:")
_COUNT = re.compile(r"[-+]?[\d,.]+[\u4e00-\u9fff%]{0,3}|[-—/]+")
_FEWEST_COLUMN_NUMBERS = 4
_MOST_WORDS_IN_TOTAL = 2


class PassingOver:
    """Answers for the rows of one part's body why they are no data."""

    def __init__(self, part: Part) -> None:
        rows = part.sheet.rows
        header = rows[part.header_top - 1 : part.header_row]
        self._header_texts = [
            {cells.squeeze(cell) for cell in column if isinstance(cell, str)}
            for column in zip(*header, strict=True)
        ]
        self._title_texts = {
            cells.squeeze(cell)
            for row in rows[: part.header_top - 1]
            for cell in row
            if isinstance(cell, str) and not cells.is_blank(cell)
        }
        self._known = tuple(part.columns.values())
        self._required = tuple(part.columns[column.key] for column in part.table.columns if column.required)
        self._merged_across = {(m.top, m.left) for m in part.sheet.merges or () if m.right > m.left}

    def reason(self, number: int, row: Sequence[Cell], first: int) -> Reason | None:
        """Why a row (its index from 0, cells, first filled cell) is no data; None where it is data."""
        if self._is_plainly_data(row, first):
            return None
        filled = [index for index, cell in enumerate(row) if cell != "" and not cells.is_blank(cell)]
        lead = next((index for index in filled[:2] if not _is_number(row[index])), None)
        if lead is None:
            return self._why_not_of_numbers(row, filled)
        return self._why_not_of_page(row, filled) or self._why_not_of_words(number, row, filled, lead)

    def _why_not_of_page(self, row: Sequence[Cell], filled: Sequence[int]) -> Reason | None:
        """Is it something that a printed page repeats?"""
        if len(filled) > 1 and all(_text(row[index]) in self._header_texts[index] for index in filled):
            return HEADER_AGAIN
        if all(_NOTE.fullmatch(_text(row[index])) for index in filled):
            return HEADER_NOTES
        if all(_text(row[index]) in self._title_texts for index in filled):
            return TITLE_AGAIN
        return None

    def _why_not_of_words(
        self, number: int, row: Sequence[Cell], filled: Sequence[int], lead: int
    ) -> Reason | None:
        text = _text(row[lead])
        if _TOTAL.match(text) and self._only_counts(row, filled, lead):
            return TOTAL
        if self._is_footer(row, filled, lead, text):
            return FOOTER
        if len(filled) == 1:
            return self._why_not_of_lone_cell(number, lead)
        return None

    def _is_plainly_data(self, row: Sequence[Cell], first: int) -> bool:
        """The quick answer for nearly every row."""
        cell = row[first]
        if any(row[index] == "" for index in self._required):
            return False
        if not isinstance(cell, str):
            return cell != 1 or isinstance(cell, bool)
        text = cells.squeeze(cell)
        return text != "1" and not (
            _SUSPICIOUS.search(text) or text in self._header_texts[first] or text in self._title_texts
        )

    def _why_not_of_numbers(self, row: Sequence[Cell], filled: Sequence[int]) -> Reason | None:
        """Of a row that begins with numbers and has no words there."""
        if len(filled) >= _FEWEST_COLUMN_NUMBERS and all(
            cells.shown(row[index]) == str(place) for place, index in enumerate(filled, 1)
        ):
            return COLUMN_NUMBERS
        if not any(index in self._known for index in filled):
            return ONLY_NUMBERED
        sums = all(index in self._known and _counts(row[index]) for index in filled)
        return TOTAL if sums and not any(index in self._required for index in filled) else None

    def _why_not_of_lone_cell(self, number: int, lead: int) -> Reason | None:
        if (number, lead) in self._merged_across:
            return SECTION
        return LONE_CELL if len(self._required) > 1 or lead not in self._known else None

    def _only_counts(self, row: Sequence[Cell], filled: Sequence[int], lead: int) -> bool:
        words = [index for index in filled if index != lead and not _counts(row[index])]
        return len(words) <= _MOST_WORDS_IN_TOTAL and not any(index in self._required for index in words)

    def _is_footer(self, row: Sequence[Cell], filled: Sequence[int], lead: int, text: str) -> bool:
        if all(_LABEL.match(_text(row[index])) for index in filled):
            return True
        beside = {index for index in filled if index != lead and not _LABEL.match(_text(row[index]))}
        return bool(_FOOTER.match(text)) and (len(beside) <= 1 or not beside.issuperset(self._required))


def _is_number(cell: Cell) -> bool:
    """A number, or the digits of one: csv knows no numbers."""
    return (isinstance(cell, str) and cells.squeeze(cell).isdigit()) or cells.is_number(cell)


def _text(cell: Cell) -> str:
    return cells.squeeze(cell) if isinstance(cell, str) else ""


def _counts(cell: Cell) -> bool:
    """May the cell stand in a row of totals: a number, a formula, 1005人, a dash?"""
    if isinstance(cell, str):
        text = cells.squeeze(cell)
        return bool(_COUNT.fullmatch(text) or cells.error_in(cell) or _TOTAL.match(text))
    return isinstance(cell, ErrorCell) or cells.is_number(cell)
