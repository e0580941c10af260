"""The proposal: what an officer reviewed, and what holds whatever is put in."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.schemes.rules.definition import in_hundredths
from heli.stars.catalogue import STARS, TERMS, Star, Terms
from heli.stars.rules import working_out
from heli.stars.rules.working_out import Facts, work_out
from tests.people import TODAY

EXAMPLES = tomllib.loads(
    (Path(__file__).parent / "rules/working_out.toml").read_text(encoding="utf-8"), parse_float=Decimal
)["example"]


def default() -> Terms:
    return TERMS().get("stars", TODAY).terms


def terms_of(said: dict[str, Any]) -> Terms:
    quotas = {int(star): share for star, share in said.get("quotas", {}).items()}
    return replace(default(), **{**said, **({"quotas": quotas} if quotas else {})})


def facts_of(given: dict[str, dict[str, Any]]) -> Iterator[Facts]:
    for pk, said in enumerate(given.values()):
        numbers = {name: in_hundredths(said[name]) for name in ("score", "satisfaction") if name in said}
        yield Facts(**{"pk": pk, "score": None, **said, **numbers})


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["name"] for one in EXAMPLES])
def test_stars_are_as_an_officer_reckons(example: dict[str, Any]) -> None:
    names = list(example["given"])
    found = work_out(list(facts_of(example["given"])), terms_of(example.get("terms", {})))
    assert {names[pk]: int(one.star) for pk, one in found.items()} == example["expect"]
    assert [names[pk] for pk, one in found.items() if one.is_tied] == example.get("tied", [])
    assert all(one.reasons for one in found.values())


def test_each_reason_says_what_moved_the_star() -> None:
    scores = [99_00, 98_00, 97_00, 65_00, 50_00]
    found = work_out([Facts(pk, score) for pk, score in enumerate(scores)], default())
    assert found[0].reasons[0] == "得分 99，达五星线（90）"
    assert "五星名额 1 个已满，按得分排第 2，定为四星" in found[1].reasons
    assert "五星名额 1 个已满，按得分排第 3，定为四星" in found[2].reasons
    assert found[4].reasons[0] == "得分 50，不到二星线（60），不定星"
    raised = work_out([Facts(1, 85_00, previous=2)], default())[1]
    assert raised.reasons == ["得分 85，达四星线（80）", "上次二星，逐级晋升至三星"]
    tied = work_out([Facts(pk, 95_00) for pk in range(4)], default())[0]
    assert "五星名额 1 个，还剩 1 个，4 个组织同为 95 分，由审定会议决定" in tied.reasons


def test_the_default_terms_are_those_of_the_rules() -> None:
    terms = default()
    assert dict(terms.lines) == {5: 90_00, 4: 80_00, 3: 70_00, 2: 60_00}
    assert (dict(terms.quotas), terms.step, terms.satisfaction_line) == ({5: 30}, True, 0)
    assert Terms.of(terms.kept()) == terms


shares = st.integers(0, 100)
some_terms = st.builds(
    Terms,
    lines=st.lists(st.integers(1, 110), min_size=1, max_size=5, unique=True).map(
        lambda some: {star: line * 100 for star, line in zip(STARS, sorted(some, reverse=True), strict=False)}
    ),
    quotas=st.dictionaries(st.integers(1, 5), shares),
    by_class=st.booleans(),
    step=st.booleans(),
    newcomers=st.booleans(),
    lowers=st.booleans(),
    satisfaction_line=st.sampled_from([0, 60_00]),
    satisfaction_star=st.integers(1, 5),
    shown_days=st.just(5),
    working=st.just(True),
    years=st.just(1),
)
some_facts = st.lists(
    st.builds(
        Facts,
        pk=st.just(0),
        score=st.none() | st.integers(55, 100).map(lambda one: one * 100),
        pool=st.sampled_from(["a", "b"]),
        is_new=st.booleans(),
        previous=st.none() | st.integers(-1, 5),
        exceptional=st.sampled_from(["", "纪要"]),
        satisfaction=st.none() | st.sampled_from([50_00, 70_00]),
        barred=st.sampled_from(["", "", "", "情形"]),
    ),
    min_size=1,
    max_size=24,
).map(lambda some: [replace(one, pk=pk) for pk, one in enumerate(some)])


@given(some_facts, some_terms)
def test_quotas_step_ceilings_and_disqualifiers_hold_for_any_input(facts: list[Facts], terms: Terms) -> None:
    found = work_out(facts, terms)
    stars = {pk: int(one.star) for pk, one in found.items()}
    assert working_out.over_quota(facts, stars, terms) == ""
    for one in facts:
        star = stars[one.pk]
        assert star <= working_out.most_for(one, terms).star
        assert (star == Star.BARRED) == bool(one.barred)
        if (terms.newcomers and one.is_new) or one.score is None:
            assert star <= Star.NONE
        if terms.step and one.previous is not None and one.previous >= 1 and not one.exceptional:
            assert star <= one.previous + 1
        if terms.satisfaction_line and one.satisfaction == 50_00:
            assert star <= terms.satisfaction_star


@given(some_facts, some_terms, st.randoms(use_true_random=False))
def test_neither_order_nor_chance_decides(facts: list[Facts], terms: Terms, rnd: random.Random) -> None:
    found = work_out(facts, terms)
    mixed = list(facts)
    rnd.shuffle(mixed)
    again = work_out(mixed, terms)
    assert {pk: (one.star, one.is_tied) for pk, one in again.items()} == {
        pk: (one.star, one.is_tied) for pk, one in found.items()
    }
    alike = {replace(one, pk=0): found[one.pk].star for one in facts}
    assert all(alike[replace(one, pk=0)] == found[one.pk].star for one in facts)
