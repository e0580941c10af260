"""Finds declared tables in a workbook by their headers, whatever the sheets are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from heli.sheets import cells, headers
from heli.sheets.cells import column_letter
from heli.sheets.faults import WHOLE_SHEET, Fault, Kind
from heli.sheets.header_search import Candidate, best_headers, seen_headers
from heli.sheets.headers import Lexicon
from heli.sheets.table import Table
from heli.sheets.workbook import Sheet, Workbook

_SHOWN_HEADERS = 15
_ENOUGH_TO_NAME = 2

Mappings = Mapping[str, Mapping[str, str]]
"""{table key: {header text: column key}}, as the user has chosen; the empty key leaves the column out."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table found on a sheet.

    `header_row` is the last row of the header and `header_top` the first, as Excel counts them. `columns` and
    `headings` go from the keys of the columns found to their index (from 0) and to the office's own heading;
    `unknown` and `refused` list (letter, heading) of what is not read; `missing` the keys not found.
    """

    workbook: str
    table: Table
    sheet: Sheet
    header_row: int
    header_top: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    unknown: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A visible sheet without a table: why (Chinese), the headers seen, the table it comes nearest to."""

    sheet: str
    reason: str
    headers: tuple[str, ...] = ()
    nearest: Table | None = None


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was found: parts to read, sheets that were not recognised, and the faults of both."""

    parts: tuple[Part, ...]
    unrecognised: tuple[Unrecognised, ...]
    faults: tuple[Fault, ...]


def recognise(workbook: Workbook, tables: Sequence[Table], mapping: Mappings | None = None) -> Recognition:
    """Finds every sheet that holds one of the tables.

    Several sheets may hold the same table: each is a part. A recognised sheet that is hidden is not read but
    named (`hidden-sheet`); other hidden sheets are passed over. Every column that is not read is named
    (`column-unknown`, `column-repeated`, `sensitive-column-not-kept`), and so is every visible sheet with
    content that is no table (`sheet-not-recognised`). `mapping` wins over titles and synonyms.
    """
    parts: list[Part] = []
    unrecognised: list[Unrecognised] = []
    faults: list[Fault] = []
    for sheet in workbook.sheets:
        candidates = best_headers(sheet, [Lexicon(t, (mapping or {}).get(t.key)) for t in tables])
        chosen = _choose(candidates)
        if chosen and sheet.hidden:
            faults.append(_hidden(workbook.name, sheet, chosen))
        elif chosen:
            part = _part(workbook.name, sheet, chosen)
            parts.append(part)
            faults.extend(_faults_of_columns(part, chosen))
        elif not sheet.hidden:
            reason = _why_not(sheet, candidates)
            unrecognised.append(reason)
            if sheet.rows or sheet.problem:
                faults.append(_not_recognised(workbook.name, reason))
    return Recognition(tuple(parts), tuple(unrecognised), tuple(faults))


def _choose(candidates: Sequence[Candidate]) -> Candidate | None:
    """The likeliest complete candidate; None where there is none, or where two are equally likely."""
    complete = [candidate for candidate in candidates if not candidate.lacking]
    if not complete or (len(complete) > 1 and complete[0].likeness == complete[1].likeness):
        return None
    return complete[0]


def _part(workbook: str, sheet: Sheet, chosen: Candidate) -> Part:
    taken = {*chosen.columns.values(), *chosen.repeated}
    unknown, refused = [], []
    for index, heading in enumerate(chosen.headings):
        if index in taken or not heading.text:
            continue
        if headers.is_refused(heading.text, chosen.table):
            refused.append((column_letter(index), heading.text))
        elif not headers.is_passed_over(heading.text) and index not in chosen.left_out:
            unknown.append((column_letter(index), heading.text))
    return Part(
        workbook=workbook,
        table=chosen.table,
        sheet=sheet,
        header_row=chosen.top + chosen.depth,
        header_top=chosen.top + 1,
        columns=chosen.columns,
        headings={key: chosen.headings[index].text for key, index in chosen.columns.items()},
        unknown=tuple(unknown),
        refused=tuple(refused),
        missing=tuple(column.key for column in chosen.table.columns if column.key not in chosen.columns),
    )


def _faults_of_columns(part: Part, chosen: Candidate) -> Iterator[Fault]:
    def fault(kind: Kind, code: str, heading: str, message: str) -> Fault:
        return Fault(part.workbook, part.sheet.name, part.header_row, heading, heading, kind, code, message)

    for letter, heading in part.refused:
        message = f"{letter} 列“{heading}”按规定不得保存，已略去，未读取其中任何内容。"
        yield fault(Kind.WARN, "sensitive-column-not-kept", heading, message)
    for letter, heading in part.unknown:
        message = f"{letter} 列“{heading}”无法识别，未读取。如需要，请指定它对应哪一列。"
        yield fault(Kind.WARN, "column-unknown", heading, message)
    for index, key in chosen.repeated.items():
        heading = chosen.headings[index].text
        first = column_letter(part.columns[key])
        both = f"{column_letter(index)} 列“{heading}”与 {first} 列“{part.headings[key]}”"
        message = f"{both}重复，只读取 {first} 列。"
        yield fault(Kind.WARN, "column-repeated", heading, message)
    for letter in _filled_without_heading(part, chosen):
        message = f"{letter} 列没有表头，未读取。如需要，请补写表头后重新上传。"
        yield fault(Kind.WARN, "column-without-heading", "", message)
    for key, index in part.columns.items():
        if index in part.sheet.hidden_columns:
            message = f"{column_letter(index)} 列“{part.headings[key]}”是隐藏的列，已照常读取。"
            yield fault(Kind.TOLERATE, "hidden-column", part.headings[key], message)


def _filled_without_heading(part: Part, chosen: Candidate) -> Iterator[str]:
    """The letters of columns without a heading that are filled beside data (a 合计 there is none)."""
    required = [part.columns[column.key] for column in part.table.columns if column.required]
    body = part.sheet.rows[part.header_row :]
    for index in range(len(part.sheet.rows[0])):
        if index >= len(chosen.headings) or not chosen.headings[index].text:
            filled = (row for row in body if row[index] != "" and not cells.is_blank(row[index]))
            beside_data = (row for row in filled if all(row[place] != "" for place in required))
            if len(list(islice(beside_data, _ENOUGH_TO_NAME))) == _ENOUGH_TO_NAME:
                yield column_letter(index)


def _hidden(workbook: str, sheet: Sheet, chosen: Candidate) -> Fault:
    title = chosen.table.title
    message = f"隐藏的工作表“{sheet.name}”像《{title}》，未读取。如需读取，请取消隐藏后重新上传。"
    row = chosen.top + chosen.depth
    return Fault(workbook, sheet.name, row, "", "", Kind.WARN, "hidden-sheet", message)


def _not_recognised(workbook: str, sheet: Unrecognised) -> Fault:
    message = f"工作表“{sheet.sheet}”未读取：{sheet.reason}"
    return Fault(workbook, sheet.sheet, WHOLE_SHEET, "", "", Kind.WARN, "sheet-not-recognised", message)


def _why_not(sheet: Sheet, candidates: Sequence[Candidate]) -> Unrecognised:
    if sheet.problem:
        return Unrecognised(sheet.name, sheet.problem)
    seen = seen_headers(sheet)
    if not seen:
        return Unrecognised(sheet.name, "没有内容。")
    complete = [candidate for candidate in candidates if not candidate.lacking]
    if complete:
        titles = "、".join(f"《{candidate.table.title}》" for candidate in complete[:2])
        reason = f"同时像{titles}，无法判断是哪一种。"
    elif candidates:
        lacking = "、".join(candidates[0].lacking)
        reason = f"像《{candidates[0].table.title}》，但缺少必需的列：{lacking}。"
    else:
        reason = "没有找到可识别的表头。"
    shown = "、".join(seen[:_SHOWN_HEADERS]) + (" 等" if len(seen) > _SHOWN_HEADERS else "")
    nearest = candidates[0].table if candidates else None
    return Unrecognised(sheet.name, f"{reason}看到的表头：{shown}。", seen, nearest)
