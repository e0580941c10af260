"""Whatever happens to organisations, in whatever order and dated back: all ways of counting agree."""

from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heli.accounts.scope import EVERYTHING
from heli.duties import actions as duty_actions
from heli.duties.catalogue import DutyState
from heli.duties.queries import listing
from heli.duties.queries.board import unit_board
from heli.duties.queries.listing import Filters, duties
from heli.duties.queries.positions import positions
from heli.kernel.action import SYSTEM
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import DomainError
from heli.orgs.catalogue import EventKind, Kind
from heli.orgs.models import Organisation
from heli.orgs.queries.timeline import Place, places, timelines
from tests.duties.changing import by_positions, change, faults, on_the_board, owed_and_done
from tests.duties.planned import Planned
from tests.people import City

FIRST, LAST = date(2026, 1, 2), date(2026, 12, 20)
AT = datetime(2026, 12, 21, 9, 0, tzinfo=SHANGHAI)
BRANCHES = (
    "first_branch",
    "small_branch",
    "school_branch",
    "press",
    "water_branch",
    "publicity_branch",
    "publicity_joint",
)
COMMITTEES = ("education_committee", "water_committee", "publicity_committee", "school")
UNITS = ("青岚市教育局", "青岚市水利局", "青岚市委宣传部")
DAYS = st.dates(FIRST, LAST)
EVENTS = st.lists(
    st.tuples(
        DAYS,
        st.sampled_from([EventKind.MOVED, EventKind.RAISED, EventKind.MERGED, EventKind.CLOSED]),
        st.sampled_from(BRANCHES),
        st.sampled_from(COMMITTEES + BRANCHES),
        st.sampled_from(UNITS),
    ),
    max_size=5,
)
MEETINGS = st.lists(
    st.tuples(DAYS, st.sampled_from(BRANCHES), st.sampled_from(["theme_day", "committee", "assembly"])),
    max_size=12,
)


def _told(kind: EventKind, other: Organisation, unit: str) -> dict[str, Any]:
    if kind is EventKind.MOVED:
        return {"new_parent": other, "new_unit": unit}
    if kind is EventKind.RAISED:
        return {"new_kind": Kind.GENERAL_BRANCH}
    return {"successor": other} if kind is EventKind.MERGED else {}


def _known(city: City) -> None:
    """Every kind of meeting of every kind of branch has a source since the year began."""
    for branch in (city.first_branch, city.publicity_joint):
        for kind in ("theme_day", "committee", "assembly", "lecture"):
            _enter_one(branch, kind, date(2026, 1, 1), "一")


def _enter_one(branch: Organisation, kind: str, day: date, topic: str) -> None:
    duty_actions.record(organisation=branch, kind=kind, happened_on=day, topic=topic, by=SYSTEM, at=AT)


def _try_changes(city: City, events: list[tuple[date, EventKind, str, str, str]]) -> int:
    """Carry out what can be; an event that is refused leaves nothing behind."""
    done = 0
    for day, kind, whom, other, unit in events:
        try:
            with transaction.atomic():
                change(kind, day, [getattr(city, whom)], at=AT, **_told(kind, getattr(city, other), unit))
        except DomainError:
            continue
        done += 1
    return done


@pytest.mark.any_database
@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS, MEETINGS, MEETINGS, st.sampled_from([LAST + timedelta(days=30), date(2026, 8, 3)]))
def test_boards_positions_and_slots_by_hand_agree_after_any_history(
    city: City,
    planned: Planned,
    events: list[tuple[date, EventKind, str, str, str]],
    before: list[tuple[date, str, str]],
    after: list[tuple[date, str, str]],
    today: date,
) -> None:
    with transaction.atomic():
        _known(city)
        _enter(city, before)
        _try_changes(city, events)
        _enter(city, after)
        by_hand = owed_and_done(2026)
        assert on_the_board(2026, today) == {key: n for key, n in by_hand.items() if n}
        assert by_positions(2026, today) == by_hand
        assert faults() == []
        _lists_agree(today)
        _light_readings_agree(today)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS, MEETINGS)
def test_what_was_due_before_every_change_stays_where_it_counted(
    city: City,
    planned: Planned,
    events: list[tuple[date, EventKind, str, str, str]],
    meetings: list[tuple[date, str, str]],
) -> None:
    """The board of the day before the first change is the same to the digit, whatever comes after."""
    first = min((day for day, *_ in events), default=LAST) - timedelta(days=1)
    with transaction.atomic():
        _known(city)
        _enter(city, meetings)
        past = _due_by(first)
        _try_changes(city, events)
        assert _due_by(first) == past
        transaction.set_rollback(True)


def _lists_agree(today: date) -> None:
    """The city's list, which counts by counters and reads a few organisations in turn, against all read."""
    for state in (None, DutyState.OVERDUE):
        city = duties(EVERYTHING, 2026, today, Filters(state))
        read = duties(EVERYTHING, 2026, today, Filters(state, due_from=date(2000, 1, 1)))
        assert city.counts == read.counts
        assert len(city) == len(read) == len(read[0:])
        with patch.object(listing, "FIRST_FEW", 3), patch.object(listing, "MANY", 4):
            rows, following = city[0:], city.after(None, len(city) + 1)
        assert rows == read[0:]
        assert following == sorted(rows, key=lambda row: row.key)


def _light_readings_agree(today: date) -> None:
    """What reads less than all says of it the same as what reads all."""
    everybody = Organisation.objects.all()
    whole, owing = positions(everybody, 2026, today), positions(everybody, 2026, today, with_done=False)
    assert [owing.owes(one) for one in owing.briefs.values()] == [
        bool(whole.of(one)) for one in whole.briefs.values()
    ]
    keys = set(whole.briefs)
    for first, last in ((FIRST, today), (date(2026, 6, 1), date(2026, 6, 30))):
        segments = timelines(keys, first, last)
        assert places(keys, first, last) == {
            pk: tuple(tuple(getattr(one, name) for name in Place._fields) for one in many)
            for pk, many in segments.items()
        }


def _due_by(day: date) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """Of each unit and requirement what was due by a day: owed, done, in time, unknown."""
    cells = unit_board(2026, day).cells
    told = {key: (cell.owed, cell.done, cell.on_time, cell.unknown) for key, cell in cells.items()}
    return {key: counts for key, counts in told.items() if any(counts)}


def _enter(city: City, meetings: list[tuple[date, str, str]]) -> None:
    """Enter what may be entered; a branch that is closed or of another class holds no such meeting."""
    for number, (day, whom, kind) in enumerate(meetings):
        try:
            with transaction.atomic():
                _enter_one(getattr(city, whom), kind, day, f"{number}")
        except DomainError:
            continue
