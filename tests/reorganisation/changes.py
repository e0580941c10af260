"""Changes of the invented city that tests carry out."""

from datetime import date
from typing import Any

from heli.kernel.action import SYSTEM, Doer
from heli.orgs.catalogue import EventKind, Kind
from heli.orgs.models import Event
from heli.orgs.rules.change import Change, Founding
from heli.reorganisation.actions.carrying import carry_out, undo
from tests.people import NOW, City

DAY = date(2026, 5, 20)
PAPER = {"document_number": "青直工委〔2026〕15号", "reason": "机构改革"}


def change(kind: EventKind, on: date = DAY, **asked: Any) -> Change:
    return Change(kind=kind, happened_on=on, **PAPER, **asked)


def renamed(city: City, on: date = DAY) -> Change:
    name = "中共青岚市教育局机关第二党支部委员会"
    return change(EventKind.RENAMED, on, subjects=(city.small_branch.pk,), new_name=name)


def moved(city: City, on: date = DAY) -> Change:
    """The exam centre goes over to 市水利局."""
    return change(
        EventKind.MOVED,
        on,
        subjects=(city.exam_centre.pk,),
        new_parent=city.water_committee.pk,
        new_leader=city.water_group.pk,
    )


def merged(city: City, on: date = DAY) -> Change:
    subjects = (city.small_branch.pk,)
    return change(EventKind.MERGED, on, subjects=subjects, successor=city.first_branch.pk)


def closed(city: City, on: date = DAY) -> Change:
    return change(EventKind.CLOSED, on, subjects=(city.press.pk,), successor=city.exam_centre.pk)


def split(city: City, on: date = DAY) -> Change:
    """The branch of the school becomes two, and stays one of them."""
    return change(
        EventKind.SPLIT,
        on,
        subjects=(city.school_branch.pk,),
        successor=city.school_branch.pk,
        founding=(founding(city, "中共青岚市第一中学初中部支部委员会"),),
    )


def raised(city: City, on: date = DAY) -> Change:
    return change(EventKind.RAISED, on, subjects=(city.exam_centre.pk,), new_kind=Kind.GENERAL_BRANCH)


def founded(city: City, on: date = DAY) -> Change:
    return change(EventKind.FOUNDED, on, founding=(founding(city, "中共青岚市第一中学离退休支部委员会"),))


def founding(city: City, name: str) -> Founding:
    return Founding(
        name=name,
        kind=Kind.BRANCH,
        unit="青岚市第一中学",
        parent=city.school.pk,
        leader=city.education_group.pk,
    )


EVERY_KIND = (founded, renamed, raised, moved, merged, split, closed)


def assigned(city: City, made: Change) -> dict[int, int]:
    """For a split, half of the members to the new branch."""
    if made.kind is not EventKind.SPLIT:
        return {}
    there = city.school_branch.roster.order_by("pk").values_list("pk", flat=True)
    return dict.fromkeys(there[:5], 0)


def done(city: City, made: Change, why: str = "按批复办理") -> Event:
    return carry_out(change=made, assigned=assigned(city, made), why=why, by=SYSTEM, at=NOW)


def undone(event: Event, *, by: Doer = SYSTEM) -> Event:
    return undo(
        event=event,
        happened_on=date(2026, 6, 20),
        document_number="青直工委〔2026〕20号",
        reason="批复撤回",
        why="按批复撤回",
        by=by,
        at=NOW,
    )
