"""Single cells of a 组织生活台账: the day, the organisation, and the words in which faults are told."""

import re
from datetime import date

from heli.orgs.rules.index import AMBIGUOUS, FORMER, TAIL, Found, NameIndex, OrgRef
from heli.sheets.faults import Kind
from heli.sheets.rows import Row

_NOTE = re.compile(r"[（(][^（()）]*[)）]")
_ODDITIES = {TAIL: "写得不全，读作", FORMER: "是原来的名称，现为"}


def day(row: Row, today: date) -> date | None:
    """The day of the meeting; None where it is missing or cannot be read. One to come refuses the row."""
    happened_on: date | None = row.values.get("happened_on")
    if happened_on is None:
        refuse_missing(row, "happened_on", "date-missing", "没有填日期。请补填会议召开的日期。")
    elif happened_on > today:
        message = f"{happened_on} 晚于今天（{today}），还没有发生的会议不能导入。请核对日期。"
        row.fault(Kind.REFUSE, "date-in-future", message, "happened_on")
    return happened_on


def organisation(row: Row, index: NameIndex) -> OrgRef | None:
    """The organisation that met, None where the row names none that can be found."""
    text = row.values.get("organisation")
    if not text:
        refuse_missing(row, "organisation", "organisation-missing", "没有填党组织。请补填全称。")
        return None
    found = index.resolve(text)
    if found.ref is None:
        _refuse_organisation(row, text, found)
        return None
    if found.oddity:
        message = f"“{text}”{_ODDITIES[found.oddity]}“{found.ref.name}”。"
        row.fault(Kind.TOLERATE, found.oddity, message, "organisation")
    if not found.ref.stands:
        _depend(row, found.ref)
    return found.ref


def _refuse_organisation(row: Row, text: str, found: Found) -> None:
    if found.reason == AMBIGUOUS:
        names = "、".join(found.candidates[:5])
        message = f"“{text}”对应不止一个党组织：{names}。请填写全称。"
        row.fault(Kind.REFUSE, "organisation-ambiguous", message, "organisation")
        return
    message = f"“{text}”不在党组织名册中，或写得不全。请填写全称，或先在党组织名册中补上这个组织。"
    row.fault(Kind.REFUSE, "organisation-unknown", message, "organisation")


def _depend(row: Row, ref: OrgRef) -> None:
    at = ref.refused_row
    place = f"《{at.workbook}》“{at.sheet}”第 {at.row} 行" if at is not None else "党组织名册中的一行"
    message = f"依赖的{place}“{ref.name}”未能导入，改正那一行后这一行即可导入。"
    row.fault(Kind.REFUSE, "depends-on-refused", message, "organisation")


def refuse_missing(row: Row, key: str, code: str, message: str) -> None:
    """Refuse an empty cell; one that could not be read has its fault already."""
    heading = row.part.headings[key]
    if not any(fault.column == heading and fault.kind is Kind.REFUSE for fault in row.faults):
        row.fault(Kind.REFUSE, code, message, key)


def without_notes(text: str) -> str:
    """A kind without what stands in brackets: 支部党员大会（一季度） → 支部党员大会."""
    return _NOTE.sub("", text)


def place(first: Row, row: Row) -> str:
    """Where the first row stands, as far as it is not where this one stands."""
    if first.part.workbook != row.part.workbook:
        return f"《{first.part.workbook}》“{first.part.sheet.name}”第 {first.number} 行"
    if first.part.sheet.name != row.part.sheet.name:
        return f"工作表“{first.part.sheet.name}”第 {first.number} 行"
    return f"第 {first.number} 行"
