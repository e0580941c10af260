"""先锋指数 of a review: examples, order, what is confirmed and deleted, who is refused (S001-53)."""

import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.duties.actions.withdraw import withdraw
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from heli.reviews import actions, queries, rules
from heli.reviews.catalogue import EXAMPLES, Grade, Part, PioneerState, Step
from heli.reviews.models import PioneerItem, PioneerList, PioneerMark, Review
from heli.reviews.rules import pioneer
from tests.people import NOW, TODAY, City, People
from tests.reviews.reviewed import (
    EVERY_ITEM,
    chosen,
    confirmed,
    counted,
    discussed,
    full,
    grades,
    marked,
    met,
    opened,
)

SHOWN = tomllib.loads((Path(__file__).parent / "rules" / "pioneer.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", SHOWN["list"], ids=lambda one: one["name"])
def test_a_branch_leaves_items_out_and_weighs_them_within_the_parts(example: dict[str, Any]) -> None:
    points = {code: most for code, most in (EVERY_ITEM | example["changed"]).items() if most >= 0}
    verdict = pioneer.list_holds(points, TODAY)
    assert example["expect"] in verdict.reason
    assert verdict.ok is not bool(example["expect"])


@pytest.mark.parametrize("example", SHOWN["marks"], ids=lambda one: one["name"])
def test_marks_come_to_what_an_officer_would_say(example: dict[str, Any]) -> None:
    items = pioneer.examples(TODAY)
    given = {one.code: [one.points, ""] for one in items if one.part is Part.BASIC} | example["changed"]
    marks = {code: pioneer.Marked(*mark) for code, mark in given.items() if mark}
    verdict = pioneer.marks_hold(items, marks)
    if not verdict:
        assert example["expect"] in verdict.reason
        return
    found = pioneer.index(items, marks)
    assert example["expect"] == (str(found.total) if found else "未评完")


@given(st.data())
def test_an_index_lies_within_its_parts_and_is_nought_when_cleared(data: st.DataObject) -> None:
    items = pioneer.examples(TODAY)
    marks: dict[str, pioneer.Marked] = {}
    for one in items:
        if one.part is Part.BASIC:
            marks[one.code] = pioneer.Marked(data.draw(st.integers(0, one.points)))
        elif data.draw(st.booleans()):
            points = data.draw(st.integers(1, one.points)) if one.points else 0
            marks[one.code] = pioneer.Marked(points, "会议记录" if one.points else "青直纪〔2025〕3号")
    assert pioneer.marks_hold(items, marks)
    found = pioneer.index(items, marks)
    assert found is not None
    assert 0 <= found.total <= 80
    assert found.total == 0 or not found.cleared
    assert pioneer.index(items, {**marks, "dues": pioneer.Marked(0)}) is not None
    del marks["dues"]
    assert pioneer.index(items, marks) is None


def test_every_item_is_marked_as_an_example_and_looks_at_the_work_alone() -> None:
    """R14-01, R14-06, R11-04; no official text is known (R11-03)."""
    for one in EXAMPLES():
        assert one.source.startswith("示例")
        for word in ("登录", "在线", "系统", "学习时长", "宗教", "信仰", "民族", "观点"):
            assert word not in one.name


@pytest.mark.django_db
def test_a_branch_may_do_without(city: City) -> None:
    held = opened(city.first_branch)
    assert queries.standing(held).pioneer is PioneerState.UNUSED
    given: dict[str, Any] = {"review": held, "by": SYSTEM, "at": NOW}
    one = held.evaluations.order_by("pk")[0]
    with pytest.raises(WrongState, match="没有使用先锋指数"):
        actions.mark_member(evaluation=one.pk, marks=full(), **given)
    with pytest.raises(WrongState, match="没有使用先锋指数"):
        actions.drop_pioneer(**given)


@pytest.mark.django_db
def test_items_are_chosen_anew_until_the_first_mark(city: City) -> None:
    held = chosen(city.first_branch)
    given: dict[str, Any] = {"review": held, "by": SYSTEM, "at": NOW}
    some = {code: most for code, most in EVERY_ITEM.items() if code not in ("solved", "adopted")}
    actions.choose_pioneer(points=some, **given)
    assert {one.code for one in queries.items_of(queries.kept(held))} == set(some)
    assert PioneerList.objects.count() == 1
    with pytest.raises(Invalid, match="基本各项合计"):
        actions.choose_pioneer(points={"dues": 10}, **given)
    one = held.evaluations.order_by("pk")[0]
    with pytest.raises(Invalid, match="条目已调整"):
        actions.mark_member(evaluation=one.pk, marks={**full(), "solved": pioneer.Marked(2, "事实")}, **given)
    actions.mark_member(evaluation=one.pk, marks=full(), **given)
    with pytest.raises(WrongState, match="已经开始评分"):
        actions.choose_pioneer(points=EVERY_ITEM, **given)


@pytest.mark.django_db
def test_marks_are_changed_until_they_are_confirmed_and_frozen_then(city: City) -> None:
    held = marked(city.first_branch)
    one = held.evaluations.order_by("pk")[0]
    given: dict[str, Any] = {"review": held, "by": SYSTEM, "at": NOW}
    actions.mark_member(evaluation=one.pk, marks=full(urgent=pioneer.Marked(3, "参加防汛值守")), **given)
    actions.mark_member(evaluation=one.pk, marks=full(meetings=pioneer.Marked(8)), **given)
    assert not one.pioneer_marks.filter(item__code="urgent").exists()
    assert one.pioneer_marks.get(item__code="meetings").points == 8
    with pytest.raises(NotFound):
        actions.mark_member(evaluation=0, marks=full(), **given)
    held = counted_with(held)
    meeting = met(city.first_branch)
    actions.decide(review=held, meeting=meeting, grades=grades(held), by=SYSTEM, at=NOW)
    actions.confirm_pioneer(**given)
    using = queries.kept(held)
    assert using is not None
    assert using.meeting == meeting
    for act in (
        lambda: actions.mark_member(evaluation=one.pk, marks=full(), **given),
        lambda: actions.confirm_pioneer(**given),
        lambda: actions.drop_pioneer(**given),
        lambda: actions.choose_pioneer(points=EVERY_ITEM, **given),
    ):
        with pytest.raises(WrongState, match="已经确认，不能再改"):
            act()


def counted_with(held: Review) -> Review:
    """The vote of a review that is marked already."""
    return counted(held.organisation, held=held)


@pytest.mark.django_db
def test_it_is_confirmed_with_the_grades_and_before_closing(city: City, people: People) -> None:
    held = counted_with(marked(city.first_branch))
    given: dict[str, Any] = {"review": held, "by": SYSTEM, "at": NOW}
    with pytest.raises(WrongState, match="请先登记评定的等次"):
        actions.confirm_pioneer(**given)
    actions.decide(meeting=met(city.first_branch), grades=grades(held), **given)
    held = Review.objects.get(pk=held.pk)
    assert rules.next_step(queries.standing(held)) is Step.PIONEER
    (waits,) = queries.open_items(people.secretary.actor, TODAY)
    assert waits.step is Step.PIONEER
    with pytest.raises(WrongState, match="先锋指数还没有确认"):
        actions.close_review(**given)
    actions.confirm_pioneer(**given)
    assert rules.next_step(queries.standing(held)) is Step.CLOSE
    assert actions.close_review(**given).is_closed


@pytest.mark.django_db
def test_who_has_a_grade_is_marked_in_full_before_it_is_confirmed(city: City) -> None:
    """Who is 不评定 may be left unmarked; unknown is not nought."""
    held = counted_with(chosen(city.first_branch))
    given: dict[str, Any] = {"review": held, "by": SYSTEM, "at": NOW}
    people = queries.evaluations(held)
    left_out, rest = people[0], people[1:]
    for one in rest[:-1]:
        actions.mark_member(evaluation=one.pk, marks=full(), **given)
    some = {code: mark for code, mark in full().items() if code != "dues"}
    actions.mark_member(evaluation=rest[-1].pk, marks=some, **given)
    actions.decide(meeting=met(city.first_branch), grades={**grades(held), left_out.pk: ""}, **given)
    with pytest.raises(WrongState, match="还有 1 名评定了等次的党员没有评完"):
        actions.confirm_pioneer(**given)
    actions.mark_member(evaluation=rest[-1].pk, marks=full(), **given)
    actions.confirm_pioneer(**given)
    assert queries.own_reviews(left_out.member_id, TODAY)[0].card is None


@pytest.mark.django_db
def test_grades_decided_or_opened_anew_want_it_confirmed_anew(city: City) -> None:
    held = confirmed(city.first_branch)
    given: dict[str, Any] = {"review": held, "by": SYSTEM, "at": NOW}
    meeting = Review.objects.get(pk=held.pk).meeting
    assert meeting is not None
    actions.decide(meeting=meeting, grades=grades(held), **given)
    assert queries.standing(held).pioneer is PioneerState.MARKING
    actions.confirm_pioneer(**given)
    actions.close_review(**given)
    actions.reopen(**given)
    one = held.evaluations.order_by("pk")[0]
    assert queries.own_reviews(one.member_id, TODAY)[0].card is None
    actions.mark_member(evaluation=one.pk, marks=full(meetings=pioneer.Marked(4)), **given)
    actions.confirm_pioneer(**given)
    actions.close_review(**given)
    card = queries.own_reviews(one.member_id, TODAY)[0].card
    assert card is not None
    assert card.index is not None
    assert card.index.total == 54


@pytest.mark.django_db
def test_a_meeting_that_was_withdrawn_confirms_nothing(city: City) -> None:
    held = counted_with(marked(city.first_branch))
    given: dict[str, Any] = {"by": SYSTEM, "at": NOW}
    meeting = met(city.first_branch)
    actions.decide(review=held, meeting=meeting, grades=grades(held), **given)
    withdraw(record=meeting, reason="记错", **given)
    with pytest.raises(Invalid, match="已经作废"):
        actions.confirm_pioneer(review=held, **given)


@pytest.mark.django_db
def test_giving_it_up_deletes_every_mark(city: City) -> None:
    held = marked(city.first_branch)
    assert PioneerMark.objects.exists()
    actions.drop_pioneer(review=held, by=SYSTEM, at=NOW)
    for model in (PioneerList, PioneerItem, PioneerMark):
        assert not model.objects.exists()
    assert queries.standing(held).pioneer is PioneerState.UNUSED


@pytest.mark.django_db
def test_it_is_not_begun_after_the_grades(city: City) -> None:
    held = counted(city.first_branch)
    given: dict[str, Any] = {"review": held, "by": SYSTEM, "at": NOW}
    actions.decide(meeting=met(city.first_branch), grades=grades(held), **given)
    with pytest.raises(WrongState, match="等次已经评定"):
        actions.choose_pioneer(points=EVERY_ITEM, **given)
    actions.close_review(**given)
    with pytest.raises(WrongState, match="已经办结"):
        actions.choose_pioneer(points=EVERY_ITEM, **given)


@pytest.mark.django_db
def test_the_officers_of_the_branch_mark_and_nobody_else(city: City, people: People) -> None:
    """R14-10: not the Party committee, not the 工委, no other member, no administrator, no stranger."""
    held = counted_with(marked(city.first_branch))
    one = held.evaluations.order_by("pk")[0].pk
    actions.decide(review=held, meeting=met(city.first_branch), grades=grades(held), by=SYSTEM, at=NOW)
    acts: list[Callable[[Any], object]] = [
        lambda by: actions.choose_pioneer(review=held, points=EVERY_ITEM, by=by, at=NOW),
        lambda by: actions.mark_member(review=held, evaluation=one, marks=full(), by=by, at=NOW),
        lambda by: actions.confirm_pioneer(review=held, by=by, at=NOW),
        lambda by: actions.drop_pioneer(review=held, by=by, at=NOW),
    ]
    own = {people.secretary.account.pk, people.committee_member.account.pk}
    for who in people:
        if who.account.pk in own:
            continue
        for act in acts:
            with pytest.raises(NotAllowed):
                act(who.actor)
        for ask in (
            lambda by: queries.sheet(held, by),
            lambda by: queries.card(held, one, by),
        ):
            with pytest.raises(NotAllowed):
                ask(who.actor)
    assert len(queries.sheet(held, people.committee_member.actor).people) == 9
    for act in acts:  # the branch's own officer is refused by the state alone, or not at all
        with suppress(WrongState):
            act(people.committee_member.actor)


@pytest.mark.django_db
def test_the_audit_names_no_member_no_points_and_no_reason(city: City) -> None:
    held = marked(city.first_branch)
    one = held.evaluations.get(member__name="何宣宁")
    actions.mark_member(
        review=held, evaluation=one.pk, marks=full(urgent=pioneer.Marked(3, "参加防汛值守")),
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    entries = AuditEntry.objects.filter(action="reviews.mark_member")
    assert entries.count() == 10
    for entry in entries:
        told = f"{entry.subject_label} {entry.detail}"
        assert entry.subject == f"reviews.Review:{held.pk}"
        for word in ("何宣宁", "防汛", "points", "Evaluation"):
            assert word not in told


@pytest.mark.django_db
def test_no_sum_is_kept_and_the_roster_keeps_its_order(city: City, people: People) -> None:
    """R14-06: never sorted by points, no total beside a name."""
    held = discussed(city.first_branch)
    given: dict[str, Any] = {"review": held, "by": SYSTEM, "at": NOW}
    actions.choose_pioneer(points=EVERY_ITEM, **given)
    for number, one in enumerate(queries.evaluations(held)):
        actions.mark_member(evaluation=one.pk, marks=full(work=pioneer.Marked(number)), **given)
    found = queries.sheet(held, people.secretary.actor)
    assert [one.evaluation for one in found.people] == queries.evaluations(held)
    names = {field for one in found.people for field in one.__slots__}
    assert names == {"evaluation", "marked", "finished"}
    stored = {field.name for model in (PioneerList, PioneerItem, PioneerMark) for field in model._meta.fields}
    assert not {one for one in stored if any(word in one for word in ("total", "sum", "index", "rank"))}


@pytest.mark.django_db
def test_the_committee_above_is_told_by_name_of_whom_it_commends_or_decides(
    city: City, people: People
) -> None:
    """R01-23: 优秀 and 不合格 of a closed review, and nobody else; 基本合格 stays in the branch."""
    held = confirmed(city.first_branch, 林书远=Grade.EXCELLENT, 何宣宁=Grade.UNFIT, 郑纪安=Grade.BASIC)
    assert queries.named_above(held, people.deputy.actor) == []
    held = actions.close_review(review=held, by=SYSTEM, at=NOW)
    assert queries.named_above(held, people.deputy.actor) == [("优秀", ["林书远"]), ("不合格", ["何宣宁"])]
    told: Mapping[str, bool] = {one.value: rules.grade_rule(one, TODAY).named_above for one in Grade}
    assert told == {"excellent": True, "qualified": False, "basic": False, "unfit": True}
    for who in (people.staff, people.lead_secretary, people.other_secretary, people.member, people.stranger):
        assert queries.named_above(held, who.actor) == []
