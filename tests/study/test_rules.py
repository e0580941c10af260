"""学时, targets, what a plan lacks, quarters of a 中心组: examples that an officer can review, and edges."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from heli.duties.catalogue import RECORD_KINDS
from heli.kernel.periods import Period
from heli.study import rules
from heli.study.catalogue import CLASS_HOURS, MEETING_HOURS, TAGS, TEMPLATES, ClassKind
from heli.study.rules import Earned, Held
from heli.ui.catalogue import State

TODAY = date(2026, 6, 30)
EXAMPLES = tomllib.loads((Path(__file__).parent / "rules/hours.toml").read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["name"] for one in EXAMPLES])
def test_hours(example: dict[str, Any]) -> None:
    given, rule = example["given"], rules.rules_of(example["date"].year)
    if "class" in given:
        certified = Decimal(given["certified"]) if "certified" in given else None
        found = rule.of_class(given["class"], given.get("half_days"), certified)
    else:
        found = rule.meeting(given["kind"], given.get("stated"))
    assert found == Decimal(example["expect"]["hours"])


def test_an_officer_needs_more_and_a_training() -> None:
    rule = rules.rules_of(2026)
    assert rule.goal(officer=False) == (32, 0)
    assert rule.goal(officer=True) == (56, 1)
    assert rule.goal(officer=False).met(Earned(Decimal(32), 0))
    assert not rule.goal(officer=True).met(Earned(Decimal(80), 0))
    assert rule.goal(officer=True).met(Earned(Decimal(56), 1))


def test_what_is_not_verified_says_so() -> None:
    targets = rules.rules_of(2026).targets
    assert all("待核" in targets[one].doubt for one in ("member_hours", "officer_hours", "officer_trainings"))
    assert all("示例" in one.source for one in MEETING_HOURS())


def test_the_catalogues_fit_each_other() -> None:
    assert {one.id for one in CLASS_HOURS()} == set(ClassKind.values)
    assert {one.id for one in MEETING_HOURS()} <= {one.id for one in RECORD_KINDS()}
    tags, codes = {one.id for one in TAGS()}, {one.code for one in rules.periods_of(2026)}
    for template in TEMPLATES():
        assert {line.tag for line in template.lines} <= tags | {""}
        assert {f"2026{line.period}" for line in template.lines} <= codes


def test_a_plan_without_religious_policy_lacks_it() -> None:
    assert [one.name for one in rules.missing_tags({"theory", "ideology"}, 2026)] == ["宗教政策法规"]
    assert rules.missing_tags({"theory", "ideology", "religion"}, 2026) == []


@pytest.mark.parametrize(
    ("kind", "begins", "ends", "half_days", "hours", "code"),
    [
        ("training", (2026, 6, 3), (2026, 6, 1), 2, None, "ends-before-it-begins"),
        ("training", (2026, 6, 29), (2026, 7, 1), 6, None, "in-future"),
        ("training", (2018, 6, 1), (2018, 6, 1), 2, None, "too-early"),
        ("training", (2025, 12, 31), (2026, 1, 2), 2, None, "two-years"),
        ("training", (2026, 6, 1), (2026, 6, 3), 7, None, "half-days-unlikely"),
        ("lecture", (2026, 6, 1), (2026, 6, 1), None, Decimal(4), "half-days-missing"),
        ("academy", (2026, 1, 1), (2026, 6, 1), 2, None, "hours-missing"),
        ("academy", (2026, 6, 1), (2026, 6, 1), None, Decimal(9), "hours-unlikely"),
    ],
)
def test_a_class_that_cannot_be(
    kind: str, begins: Any, ends: Any, half_days: int | None, hours: Decimal | None, code: str
) -> None:
    verdict = rules.is_class(kind, date(*begins), date(*ends), half_days, hours, TODAY)
    assert (verdict.ok, verdict.code) == (False, code)


def test_nobody_attends_two_trainings_at_once() -> None:
    one = Held("轮训班", "training", date(2026, 5, 6), date(2026, 5, 8))
    assert rules.clashes(
        one, one._replace(title="党校班", begins_on=date(2026, 5, 8), ends_on=date(2026, 5, 9))
    )
    assert rules.clashes(one, one._replace(kind="lecture"))
    assert not rules.clashes(one, one._replace(title="网上课程", kind="academy"))
    assert not rules.clashes(one, one._replace(begins_on=date(2026, 5, 9), ends_on=date(2026, 5, 9)))


def test_a_quarter_that_ended_without_a_session_is_missing_unless_unknown() -> None:
    days = [date(2026, 5, 20)]
    known = rules.quarters(days, 2026, TODAY, since=date(2025, 1, 1), founded_on=None)
    assert [one.state for one in known] == [State.OVERDUE, State.ON_TIME, State.NOT_DUE, State.NOT_DUE]
    assert rules.lacking(known) == "缺一季度"
    unknown = rules.quarters(days, 2026, TODAY, since=date(2026, 4, 1), founded_on=None)
    assert unknown[0].state is State.UNKNOWN
    assert rules.lacking(unknown) == ""
    told = [one.state for one in rules.quarters([], 2026, TODAY, since=None, founded_on=None)]
    assert told == [State.UNKNOWN, State.OPEN, State.NOT_DUE, State.NOT_DUE]
    young = rules.quarters(days, 2026, TODAY, since=date(2025, 1, 1), founded_on=date(2026, 4, 2))
    assert young[0].state is State.WAIVED


def test_a_line_stands_by_its_period_and_what_came_of_it() -> None:
    quarter = Period.parse("2026Q1")
    assert rules.line_state(quarter, TODAY, done=False) is State.OVERDUE
    assert rules.line_state(quarter, TODAY, done=True) is State.ON_TIME
    assert rules.line_state(quarter, TODAY, done=False, voluntary=True) is State.WAIVED
    assert rules.line_state(Period.parse("2026"), TODAY, done=False) is State.OPEN
    assert rules.line_state(Period.parse("2026Q4"), TODAY, done=False) is State.NOT_DUE


def test_minutes_are_stated_of_what_counts_and_within_a_day() -> None:
    assert rules.are_minutes("lecture", TODAY, 0)
    assert rules.are_minutes("committee", TODAY, 60).code == "kind-not-counted"
    assert rules.are_minutes("lecture", TODAY, 481).code == "minutes-unlikely"
