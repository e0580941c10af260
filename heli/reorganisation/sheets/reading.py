"""Reads a workbook of events into lines; what an event means is left to the actions, row upon row."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from heli.kernel.errors import Invalid
from heli.orgs import catalogue
from heli.orgs.catalogue import EventKind, Kind, Leading
from heli.reorganisation.catalogue import MOST_BYTES, MOST_ROWS
from heli.reorganisation.queries.lines import Going, Line, Sheet
from heli.reorganisation.sheets.table import EVENTS, GOINGS, TABLES
from heli.sheets import cells
from heli.sheets.faults import Fault
from heli.sheets.faults import Kind as FaultKind
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import recognise
from heli.sheets.rows import Row, read_rows, rows_passed_over

_SEVERAL = re.compile(r"[、,，;；\n]+")
_KINDS = {one.label: one for one in EventKind if one is not EventKind.REOPENED} | {
    "新设": EventKind.FOUNDED,
    "成立": EventKind.FOUNDED,
    "改名": EventKind.RENAMED,
    "名称变更": EventKind.RENAMED,
    "改建": EventKind.RAISED,
    "转隶": EventKind.MOVED,
    "调整隶属关系": EventKind.MOVED,
    "并入": EventKind.MERGED,
    "分设": EventKind.SPLIT,
    "撤并": EventKind.CLOSED,
    "注销": EventKind.CLOSED,
}
_INSIDE, _OUTSIDE = "本市", "本系统以外"
_PLACES = {_INSIDE: _INSIDE, "市内": _INSIDE, "市直": _INSIDE, "本地": _INSIDE} | dict.fromkeys(
    (_OUTSIDE, "市外", "外地", "不在本市", "垂管", "垂管单位", "垂直管理", "上级单位", "省直"), _OUTSIDE
)
_SINGLE = {EventKind.RENAMED, EventKind.FOUNDED}

T = TypeVar("T")


def read(name: str, content: bytes, today: date) -> Sheet:
    """The lines of a workbook, in its order. Invalid where it cannot be opened or has no table of events."""
    if len(content) > MOST_BYTES:
        most = f"{MOST_BYTES // 1024 // 1024} MB"
        raise Invalid("workbook-too-large", f"“{name}”超过 {most}，请分成几个文件。")
    found = recognise(open_workbook(name, content), TABLES)
    if not any(part.table is EVENTS for part in found.parts):
        raise Invalid(
            "no-table",
            f"“{name}”里没有《组织变动表》：表头要有事项、党组织、生效日期、文号。可以下载空白表格填写。",
        )
    faults: list[Fault] = [one for one in found.faults if one.kind is not FaultKind.TOLERATE]
    lines: list[Line] = []
    goings: list[Going] = []
    for part in found.parts:
        faults += [one for one in rows_passed_over(part) if one.kind is FaultKind.WARN]
        for row in read_rows(part):
            if part.table is EVENTS:
                lines += _line(row, today)
            else:
                goings += _going(row)
            faults += [one for one in row.faults if one.kind is not FaultKind.TOLERATE]
    if len(lines) > MOST_ROWS:
        raise Invalid("too-many-rows", f"一张表最多 {MOST_ROWS} 行，这张有 {len(lines)} 行，请分成几张。")
    if not lines and not faults:
        raise Invalid("no-rows", f"“{name}”的《组织变动表》里没有数据行，请填写后再上传。")
    return Sheet(tuple(lines), tuple(goings), tuple(faults))


def _line(row: Row, today: date) -> list[Line]:
    values = {key: value for key, value in row.values.items() if value is not None}
    kind = _worded(row, "kind", values.get("kind", ""), _KINDS)
    new_kind = _worded(row, "new_kind", values.get("new_kind", ""), _kind_words(today))
    leading = _worded(row, "leading", values.get("leading", ""), {one.label: one for one in Leading})
    place = _worded(row, "place", values.get("place", ""), _PLACES)
    if kind is None:
        if not row.refused:
            words = "、".join(one.label for one in EventKind if one is not EventKind.REOPENED)
            row.fault(FaultKind.REFUSE, "kind-missing", f"请填写事项：{words}。", "kind")
        return []
    for key, title in (("happened_on", "生效日期"), ("document_number", "文号")):
        if key not in values and not row.refused:
            row.fault(FaultKind.REFUSE, f"{key}-missing", f"请填写{title}：以批复、通知等文件为准。", key)
    if row.refused:
        return []
    written = {key: cells.shown(cell) for key, cell in row.raw.items()}
    several = () if kind in _SINGLE else _several(values.get("organisation", ""))
    return [
        Line(
            row.part.workbook,
            row.part.sheet.name,
            row.number,
            kind,
            values["happened_on"],
            values["document_number"],
            organisations=several or tuple(filter(None, [values.get("organisation", "")])),
            new_names=_several(values.get("new_name", "")),
            new_kind=new_kind,
            parent=values.get("parent", ""),
            leader=values.get("leader", ""),
            leading=leading,
            unit=values.get("unit", ""),
            successor=values.get("successor", ""),
            ends_on=values.get("ends_on"),
            covered=_several(values.get("covered", "")),
            outside=place == _OUTSIDE,
            reason=values.get("reason", ""),
            why=values.get("why", ""),
            headings=row.part.headings,
            written=written,
        )
    ]


def _going(row: Row) -> list[Going]:
    values = row.values
    for key, title in (("name", "姓名"), ("origin", "原党组织"), ("destination", "去向党组织")):
        if values.get(key) is None and not row.refused:
            row.fault(FaultKind.REFUSE, f"{key}-missing", f"请填写{title}。", key)
    if row.refused:
        return []
    part, last4 = row.part, values.get("last4") or ""
    place = (part.workbook, part.sheet.name, row.number)
    return [Going(*place, values["name"], last4, values["origin"], values["destination"])]


def _worded(row: Row, key: str, text: str, words: Mapping[str, T]) -> T | None:
    """What a word of a list means; another refuses the row and is told what would do."""
    if not text:
        return None
    found = words.get(text)
    if found is None:
        known = "、".join(dict.fromkeys(_label(one) for one in words.values()))
        title = (EVENTS if row.part.table is EVENTS else GOINGS).column(key).title
        row.fault(FaultKind.REFUSE, f"{key}-unknown", f"“{text}”不是可用的{title}。可以写：{known}。", key)
    return found


def _label(value: object) -> str:
    return str(getattr(value, "label", value))


@lru_cache(maxsize=4)
def _kind_words(on: date) -> dict[str, Kind]:
    """How offices write the kinds of organisation, and what the kinds are called here."""
    words = {kind.label: kind for kind in Kind}
    for one in catalogue.KIND_WORDS().on(on):
        words |= dict.fromkeys((one.name, *one.words), Kind(one.id))
    return words


def _several(text: str) -> tuple[str, ...]:
    """Names in one cell, apart."""
    return tuple(filter(None, (one.strip() for one in _SEVERAL.split(text))))
