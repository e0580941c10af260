"""Random changes, back-dated ones too: histories stay whole, and no event reaches before its own day."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heli.accounts.scope import EVERYTHING
from heli.kernel.action import SYSTEM
from heli.kernel.errors import DomainError
from heli.orgs import queries
from heli.orgs.actions import set_counts
from heli.orgs.actions.count import Count
from heli.orgs.actions.events import NOBODY, Change, Founding, carry_out
from heli.orgs.catalogue import LEADING_KINDS, EventKind, Kind
from heli.orgs.models import Event, Organisation, OrganisationVersion
from heli.orgs.queries.changes import foresee, inverse
from heli.orgs.rules.change import VERSIONED
from tests.people import NOW, TODAY, City

pytestmark = pytest.mark.django_db

FIRST = date(2026, 1, 5)
DAYS = [FIRST + timedelta(days=22 * step) for step in range(8)]
CHECKED = [day + timedelta(days=shift) for day in DAYS for shift in (-1, 0)]
BRANCHES = ("first_branch", "small_branch", "school_branch", "exam_centre", "press", "water_branch", "new")
ABOVE = ("work_committee", "education_committee", "water_committee", "publicity_committee", "school")
BODIES = ("education_group", "water_group", "publicity_body")


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A change by names of the cast; `new` is what was founded last. Mostly it may be, not always."""
    anyone = st.sampled_from([*BRANCHES, *BRANCHES, *ABOVE, *BODIES])
    return draw(st.sampled_from([*EventKind, "moved", "undo", "undo", "count"])), {
        "day": draw(st.sampled_from(DAYS)),
        "subjects": draw(st.lists(anyone, min_size=1, max_size=2, unique=True)),
        "successor": draw(st.sampled_from([*BRANCHES, "education_committee"])),
        "parent": draw(st.sampled_from(ABOVE)),
        "leader": draw(st.none() | st.sampled_from(["", *BODIES])),
        "kind": draw(st.sampled_from([Kind.GENERAL_BRANCH, Kind.ORGAN_COMMITTEE])),
        "stays": draw(st.booleans()),
    }


def _change(city: City, kind: EventKind, how: dict[str, Any], number: int) -> Change:
    def pk(name: str) -> int:
        if name != "new":
            return int(getattr(city, name).pk) if name else NOBODY
        newest = Organisation.objects.order_by("-pk").first()
        return newest.pk if newest else 0

    one_only = kind in {EventKind.RENAMED, EventKind.RAISED, EventKind.SPLIT}
    subjects = tuple(pk(name) for name in how["subjects"][: 1 if one_only else 2])
    leader = None if how["leader"] is None else pk(how["leader"])
    founding = [
        Founding(
            name=f"中共青岚市新设{number}号{place}支部委员会",
            kind=Kind.BRANCH,
            unit="青岚市新设单位",
            parent=pk(how["parent"]),
            leader=leader or None,
        )
        for place in range(1 if how["stays"] else 2)
    ]
    moves = kind in {EventKind.MOVED, EventKind.CLOSED}
    return Change(
        kind=kind,
        happened_on=how["day"],
        document_number=f"{number}号",
        reason="改革",
        subjects=() if kind is EventKind.FOUNDED else subjects,
        successor=_successor(kind, how, subjects, pk(how["successor"])),
        founding=tuple(founding) if kind in {EventKind.FOUNDED, EventKind.SPLIT} else (),
        new_name=f"中共青岚市改名{number}支部委员会" if kind is EventKind.RENAMED else None,
        new_kind=how["kind"] if kind is EventKind.RAISED else None,
        new_parent=pk(how["parent"]) if moves else None,
        new_leader=leader if moves else None,
    )


def _successor(kind: EventKind, how: dict[str, Any], subjects: tuple[int, ...], pk: int) -> int | None:
    if kind is EventKind.SPLIT:
        return subjects[0] if how["stays"] else None
    return pk if kind is EventKind.MERGED else None


def _do(city: City, kind: str, how: dict[str, Any], number: int) -> Event | None:
    """Carry it out, or find that it is refused; what is refused leaves nothing behind."""
    try:
        if kind == "undo":
            event = Event.objects.filter(undone_by=None).order_by("pk").last()
            if event is None:
                return None
            change = inverse(event, happened_on=how["day"], document_number="撤", reason="撤回")
            return carry_out(change=change, by=SYSTEM, at=NOW, undoes=event, why="试")
        return carry_out(change=_change(city, EventKind(kind), how, number), by=SYSTEM, at=NOW, why="试")
    except DomainError:
        return None


def _states(days: list[date]) -> dict[date, dict[int, tuple[Any, ...]]]:
    return {
        day: {one.organisation_id: tuple(getattr(one, name) for name in VERSIONED)
              for one in queries.as_of(day, EVERYTHING)}
        for day in days
    }  # fmt: skip


def _spans() -> dict[int, list[OrganisationVersion]]:
    found: dict[int, list[OrganisationVersion]] = {}
    for one in OrganisationVersion.objects.order_by("organisation_id", "valid_from"):
        found.setdefault(one.organisation_id, []).append(one)
    return found


def _check_whole() -> None:
    """No overlaps; today's copy is the last version; superiors are alive; no gap but a closing."""
    spans = _spans()
    for one in Organisation.objects.all():
        mine = spans[one.pk]
        for before, after in pairwise(mine):
            assert before.valid_to is not None
            assert before.valid_to <= after.valid_from
        if one.closed_on is None:
            assert mine[-1].valid_to is None
            assert all(getattr(mine[-1], name) == getattr(one, name) for name in VERSIONED), one.name
        else:
            assert mine[-1].valid_to == one.closed_on
        for version in mine:
            for superior in filter(None, (version.parent_id, version.leader_id)):
                assert any(_covers(other, version.valid_from) for other in spans[superior]), version
    for one in Organisation.objects.filter(closed_on=None).select_related("parent"):
        above = one.parent.path if one.parent else ""
        assert one.path.startswith(above)
        assert one.kind not in LEADING_KINDS or one.organ_id == one.unit_id


def _covers(version: OrganisationVersion, day: date) -> bool:
    return version.valid_from <= day and (version.valid_to is None or day < version.valid_to)


@pytest.mark.any_database
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(asked(), min_size=1, max_size=8))
def test_no_event_changes_a_day_before_its_own(city: City, steps: list[tuple[str, dict[str, Any]]]) -> None:
    with transaction.atomic():
        for number, (kind, how) in enumerate(steps):
            before = _states(CHECKED)
            if kind == "count":
                branch = getattr(city, how["successor"], city.press)
                set_counts(counts={branch.pk: Count(9, 9, how["stays"])}, by=SYSTEM, at=NOW)
                continue
            event = _do(city, kind, how, number)
            after = _states(CHECKED)
            for day in CHECKED:
                if event is None or day < event.happened_on:
                    assert after[day] == before[day], (kind, day)
            _check_whole()
        transaction.set_rollback(True)


def test_each_kind_of_change_may_be_on_the_cast(city: City) -> None:
    """The dice are worth something: what they throw is not always refused."""
    how = {"day": TODAY, "successor": "press", "parent": "water_committee", "leader": None, "stays": True}
    how |= {"kind": Kind.GENERAL_BRANCH}
    fit = {
        kind
        for kind in EventKind
        for name in ("first_branch", "exam_centre")
        if not foresee(_change(city, kind, how | {"subjects": [name]}, 1), TODAY).refusals
    }
    assert fit == set(EventKind) - {EventKind.REOPENED}
