"""Owing, answering and states: examples in rules/*.toml, and what holds whatever the numbers."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.duties.catalogue import PERIOD_OF, Cadence, DutyState
from heli.duties.rules import state
from heli.duties.rules.answering import Answerer
from heli.duties.rules.readings import Reading, bits_of, owed_mask
from tests.duties.examples import Holds, examples, holder, reading

SOON = 10
CADENCES = st.sampled_from(sorted(PERIOD_OF))
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 2, 1))
MASKS = st.integers(min_value=0, max_value=(1 << 12) - 1)
SINCE = st.none() | DAYS


@pytest.mark.parametrize("example", examples("state.toml"))
def test_state_of_a_duty(example: dict[str, Any]) -> None:
    told = example["given"]
    found = state.state_of(
        done=told["done"] > 0,
        on_time=told["done"] == 2,
        due_on=told["due"],
        today=example["date"],
        known=told["known"],
        answerable=told.get("answerable", True),
        due_soon_days=SOON,
    )
    assert found == example["expect"]


@pytest.mark.parametrize("example", examples("answers.toml"))
def test_what_a_record_answers(example: dict[str, Any]) -> None:
    requirement, organisation = reading(example["requirement"]), holder(example["holder"])
    occurs = example["requirement"].get("occurs")
    occurrences = {(requirement.pk, organisation.pk): occurs} if occurs else {}
    found = Answerer([requirement], occurrences).answers(
        organisation,
        example["record"]["kind"],
        example["date"],
        by_secretary=example["record"].get("by_secretary", False),
    )
    expect = example["expect"]
    assert [(one.period, one.on_time) for one in found] == (
        [(expect["period"], expect["on_time"])] if expect else []
    )


@pytest.mark.parametrize("example", examples("nearly.toml"))
def test_what_a_record_nearly_answers(example: dict[str, Any]) -> None:
    requirement, organisation = reading(example["requirement"]), holder(example["holder"])
    found = Answerer([requirement]).nearly(
        organisation,
        example["record"]["kind"],
        example["date"],
        by_secretary=example["record"].get("by_secretary", False),
        done={requirement.pk: example.get("done", 0)},
    )
    expect = example["expect"]
    assert [(one.period, one.lack) for one in found] == (
        [(expect["period"], expect["lack"])] if expect else []
    )


@given(CADENCES, MASKS, DAYS.filter(lambda day: day.year == 2026), st.booleans())
def test_nothing_is_answered_and_nearly_answered_at_once(
    cadence: str, done: int, day: date, by_secretary: bool
) -> None:
    asks = {"cadence": cadence, "classes": ["branch"], "kinds": ["lecture"], "chair_is_secretary": True}
    answerer = Answerer([reading(asks)])
    told = answerer.answers(Holds(), "lecture", day, by_secretary=by_secretary)
    missed = answerer.nearly(Holds(), "lecture", day, by_secretary=by_secretary, done={7: done})
    assert not {one.period for one in told} & {one.period for one in missed}
    assert not any(done >> one.period & 1 for one in missed)


def _reading(cadence: str, *, kinds: tuple[str, ...] = ("theme_day",), year: int = 2026) -> Reading:
    return reading({"cadence": cadence, "classes": ["branch"], "kinds": kinds}, year)


@given(CADENCES, st.integers(min_value=2019, max_value=2060))
def test_the_slots_of_a_year_follow_each_other_and_cover_it(cadence: str, year: int) -> None:
    slots = _reading(cadence, year=year).slots
    assert slots[0].start == date(year, 1, 1)
    assert slots[-1].due_on == date(year, 12, 31)
    following = pairwise(slots)
    assert all(later.start == earlier.due_on + timedelta(days=1) for earlier, later in following)


@given(CADENCES, MASKS, MASKS, SINCE, DAYS, st.booleans())
def test_every_owed_slot_is_in_exactly_one_state(
    cadence: str, done: int, in_time: int, since: date | None, today: date, answerable: bool
) -> None:
    requirement = _reading(cadence, kinds=("theme_day",) if answerable else ())
    owed = owed_mask(requirement, Holds())
    masks = state.part(
        owed,
        done,
        done & in_time,
        state.seen_from(requirement, today, SOON),
        state.known_mask(requirement, since),
    )
    parts = [masks.of(code) for code in DutyState.values]
    assert sum(parts) == owed
    assert sum(part.bit_count() for part in parts) == owed.bit_count()
    assert masks.counted & ~owed == 0
    assert masks.overdue & ~masks.counted == 0
    assert masks.unknown & masks.counted == 0


@given(CADENCES, MASKS, MASKS, SINCE, DAYS, st.booleans())
def test_masks_say_what_single_duties_say(
    cadence: str, done: int, in_time: int, since: date | None, today: date, answerable: bool
) -> None:
    requirement = _reading(cadence, kinds=("theme_day",) if answerable else ())
    known = state.known_mask(requirement, since)
    masks = state.part(
        owed_mask(requirement, Holds()),
        done,
        done & in_time,
        state.seen_from(requirement, today, SOON),
        known,
    )
    for slot in requirement.slots:
        single = state.state_of(
            done=bool(done & slot.bit),
            on_time=bool(done & in_time & slot.bit),
            due_on=slot.due_on,
            today=today,
            known=bool(known & slot.bit),
            answerable=answerable,
            due_soon_days=SOON,
        )
        assert masks.of(single) & slot.bit


_ORDER = [DutyState.NOT_DUE, DutyState.DUE_SOON, DutyState.OVERDUE, DutyState.UNKNOWN]


@given(DAYS, DAYS, st.integers(min_value=0, max_value=60), st.booleans(), st.booleans())
def test_with_nothing_done_a_duty_only_comes_nearer_and_then_passes(
    due_on: date, today: date, later: int, known: bool, answerable: bool
) -> None:
    before, after = (
        state.state_of(
            done=False,
            on_time=False,
            due_on=due_on,
            today=day,
            known=known,
            answerable=answerable,
            due_soon_days=SOON,
        )
        for day in (today, today + timedelta(days=later))
    )
    assert _ORDER.index(before) <= _ORDER.index(after)
    assert not {before, after} >= {DutyState.OVERDUE, DutyState.UNKNOWN}


@given(DAYS, DAYS, DAYS, st.booleans(), st.booleans())
def test_what_is_done_stays_so_on_every_later_day(
    due_on: date, today: date, other: date, in_time: bool, known: bool
) -> None:
    states = {
        state.state_of(
            done=True,
            on_time=in_time,
            due_on=due_on,
            today=day,
            known=known,
            answerable=True,
            due_soon_days=SOON,
        )
        for day in (today, other)
    }
    assert states == {DutyState.ON_TIME if in_time else DutyState.LATE}


@given(CADENCES, SINCE, SINCE, DAYS)
def test_an_older_source_makes_more_known_and_never_less(
    cadence: str, since: date | None, other: date | None, today: date
) -> None:
    requirement = _reading(cadence)
    earlier, later = sorted((since or date.max, other or date.max))
    assert state.known_mask(requirement, later) & ~state.known_mask(requirement, earlier) == 0


@given(CADENCES, DAYS)
def test_a_record_answers_the_slot_that_its_day_lies_in(cadence: str, day: date) -> None:
    requirement = _reading(cadence)
    found = Answerer([requirement]).answers(Holds(), "theme_day", day, by_secretary=False)
    if day.year != 2026:
        assert found == []
        return
    (answer,) = found
    slot = requirement.slots[answer.period]
    assert slot.start <= day <= requirement.period(answer.period).end
    assert answer.on_time == (day <= slot.due_on)


@given(CADENCES, SINCE, SINCE)
def test_an_organisation_owes_no_slot_that_it_did_not_live_through(
    cadence: str, founded: date | None, closed: date | None
) -> None:
    requirement = _reading(cadence)
    owed = owed_mask(requirement, Holds(founded_on=founded, closed_on=closed))
    for index in bits_of(owed):
        slot = requirement.slots[index]
        assert founded is None or founded <= slot.start
        assert closed is None or closed > slot.due_on


def test_an_undecided_requirement_is_owed_by_nobody() -> None:
    assert owed_mask(_reading(Cadence.UNDECIDED), Holds()) == 0


def test_others_than_branches_always_have_a_committee() -> None:
    requirement = reading({"cadence": "year", "classes": ["organ_committee"], "committee_only": True})
    assert owed_mask(requirement, Holds(kind="organ_committee", has_committee=False)) == 1


def test_a_day_that_a_common_year_lacks_is_the_last_of_its_month() -> None:
    (slot,) = reading({"cadence": "year", "due": "02-29"}, 2026).slots
    assert slot.due_on == date(2026, 2, 28)
