"""The pure rules of 述职评议: 测算 by examples, the order of the steps, when, what a report must hold."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.debriefing.catalogue import GRADES, RELATIONS, Grade, Step
from heli.debriefing.rules import proposals, reports, rounds
from heli.debriefing.rules.proposals import Marks, Scale
from heli.orgs.catalogue import Kind

TODAY = date(2026, 6, 30)
EXAMPLES = tomllib.loads(
    (Path(__file__).parent / "rules" / "proposals.toml").read_text(encoding="utf-8"), parse_float=Decimal
)["example"]
SCALE = Scale(
    {Grade(one.id): one.worth for one in GRADES().on(TODAY)},
    {Grade(one.id): one.line for one in GRADES().on(TODAY)},
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["name"])
def test_the_proposal_is_worked_out_as_an_officer_would(example: dict[str, Any]) -> None:
    marks = [
        Marks(f"主体{place}", weight, dict(zip(Grade, votes, strict=True)))
        for place, (weight, *votes) in enumerate(example["groups"])
    ]
    work = Decimal(example["work"]) if "work" in example else None
    found = proposals.work_out(marks, work, example["share"], SCALE)
    assert found.grade is not None
    assert (str(found.result), found.grade.label) == (example["expect"]["result"], example["expect"]["grade"])


def test_without_any_mark_nothing_is_proposed() -> None:
    found = proposals.work_out([Marks("主体", 100, None)], Decimal(90), 60, SCALE)
    assert (found.result, found.grade, found.left_out) == (None, None, ("主体",))
    assert "不能测算" in found.in_words


def test_who_is_left_out_is_said() -> None:
    marks = [
        Marks("班子", 40, dict.fromkeys(Grade, 0)),
        Marks("代表", 60, {**dict.fromkeys(Grade, 0), Grade.GOOD: 3}),
    ]
    found = proposals.work_out(marks, None, 60, SCALE)
    assert "班子没有有效票" in found.in_words
    assert "党建考核得分未知" in found.in_words


VOTES = st.lists(st.integers(0, 30), min_size=4, max_size=4)


@given(
    st.lists(st.tuples(st.integers(1, 50), VOTES), min_size=1, max_size=5),
    st.one_of(st.none(), st.integers(0, 100)),
    st.integers(1, 100),
)  # fmt: skip
def test_a_proposal_lies_between_the_worst_and_the_best(
    groups: list[tuple[int, list[int]]], work: int | None, share: int
) -> None:
    marks = [
        Marks(str(place), weight, dict(zip(Grade, votes, strict=True)))
        for place, (weight, votes) in enumerate(groups)
    ]
    found = proposals.work_out(marks, None if work is None else Decimal(work), share, SCALE)
    if not any(sum(votes) for _, votes in groups):
        assert found.result is None
        return
    assert found.result is not None
    assert 0 <= found.result <= 100
    assert found.grade is not None
    assert found.result >= SCALE.line[found.grade]


def test_a_scale_falls_from_good_to_poor() -> None:
    assert proposals.is_a_scale(SCALE)
    wrong = Scale(SCALE.worth, {**SCALE.line, Grade.FAIR: 95})
    assert "从好到差依次降低" in proposals.is_a_scale(wrong).reason
    open_end = Scale(SCALE.worth, {**SCALE.line, Grade.POOR: 10})
    assert "分数线应为 0" in proposals.is_a_scale(open_end).reason


@pytest.mark.parametrize(
    ("weights", "words"),
    [({}, "至少填写一个"), ({"甲": 0, "乙": 100}, "1 至 100"), ({"甲": 40, "乙": 50}, "合计 90，应等于 100")],
)
def test_weights_make_a_hundred(weights: dict[str, int], words: str) -> None:
    assert words in proposals.weights_fit(weights).reason
    assert proposals.weights_fit({"甲": 40, "乙": 60})


def test_a_round_is_held_from_november_to_the_years_end_or_says_why() -> None:
    """R10-03."""
    assert rounds.fits_the_days(2026, date(2026, 11, 1), date(2026, 12, 31), "")
    early = rounds.fits_the_days(2026, date(2026, 10, 31), date(2026, 12, 31), "")
    assert early.strength == "P"
    assert not rounds.fits_the_days(2026, date(2026, 12, 1), date(2027, 1, 5), " ")
    assert rounds.fits_the_days(2026, date(2026, 12, 1), date(2027, 1, 5), "换届")
    assert not rounds.fits_the_days(2026, date(2026, 12, 2), date(2026, 12, 1), "换届")


def test_the_steps_follow_each_other() -> None:
    """R10-05: 述前, 述中, 述后."""
    stand = rounds.Standing
    cases = [
        (stand(), Step.PLAN),
        (stand(issued=True, reporters=2, groups=3), Step.REPORT),
        (stand(issued=True, reporters=2, groups=3, handed_in=2), Step.RATE),
        (stand(issued=True, reporters=2, groups=3, handed_in=2, remarked=2, polls=3, counted=3), Step.DECIDE),
        (stand(issued=True, reporters=2, groups=3, decided=True, signed=1), Step.FEED_BACK),
        (stand(issued=True, reporters=2, groups=3, decided=True, signed=2), Step.CLOSE),
        (stand(issued=True, reporters=2, decided=True, signed=2, closed=True), Step.DONE),
    ]
    assert [rounds.next_step(found) for found, _ in cases] == [step for _, step in cases]


def test_who_reports_to_whom_stands_in_a_dated_table() -> None:
    """S000-05: five kinds of secretary at least; S000-76, R02-17: the 机关党委书记 to the 工委."""
    to_the_city = {one.id for one in rounds.relations_to(Kind.WORK_COMMITTEE, TODAY)}
    assert to_the_city == {"leading_group", "leading_committee", "organ_committee"}
    assert {one.id for one in rounds.relations_to(Kind.GENERAL_BRANCH, TODAY)} == {"branch"}
    assert rounds.relations_to(Kind.BRANCH, TODAY) == ()
    assert rounds.relations_to(Kind.WORK_COMMITTEE, date(2019, 11, 30)) == ()
    assert len({kind for one in RELATIONS().on(TODAY) for kind in one.kinds}) >= 5
    assert {one.level for one in RELATIONS().on(TODAY)} == {1, 2, 3}  # S001-74


def test_the_chapter_on_attached_units_is_a_must_where_there_are_any() -> None:
    """S000-75, R10-09; else 不适用, and said so."""
    chapters = reports.chapters_of(2, has_attached=True, on=TODAY)
    texts = {one.id: "写了足够多的字，说得清楚。" for one in chapters}
    assert reports.is_whole(chapters, texts)
    missing = reports.is_whole(chapters, {**texts, "attached": "无"})
    assert (missing.code, "抓直属单位党的工作情况" in missing.reason) == ("attached-missing", True)
    without = reports.chapters_of(2, has_attached=False, on=TODAY)
    assert "attached" not in {one.id for one in without}
    assert reports.is_attached_left_out(2, has_attached=False, on=TODAY)
    assert not reports.is_attached_left_out(3, has_attached=False, on=TODAY)


def test_an_optional_chapter_may_be_left_out_and_others_are_named() -> None:
    chapters = reports.chapters_of(3, has_attached=False, on=TODAY)
    texts = {one.id: "写了足够多的字，说得清楚。" for one in chapters}
    assert reports.is_whole(chapters, {**texts, "basis": ""})
    assert "“存在的主要问题”还没有写" in reports.is_whole(chapters, {**texts, "problems": " "}).reason


def test_a_departure_from_the_proposal_wants_its_reason() -> None:
    assert rounds.is_decided("good", Grade.GOOD, "", "严守正")
    refused = rounds.is_decided("fair", Grade.GOOD, " ", "严守正")
    assert "审定等次“较好”与测算建议“好”不同" in refused.reason
    assert rounds.is_decided("fair", Grade.GOOD, "重点任务未完成", "严守正")
    assert rounds.is_decided("fair", None, "", "严守正")
    assert "请给严守正选择等次" in rounds.is_decided("", None, "", "严守正").reason
