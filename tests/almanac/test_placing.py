"""What shares a day, what never does, and that no fewer days would do (R01-10 … R01-19)."""

from datetime import date, timedelta
from itertools import chain, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.almanac.rules import placing
from heli.almanac.rules.placing import Item, Key, Proposal, Table, propose

FIRST = date(2026, 3, 2)
MEMBERS = frozenset({"theme_day", "assembly", "lecture", "education"})
TABLE = Table((MEMBERS, frozenset({"org_life", "review"})), (("committee", "assembly"),))
OVERLAPPING = Table((MEMBERS, frozenset({"org_life", "review", "assembly"})), (("committee", "assembly"),))
KINDS = ("assembly", "committee", "lecture", "org_life", "review", "group")


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def item(number: int, kind: str, first: int, last: int, *, fixed: bool = False) -> Item:
    return Item(Key(number, 0), kind, tuple(day(one) for one in range(first, last + 1)), fixed)


@st.composite
def few(draw: st.DrawFn) -> list[Item]:
    found = []
    for number in range(draw(st.integers(1, 5))):
        first = draw(st.integers(0, 5))
        kind = draw(st.sampled_from(KINDS))
        found.append(item(number, kind, first, draw(st.integers(first, 5))))
    return found


def fewest(items: list[Item], table: Table) -> int | None:
    """By trying everything: the fewest days for all; None where they cannot all be held."""
    counts = [
        len(set(days))
        for days in product(*(one.candidates for one in items))
        if stands(dict(zip(items, days, strict=True)), table)
    ]
    return min(counts, default=None)


def stands(laid: dict[Item, date], table: Table) -> bool:
    for on in set(laid.values()):
        if not table.may_share({one.kind for one, day in laid.items() if day == on}):
            return False
    for first, then in table.before:
        firsts = [on for one, on in laid.items() if one.kind == first]
        thens = [on for one, on in laid.items() if one.kind == then]
        if firsts and thens and min(firsts) >= min(thens):
            return False
    return True


def laid(items: list[Item], found: Proposal) -> dict[Item, date]:
    return {one: found.days[one.key] for one in items if one.key in found.days}


@given(few(), st.sampled_from((TABLE, OVERLAPPING)))
def test_no_fewer_days_would_do(items: list[Item], table: Table) -> None:
    found = propose(items, table)
    best = fewest(items, table)
    if best is None:
        assert found.unplaced
    else:
        assert found.unplaced == ()
        assert len(set(found.days.values())) == len(found.added) == best


@given(few(), st.sampled_from((TABLE, OVERLAPPING)))
def test_each_has_one_of_its_days_or_is_said_to_have_none(items: list[Item], table: Table) -> None:
    found = propose(items, table)
    assert set(found.days) | set(found.unplaced) == {one.key for one in items}
    assert not set(found.days) & set(found.unplaced)
    assert all(on in one.candidates for one, on in laid(items, found).items())
    assert stands(laid(items, found), table)


@given(few(), st.integers(0, 5), st.sampled_from(KINDS))
def test_what_is_kept_stays_and_nothing_joins_it_that_may_not(
    items: list[Item], number: int, kind: str
) -> None:
    found = propose(items, TABLE, {day(number): (kind,)})
    there = [one.kind for one, on in laid(items, found).items() if on == day(number)]
    assert TABLE.may_share([kind, *there])
    assert day(number) not in found.added


def test_a_lecture_joins_the_theme_day_and_the_committee_meets_before_the_assembly() -> None:
    items = [
        item(1, "theme_day", 9, 9, fixed=True),
        item(2, "assembly", 0, 20),
        item(3, "lecture", 0, 20),
        item(4, "committee", 0, 20),
    ]
    found = propose(items, TABLE)
    assert found.days[Key(2, 0)] == found.days[Key(3, 0)] == day(9)
    assert found.days[Key(4, 0)] < day(9)
    assert len(found.added) == 2


def test_the_best_day_is_taken_as_long_as_it_makes_no_day_more() -> None:
    best_first = Item(Key(1, 0), "org_life", tuple(day(one) for one in (3, 2, 4, 1, 5)))
    found = propose([best_first, item(2, "review", 2, 9)], TABLE)
    assert set(found.days.values()) == {day(3)}


def test_a_whole_year_is_laid_in_a_few_steps() -> None:
    months = [[day(30 * month + one) for one in range(28)] for month in range(12)]
    items = [Item(Key(1, n), "theme_day", (days[14],), fixed=True) for n, days in enumerate(months)]
    items += [Item(Key(2, n), "committee", tuple(days)) for n, days in enumerate(months)]
    items += [Item(Key(3, n), "assembly", tuple(chain(*months[3 * n : 3 * n + 3]))) for n in range(4)]
    items += [
        Item(Key(4, 0), "lecture", tuple(chain(*months))),
        Item(Key(5, 0), "org_life", tuple(months[11])),
    ]
    found = propose(items, TABLE)
    assert found.unplaced == ()
    assert len(found.added) == 12 + 12 + 1


def test_a_fixed_day_before_which_no_committee_can_meet_costs_no_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On the first working day of every month nothing can come before: the assembly has a day of its own."""
    monkeypatch.setattr(placing, "MOST_STEPS", 100)
    months = [[date(2026, month, one) for one in range(1, 29)] for month in range(1, 13)]
    items = [Item(Key(1, n), "theme_day", (days[0],), fixed=True) for n, days in enumerate(months)]
    items += [Item(Key(2, n), "committee", tuple(days)) for n, days in enumerate(months)]
    items += [Item(Key(3, n), "assembly", tuple(chain(*months[3 * n : 3 * n + 3]))) for n in range(4)]
    found = propose(items, TABLE)
    assert found.unplaced == ()
    assert len(found.added) == 12 + 12 + 4


def test_a_committee_that_the_branch_put_beside_an_assembly_stops_nothing() -> None:
    kept = {day(4): ("committee", "assembly")}
    found = propose([item(1, "assembly", 0, 20), item(2, "lecture", 0, 20)], TABLE, kept)
    assert found.unplaced == ()
    assert len(found.added) == 1
