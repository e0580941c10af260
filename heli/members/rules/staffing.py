"""How many full-time Party-affairs workers an organ is to have (R02-10); pure."""

from datetime import date
from math import ceil, floor
from typing import NamedTuple

from heli.kernel.verdict import Strength, Verdict
from heli.members.catalogue import STAFFING_NUMBERS

_WHOLE = 100


class Span(NamedTuple):
    """From how many to how many; at least one, however small the organ."""

    least: int
    most: int


def span_of(staff: int, on: date) -> Span:
    """One to two in a hundred of the organ's staff, not of its members."""
    percent = {name: STAFFING_NUMBERS().get(f"fulltime-{name}", on).number for name in ("least", "most")}
    least = max(1, ceil(staff * percent["least"] / _WHOLE))
    return Span(least, max(least, floor(staff * percent["most"] / _WHOLE)))


def is_staffed(staff: int | None, fulltime: int, on: date) -> Verdict:
    """Whether an organ has as many as is general; more is for where there is much to do."""
    entry = STAFFING_NUMBERS().get("fulltime-least", on)
    if staff is None:
        return Verdict.no(
            "机关工作人员总数未填，不能核对。", source=entry.source, strength=Strength.GENERAL, code="unknown"
        )
    span = span_of(staff, on)
    if fulltime < span.least:
        return Verdict.no(
            f"工作人员 {staff} 人，专职党务工作人员一般不少于 {span.least} 人，现有 {fulltime} 人。",
            source=entry.source,
            strength=Strength.GENERAL,
            code=entry.rule,
        )
    if fulltime > span.most:
        return Verdict.no(
            f"工作人员 {staff} 人，专职党务工作人员一般不超过 {span.most} 人，现有 {fulltime} 人；"
            "任务重的可以适当增加。",
            source=entry.source,
            strength=Strength.OPTION,
            code=entry.rule,
        )
    return Verdict.yes()
