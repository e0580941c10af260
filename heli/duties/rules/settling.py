"""May a requirement be settled so: what the office decides where a plan's words leave something open."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from heli.duties.catalogue import PERIOD_OF, Cadence, RequirementState, Trigger
from heli.duties.rules.kinds import kinds_recorded_by
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import Kind


def can_be_settled(state: str) -> Verdict:
    """A requirement that has been taken back is not settled any more."""
    if state != RequirementState.WITHDRAWN:
        return Verdict.yes()
    return Verdict.no("这一条目已撤回，不再明确。", error=WrongState, code="requirement-withdrawn")


def decides_something(*, owners: bool, cadence: str, kinds: bool) -> Verdict:
    """At least one of who, by when, and what answers has to be decided."""
    if owners or cadence != Cadence.UNDECIDED or kinds:
        return Verdict.yes()
    return Verdict.no("请至少明确一项：责任单位、完成时限或对应的履职记录。", code="nothing-settled")


def is_a_deadline(cadence: str, month: int | None, day: int | None, trigger: str, year: int) -> Verdict:
    """Whether cadence, day and trigger make one deadline of the plan's year."""
    if cadence == Cadence.TRIGGERED:
        if trigger == Trigger.NONE:
            return Verdict.no("请说明由什么事项触发。", code="trigger-missing")
        return Verdict.yes()
    if cadence == Cadence.YEAR:
        if month is None or day is None:
            return Verdict.no("每年一次的，请写明几月几日前完成。", code="day-missing")
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            return Verdict.no(f"{year} 年没有 {month} 月 {day} 日。", code="day-impossible")
        return Verdict.yes()
    if cadence == Cadence.UNDECIDED or cadence in PERIOD_OF:
        return Verdict.yes()
    return Verdict.no("不认识这种频次。", code="cadence-unknown")


def can_be_answered(org_kinds: Iterable[str], record_kinds: Iterable[str], on: date) -> Verdict:
    """Whether every kind of organisation that owes can record something that answers."""
    answering = set(record_kinds)
    for kind in org_kinds:
        if answering and not answering & {one.id for one in kinds_recorded_by(kind, on)}:
            return Verdict.no(
                f"{Kind(kind).label}不能录入所选的履职记录，应办将一直是未知。请换一类记录或责任单位。",
                code="kind-not-here",
            )
    return Verdict.yes()
