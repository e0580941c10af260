"""A reform of the invented city: every second unit goes into the one before it, as a sheet of an office."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.reorganisation.sheets.table import EVENTS
from heli.sheets.writing import Heading, SheetOut

TITLE, DOCUMENT = "机构改革（演示）", "安机改〔2026〕1号"
UNITS = 20


class _Top(NamedTuple):
    """The three organisations at the head of a unit."""

    unit: str
    body: Organisation
    committee: Organisation
    discipline: Organisation


def reform(units: int = UNITS, *, on: date) -> SheetOut:
    """A 组织变动表 in which every second of `units` units goes into the one before it, dated `on`.

    The 机关纪委 closes, the 机关党委 and the leading body are merged with all that hangs on them or is led by
    them, and the unit that stays gets a new name for its 机关党委.
    """
    rows = [row for pair in _pairs(units) for row in _rows(*pair, on)]
    return SheetOut("组织变动表", tuple(Heading(one.title, 26) for one in EVENTS.columns), rows)


def _pairs(units: int) -> Iterator[tuple[_Top, _Top]]:
    """Units led by a 党组 of the city alone, two by two."""
    tops: list[_Top] = []
    committees = Organisation.objects.filter(kind=Kind.ORGAN_COMMITTEE, leader__kind=Kind.PARTY_GROUP)
    for one in committees.filter(leader__leader=None).select_related("leader", "unit").order_by("path"):
        discipline = Organisation.objects.filter(kind=Kind.DISCIPLINE_COMMITTEE, parent=one).first()
        if discipline is not None and one.leader is not None:
            tops.append(_Top(one.unit.name, one.leader, one, discipline))
        if len(tops) == units:
            break
    yield from zip(tops[::2], tops[1::2], strict=False)


def _rows(stays: _Top, goes: _Top, on: date) -> Iterator[list[str | date]]:
    why = f"{goes.unit}并入{stays.unit}"
    yield _row("撤销", goes.discipline.name, on, why)
    yield _row("合并", goes.committee.name, on, why, successor=stays.committee.name)
    yield _row("合并", goes.body.name, on, why, successor=stays.body.name)
    both = f"{stays.unit}（{goes.unit.removeprefix(stays.unit[:3])}）"
    yield _row("更名", stays.committee.name, on, why, new_name=f"中共{both}机关委员会")


def _row(kind: str, organisation: str, on: date, why: str, **more: str) -> list[str | date]:
    told: dict[str, str | date] = {
        "kind": kind,
        "organisation": organisation,
        "happened_on": on,
        "document_number": DOCUMENT,
        "reason": why,
        "why": "按机构改革方案办理",
        **more,
    }
    return [told.get(one.key, "") for one in EVENTS.columns]
