"""A score can be reckoned by hand: examples that an officer may review, and what holds for every score."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.appraisal import rules
from heli.appraisal.catalogue import SCHEMES, THE_SCHEME, Scheme, Tier
from heli.appraisal.rules import Counted
from heli.kernel.verdict import Strength

EXAMPLES = tomllib.loads((Path(__file__).parent / "rules/scores.toml").read_text(encoding="utf-8"))["example"]
SCHEME = SCHEMES().get(THE_SCHEME, date(2026, 6, 30))


def _counts(lines: list[dict[str, Any]]) -> list[tuple[int, Decimal, Counted]]:
    return [
        (
            number,
            Decimal(line["weight"]),
            Counted(line["owed"], line["done"], line["on_time"], line.get("unknown", 0)),
        )
        for number, line in enumerate(lines)
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_a_score_is_what_an_officer_reckons(example: dict[str, Any]) -> None:
    found = rules.score(_counts(example["lines"]), SCHEME)
    assert found.total == (Decimal(example["total"]) if example["total"] else None)
    tier = rules.tier_of(found.total, SCHEME)
    assert (tier.name if tier else "") == example["tier"]


counted = st.integers(0, 24).flatmap(
    lambda owed: st.integers(0, owed).flatmap(
        lambda done: st.integers(0, done).map(lambda on_time: Counted(owed, done, on_time))
    )
)
sheets = st.lists(st.tuples(st.integers(), st.decimals(0, 20, places=1), counted), max_size=12)


@given(sheets)
def test_a_total_lies_between_zero_and_a_hundred(counts: list[tuple[int, Decimal, Counted]]) -> None:
    total = rules.score(counts, SCHEME).total
    assert total is None or 0 <= total <= 100


@given(sheets, st.decimals(0, 20, places=1), st.integers(1, 9))
def test_an_unknown_line_changes_no_total(
    counts: list[tuple[int, Decimal, Counted]], weight: Decimal, unknown: int
) -> None:
    more = [*counts, (0, weight, Counted(0, 0, 0, unknown))]
    assert rules.score(more, SCHEME).total == rules.score(counts, SCHEME).total


@given(sheets)
def test_what_the_lines_lost_is_what_the_total_lacks(counts: list[tuple[int, Decimal, Counted]]) -> None:
    found = rules.score(counts, SCHEME)
    if found.total is not None:
        lost = sum((rules.lost(line, found.known_weight) for line in found.lines), Decimal(0))
        assert abs(100 - found.total - lost) <= Decimal("0.01") * (len(counts) + 1)


def test_the_gap_names_the_tier_above_and_the_missing_points() -> None:
    gap = rules.gap_to_next(Decimal("86.50"), SCHEME)
    assert gap is not None
    assert (gap[0].name, gap[1]) == ("好", Decimal("3.50"))


def test_the_top_tier_and_an_unknown_total_have_no_gap() -> None:
    assert rules.gap_to_next(Decimal("95"), SCHEME) is None
    assert rules.gap_to_next(None, SCHEME) is None


def test_the_middle_of_a_class_is_its_median() -> None:
    assert rules.middle([Decimal("70"), Decimal("90"), Decimal("80.5")]) == Decimal("80.50")
    assert rules.middle([]) is None


@pytest.mark.parametrize(
    ("completeness", "tiers", "problem"),
    [
        (80, (Tier("好", Decimal(0)),), "sum to 100"),
        (70, (Tier("一般", Decimal(60)), Tier("好", Decimal(90))), "highest floor"),
        (70, (Tier("好", Decimal(90)),), "begin at 0"),
    ],
)
def test_a_scheme_that_does_not_add_up_is_refused(
    completeness: int, tiers: tuple[Tier, ...], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        Scheme(
            id="x",
            name="x",
            source="x",
            strength=Strength.LOCAL,
            since=date(2026, 1, 1),
            completeness=Decimal(completeness),
            timeliness=Decimal(30),
            tiers=tiers,
        )
