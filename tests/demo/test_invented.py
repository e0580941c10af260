"""What is invented before anything is written: the sources' figures, persons who cannot exist."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.demo.catalogue import REGION, SIZES
from heli.demo.city import headcounts
from heli.demo.forest import Planted, numeral, plant, shared
from heli.demo.persons import CHECK, WEIGHTS, Persons
from heli.demo.year import Doing, branch_year, leading_year, more_groups
from heli.kernel.periods import add_months
from heli.orgs.catalogue import LEADING_KINDS, Kind
from tests.people import TODAY


def planted(size: str, seed: int = 1) -> list[Planted]:
    return plant(SIZES[size], Random(seed), TODAY)


def test_the_city_is_as_large_as_the_sources_say() -> None:
    """S000-16: 8,840 organisations of 隶属, 3,800 of them in 直属单位, which is 43 %; S001-10: 49 兼合式."""
    found = [one for one in planted("city") if one.kind not in LEADING_KINDS]
    attached = sum(one.attached for one in found)
    assert (len(found), attached, round(100 * attached / len(found))) == (8840, 3800, 43)
    assert sum(one.kind is Kind.DUAL_BRANCH for one in found) == 49


def test_the_small_city_has_122_units_and_a_thousand_organisations() -> None:
    found = [one for one in planted("small") if not one.outside]
    assert sum(one.kind in LEADING_KINDS for one in found) == 122
    assert len(found) == pytest.approx(1000, rel=0.02)


def test_members_are_as_many_as_the_sources_say() -> None:
    """S000-17: 82,000 serving members, 46,000 of them in 直属单位 (56 %); retired members besides."""
    branches = [one for one in planted("city") if one.has_roster]
    heads = headcounts(SIZES["city"], branches, Random(1))
    everywhere = sum(serving for serving, _ in heads.values())
    attached = sum(heads[one.name][0] for one in branches if one.attached)
    assert (everywhere, attached, round(100 * attached / everywhere)) == (82_000, 46_000, 56)
    assert sum(retired for _, retired in heads.values()) == SIZES["city"].retired


def test_exactly_one_branch_fell_below_three_members() -> None:
    branches = [one for one in planted("small") if one.has_roster]
    heads = headcounts(SIZES["small"], branches, Random(1))
    assert [sum(two) for two in heads.values() if sum(two) < 3] == [2]


@pytest.mark.parametrize("size", SIZES)
def test_names_are_unique_and_superiors_come_first(size: str) -> None:
    found = planted(size)
    seen: set[str | None] = {None}
    for one in found:
        assert {one.parent, one.leader} <= seen
        assert one.name not in seen
        seen.add(one.name)


def test_every_organ_has_one_body_that_leads_it_and_one_committee() -> None:
    found = planted("small")
    kinds: dict[str, Counter[Kind]] = {}
    for one in found:
        if not one.attached and not one.outside:
            kinds.setdefault(one.unit, Counter())[one.kind] += 1
    organs = {unit: counted for unit, counted in kinds.items() if not counted[Kind.WORK_COMMITTEE]}
    assert len(organs) == 122
    for unit, counted in organs.items():
        assert sum(counted[kind] for kind in LEADING_KINDS) == 1, unit
        assert (counted[Kind.ORGAN_COMMITTEE], counted[Kind.BRANCH] > 0) == (1, True), unit
        assert counted[Kind.DISCIPLINE_COMMITTEE] == 1, unit  # R02-06


def test_a_seed_gives_one_city_and_another_seed_another() -> None:
    assert planted("small", 7) == planted("small", 7) != planted("small", 8)


def test_some_terms_are_over_and_most_are_not() -> None:
    ends = [one.term_ends_on for one in planted("small") if one.term_ends_on is not None]
    over = sum(end < TODAY for end in ends)
    assert 0 < over < len(ends) / 5
    assert min(ends) < add_months(TODAY, -1)  # and not only since yesterday


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (103, "一百零三"),
        (110, "一百一十"),
        (999, "九百九十九"),
    ],
)
def test_a_number_stands_as_in_a_name(number: int, words: str) -> None:
    assert numeral(number) == words


@given(st.integers(0, 5000), st.lists(st.floats(0.1, 9), min_size=1, max_size=40), st.integers(0, 3))
def test_what_is_shared_out_adds_up_and_leaves_nobody_short(
    total: int, weights: list[float], least: int
) -> None:
    total += least * len(weights)
    parts = shared(total, weights, least=least)
    assert sum(parts) == total
    assert min(parts) >= least


def test_persons_have_numbers_that_are_well_formed_their_own_and_nobodys() -> None:
    persons = Persons(Random(1), TODAY)
    found = [persons.person(retired=order % 9 == 0, probationary=order % 31 == 1) for order in range(4000)]
    numbers = [one.id_number for one in found]
    assert len(set(numbers)) == len(numbers)
    for one in found:
        assert one.id_number.startswith(f"{REGION}{one.born_on:%Y%m%d}")
        assert int(one.id_number[16]) % 2 == (one.sex == "男")
        total = sum(int(digit) * weight for digit, weight in zip(one.id_number[:17], WEIGHTS, strict=True))
        assert one.id_number[17] == CHECK[total % 11]
    assert (REGION, CHECK[0], WEIGHTS[0]) == ("999999", "1", 7)  # GB 11643


def test_persons_joined_grown_up_and_became_full_members_a_year_after() -> None:
    persons = Persons(Random(2), TODAY)
    for order in range(2000):
        one = persons.person(retired=order % 5 == 0, probationary=order % 7 == 1)
        assert add_months(one.born_on, 18 * 12) <= one.joined_on <= TODAY
        assert (one.full_on is None) == (order % 7 == 1)
        assert one.full_on is None or one.full_on == add_months(one.joined_on, 12) <= TODAY


def doing(pk: int, *, members: int = 12, until: date = TODAY, diligence: float = 1.0) -> Doing:
    return Doing(pk, members, 4, "王明", "李静", diligence, until)


def test_a_diligent_branch_meets_as_the_regulation_asks() -> None:
    """R01-10 … R01-17: a committee and a 主题党日 every month, 党员大会 and 党课 every quarter."""
    rows = list(branch_year([doing(1)], Random(1), 6, TODAY))
    kinds = Counter(row.kind for row in rows)
    assert (kinds["committee"], kinds["theme_day"], kinds["assembly"], kinds["lecture"]) == (6, 6, 2, 2)
    assert {row.happened_on.month for row in rows if row.kind == "theme_day"} == set(range(1, 7))
    assert all(row.happened_on.weekday() < 5 and row.happened_on <= TODAY for row in rows)


def test_a_branch_that_stopped_meeting_has_nothing_after_its_day() -> None:
    rows = list(branch_year([doing(1, until=date(2026, 3, 12))], Random(1), 6, TODAY))
    assert rows
    assert max(row.happened_on for row in rows) <= date(2026, 3, 12)


def test_nobody_is_present_who_was_not_due() -> None:
    rows = list(branch_year([doing(pk, members=pk) for pk in range(3, 60)], Random(3), 12, TODAY))
    assert all(0 < row.present <= row.due for row in rows if row.due is not None and row.present is not None)


def test_leading_bodies_put_on_record_a_part_of_what_they_owe() -> None:
    rows = list(leading_year(range(100), range(100, 200), Random(1), TODAY))
    kinds = Counter(row.kind for row in rows)
    assert all(40 < kinds[kind] < 100 for kind in ("duty_list", "governance_study"))
    assert max(row.happened_on for row in rows) <= TODAY
    assert sum(row.happened_on > date(2026, 3, 31) for row in rows if row.kind == "duty_list") > 0


def test_a_year_can_be_filled_up_to_any_number_of_records() -> None:
    rows = list(more_groups([doing(1), doing(2)], 50, Random(1), 12, TODAY))
    assert len(rows) == 50
    assert {row.kind for row in rows} == {"group"}
    assert (
        date(2025, 7, 1)
        <= min(row.happened_on for row in rows)
        <= max(row.happened_on for row in rows)
        <= TODAY
    )


def test_the_city_has_the_records_of_a_year() -> None:
    city = SIZES["city"]
    assert (city.records, city.attendances, city.months) == (600_000, 3_000_000, 12)
