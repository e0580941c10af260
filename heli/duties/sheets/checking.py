"""Checking the rows of a 年度任务分解表: what can be loaded, how it is read, what the office has to decide.

A requirement whose words leave something open is loaded all the same: nothing is guessed, nothing is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from heli.duties.actions.rows import PlanRow, Said
from heli.duties.catalogue import Cadence, OpenPoint
from heli.duties.rules import planning
from heli.duties.rules.planning import UNREAD, Understood
from heli.duties.sheets import titles
from heli.orgs.rules.index import NameIndex
from heli.sheets.faults import Kind
from heli.sheets.recognising import Part
from heli.sheets.rows import Row

_ROOM = {"group": 60, "measure": 300, "owner": 300, "person": 120, "deadline": 120, "evidence": 200}
_MOST_NUMBERS = 9_999
_MOST_WEIGHT = Decimal("9999.99")
_HUNDREDTH = Decimal("0.01")
NO_GROUP = "其他任务"


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """What `check` found: `rows` are ready for `actions.take_in_plan`, of one plan or of several."""

    rows: tuple[PlanRow, ...]


def check(rows: Sequence[Row], *, index: NameIndex, today: date) -> CheckedPlan:
    """Prepare the rows for loading; what is met is added to them as faults. No query, nothing written.

    `index` resolves single organisations, those loaded together with this plan too. Refused: measure-missing,
    and what the readers refuse. To decide: deadline-vague, owner-vague, owner-unknown, both in one
    (deadline-and-owner-vague, owner-unknown-and-deadline-vague), evidence-unmatched. Warned: year-missing,
    number-duplicate, group-missing, weight-unlikely, weight-missing, text-cut.
    """
    checking = _Checking(index, today)
    return CheckedPlan(tuple(filter(None, map(checking.read, rows))))


@dataclass(slots=True)
class _Checking:
    """The check of one or more plans, row after row."""

    index: NameIndex
    today: date
    _headings: dict[int, tuple[str, int]] = field(default_factory=dict)
    _numbers: dict[tuple[str, int], dict[int, Row]] = field(default_factory=dict)

    def read(self, row: Row) -> PlanRow | None:
        """The row as it is loaded, None where it is refused."""
        title, year = self._heading(row)
        texts = {key: _text(row, key) for key in _ROOM}
        if not texts["measure"] and not row.refused:
            row.fault(Kind.REFUSE, "measure-missing", "具体举措为空。请填写举措，或删去这一行。", "measure")
        weight = _weight(row)
        if row.refused:
            return None
        understood = planning.understand(
            owner=texts["owner"],
            deadline=texts["deadline"],
            measure=texts["measure"],
            evidence=texts["evidence"],
            year=year,
            index=self.index,
        )
        _ask(row, understood)
        if not texts["group"]:
            row.fault(Kind.WARN, "group-missing", f"没有填重点任务，暂归入“{NO_GROUP}”。", "group")
        return PlanRow(
            year=year,
            title=title,
            number=self._number(row, title, year),
            group=texts["group"] or NO_GROUP,
            measure=texts["measure"],
            owner_text=texts["owner"],
            person_text=texts["person"],
            deadline_text=texts["deadline"],
            evidence_text=texts["evidence"],
            weight=weight,
            said=said_of(understood),
        )

    def _heading(self, row: Row) -> tuple[str, int]:
        """Title and year of the plan that a row is of; asked of the first row of each sheet."""
        part: Part = row.part
        known = self._headings.get(id(part))
        if known is None:
            title, year = titles.heading(part)
            if year is None:
                year = self.today.year
                row.fault(Kind.WARN, "year-missing", f"表上没有写年度，按 {year} 年的计划导入，请核对。")
            known = self._headings[id(part)] = (title, year)
        return known

    def _number(self, row: Row, title: str, year: int) -> int:
        """The row's own number; the next free one where it has none, or one that is taken."""
        taken = self._numbers.setdefault((title, year), {})
        written = row.values.get("number") or ""
        plain = written.rstrip(".、．")
        number = int(plain) if plain.isdecimal() and 0 < int(plain) <= _MOST_NUMBERS else 0
        if number in taken:
            message = f"序号 {number} 与第 {taken[number].number} 行重复，改用后面的空号。"
            row.fault(Kind.WARN, "number-duplicate", message, "number")
            number = 0
        if not number:
            number = max(taken, default=0) + 1
        taken[number] = row
        return number


def _text(row: Row, key: str) -> str:
    """A cell's text, cut to its column with a warning."""
    text, most = str(row.values.get(key) or ""), _ROOM[key]
    if len(text) > most:
        row.fault(Kind.WARN, "text-cut", f"超过 {most} 个字，只导入前 {most} 个字。", key)
    return text[:most]


def _weight(row: Row) -> Decimal:
    weight: Decimal | None = row.values.get("weight")
    if weight is None:
        row.fault(Kind.WARN, "weight-missing", "没有分值，按 0 分导入，不计入得分。", "weight")
        return Decimal(0)
    if not 0 <= weight <= _MOST_WEIGHT:
        row.fault(Kind.WARN, "weight-unlikely", f"分值 {weight} 不合常理，按 0 分导入，请核对。", "weight")
        return Decimal(0)
    return weight.quantize(_HUNDREDTH)


def _ask(row: Row, understood: Understood) -> None:
    """Name what the office has to decide."""
    owner = _about_owner(understood)
    deadline = OpenPoint.DEADLINE in understood.open_points
    if owner is not None:
        code, message = owner
        if deadline:
            code = "deadline-and-owner-vague" if code == "owner-vague" else f"{code}-and-deadline-vague"
            message += "完成时限也没有写明。"
        row.fault(Kind.DECIDE, code, f"{message}条目已导入，请在明责页面明确后生效。", "owner")
    elif deadline:
        message = "完成时限看不出是哪一天或多久一次。条目已导入，请在明责页面明确后生效。"
        row.fault(Kind.DECIDE, "deadline-vague", message, "deadline")
    if OpenPoint.EVIDENCE in understood.open_points:
        message = "看不出哪类履职记录能对应这一条。条目已导入，明确之前它的应办显示为未知。"
        row.fault(Kind.DECIDE, "evidence-unmatched", message, "evidence")


def _about_owner(understood: Understood) -> tuple[str, str] | None:
    owners = understood.owners
    if not owners.open:
        return None
    if owners.unknown:
        return "owner-unknown", f"名册中没有“{'”“'.join(owners.unknown)}”。"
    return "owner-vague", "没有指明具体的责任单位。"


def said_of(understood: Understood) -> Said:
    """What the requirement will hold; of owners nothing while they are open."""
    deadline = understood.deadline or UNREAD
    owners, answering = understood.owners, understood.answering
    return Said(
        cadence=Cadence(deadline.cadence).value,
        due_month=deadline.due_month,
        due_day=deadline.due_day,
        trigger=deadline.trigger.value,
        committee_only=bool(answering and answering.committee_only),
        chair_is_secretary=bool(answering and answering.chair_is_secretary),
        classes=frozenset() if owners.open else frozenset(owners.classes),
        owners=frozenset() if owners.open else frozenset(ref.key for ref in owners.refs),
        kinds=frozenset(answering.kinds) if answering else frozenset(),
        open_points=tuple(point.value for point in understood.open_points),
    )
