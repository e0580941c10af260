"""A review from opening to record: its order, the third of 优秀, the one record, and what is never kept."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import Manner, PollState
from heli.duties.actions.withdraw import withdraw
from heli.duties.models import Record
from heli.kernel.action import SYSTEM
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from heli.members.models import Member
from heli.reviews import actions, queries, rules
from heli.reviews.catalogue import Grade, StageKind, Step
from heli.reviews.models import Evaluation, Review
from tests.ballots.bodies import ELECTRONIC, voters
from tests.people import NOW, TODAY, City, People
from tests.reviews.reviewed import (
    closed,
    counted,
    decided,
    figures,
    grades,
    met,
    opened,
    voting,
)


@pytest.mark.django_db
def test_a_review_goes_from_step_to_step_and_ends_as_one_record(city: City) -> None:
    branch = city.first_branch
    held = closed(branch, 林书远=Grade.EXCELLENT)
    (found,) = Record.objects.filter(organisation=branch, kind="review")
    assert found == held.record
    assert (found.happened_on, found.topic, found.due, found.present, found.chair) == (
        TODAY, "2026年度民主评议党员", 9, 8, "林书远",
    )  # fmt: skip
    assert queries.numbers(held) == {Grade.EXCELLENT: 1, Grade.QUALIFIED: 8}
    assert rules.next_step(queries.standing(held)) is Step.DONE


@pytest.mark.django_db
def test_the_steps_keep_their_order(city: City) -> None:
    """R01-21: 自评 → 互评 → 测评 → 评定."""
    held = opened(city.first_branch)
    stage: dict[str, Any] = {
        "review": held,
        "done_on": TODAY,
        "took_part": 9,
        "absences": {},
        "by": SYSTEM,
        "at": NOW,
    }
    with pytest.raises(WrongState, match="请先登记个人自评"):
        actions.enter_stage(kind=StageKind.MUTUAL, **stage)
    vote: dict[str, Any] = {"review": held, "opens_on": TODAY, "closes_on": TODAY, "by": SYSTEM, "at": NOW}
    with pytest.raises(WrongState, match="请先登记个人自评和党员互评"):
        actions.hold_vote(voters=voters(city.first_branch), **vote)
    with pytest.raises(WrongState, match="民主测评计票以后"):
        actions.decide(review=held, meeting=met(city.first_branch), grades=grades(held), by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="评定等次以后才能办结"):
        actions.close_review(review=held, by=SYSTEM, at=NOW)
    actions.enter_stage(kind=StageKind.SELF, **stage)
    with pytest.raises(Invalid, match="不能早于个人自评"):
        actions.enter_stage(kind=StageKind.MUTUAL, **stage | {"done_on": TODAY - timedelta(days=1)})
    actions.enter_stage(kind=StageKind.MUTUAL, **stage)
    actions.hold_vote(voters=voters(city.first_branch), **vote)
    with pytest.raises(WrongState, match="已经开始民主测评"):
        actions.enter_stage(kind=StageKind.SELF, **stage)
    with pytest.raises(WrongState, match="已经组织"):
        actions.hold_vote(voters=voters(city.first_branch), **vote)


@pytest.mark.django_db
def test_a_review_of_a_year_may_be_held_until_march_of_the_next(city: City) -> None:
    def at(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)

    given: dict[str, Any] = {"organisation": city.first_branch, "by": SYSTEM}
    with pytest.raises(Invalid, match="2025年度的民主评议应在"):
        actions.open_review(year=2025, at=at(date(2026, 4, 1)), **given)
    held = actions.open_review(year=2025, at=at(date(2026, 3, 31)), **given)
    actions.enter_stage(
        review=held, kind=StageKind.SELF, done_on=date(2026, 3, 20), took_part=9, absences={},
        by=SYSTEM, at=at(date(2026, 4, 2)),
    )  # fmt: skip
    with pytest.raises(Invalid, match="2026-03-31 之间进行"):
        actions.enter_stage(
            review=held, kind=StageKind.MUTUAL, done_on=date(2026, 4, 1), took_part=9, absences={},
            by=SYSTEM, at=at(date(2026, 4, 2)),
        )  # fmt: skip
    with pytest.raises(WrongState, match="已经建立"):
        actions.open_review(year=2025, at=at(date(2026, 3, 31)), **given)
    with pytest.raises(Invalid, match="由党支部组织"):
        actions.open_review(organisation=city.school, year=2026, by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_who_took_no_part_is_told_in_number_by_reason(city: City) -> None:
    held = opened(city.first_branch)
    given: dict[str, Any] = {
        "review": held, "kind": StageKind.SELF, "done_on": TODAY, "by": SYSTEM, "at": NOW, "took_part": 7,
    }  # fmt: skip
    with pytest.raises(Invalid, match="未参加 2 人；各原因合计 1 人"):
        actions.enter_stage(absences={"ill": 1}, **given)
    actions.enter_stage(absences={"ill": 1, "duty": 1, "away": 0}, **given)
    stage = actions.enter_stage(absences={"frail": 2}, **given)
    assert [(one.reason, one.number) for one in stage.absences.all()] == [("frail", 2)]
    assert held.stages.count() == 1


@pytest.mark.django_db
def test_more_excellent_than_a_third_want_a_reason(city: City) -> None:
    """R01-22, strength G: of nine members three."""
    held, meeting = counted(city.first_branch), met(city.first_branch)
    four = dict.fromkeys(("林书远", "周组韬", "何宣宁", "郑纪安"), Grade.EXCELLENT)
    given: dict[str, Any] = {"review": held, "meeting": meeting, "by": SYSTEM, "at": NOW}
    with pytest.raises(Invalid, match="优秀 4 人，多于党员总数 9 人的三分之一（3 人）"):
        actions.decide(grades=grades(held, **four), **given)
    assert not Evaluation.objects.exclude(grade="").exists()
    held = actions.decide(grades=grades(held, **four), why_more="承担重大专项，经机关党委同意", **given)
    assert held.why_more == "承担重大专项，经机关党委同意"
    del four["郑纪安"]
    assert actions.decide(grades=grades(held, **four), why_more="多余的话", **given).why_more == ""


@given(st.integers(0, 500))
def test_a_third_is_rounded_down(members: int) -> None:
    most = rules.most_excellent(members, TODAY)
    assert 3 * most <= members < 3 * (most + 1)


@pytest.mark.django_db
def test_grades_are_decided_at_a_meeting_of_the_branch_not_before_the_vote(city: City) -> None:
    held = counted(city.first_branch)
    given: dict[str, Any] = {"review": held, "grades": grades(held), "by": SYSTEM, "at": NOW}
    for meeting in (met(city.water_branch), met(city.first_branch, "lecture")):
        with pytest.raises(Invalid, match="应是本支部已记录的"):
            actions.decide(meeting=meeting, **given)
    with pytest.raises(Invalid, match="不能早于这一天"):
        actions.decide(meeting=met(city.first_branch, on=TODAY - timedelta(days=1)), **given)
    some = dict(list(grades(held).items())[1:])
    with pytest.raises(Invalid, match="名单已更新"):
        actions.decide(meeting=met(city.first_branch), **given | {"grades": some})
    with pytest.raises(Invalid, match="还没有评定任何人"):
        actions.decide(
            meeting=met(city.first_branch, "org_life"), **given | {"grades": dict.fromkeys(some, "")}
        )


@pytest.mark.django_db
def test_a_meeting_recorded_as_the_review_itself_is_not_entered_again(city: City) -> None:
    held = counted(city.first_branch)
    meeting = met(city.first_branch, "review")
    actions.decide(review=held, meeting=meeting, grades=grades(held), by=SYSTEM, at=NOW)
    assert actions.close_review(review=held, by=SYSTEM, at=NOW).record == meeting
    assert Record.objects.filter(kind="review").count() == 1


@pytest.mark.django_db
def test_a_grade_is_put_right_without_a_second_record(city: City) -> None:
    held = closed(city.first_branch)
    assert held.meeting is not None
    with pytest.raises(WrongState, match="已经办结"):
        actions.decide(
            review=held, meeting=held.meeting, grades=grades(held, 林书远=Grade.BASIC), by=SYSTEM, at=NOW
        )
    actions.reopen(review=held, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="还没有办结"):
        actions.reopen(review=held, by=SYSTEM, at=NOW)
    actions.decide(
        review=held, meeting=held.meeting, grades=grades(held, 林书远=Grade.BASIC), by=SYSTEM, at=NOW
    )
    again = actions.close_review(review=held, by=SYSTEM, at=NOW)
    assert again.record == held.record
    assert Record.objects.filter(kind="review").count() == 1
    assert again.record is not None
    withdraw(record=again.record, reason="重复", by=SYSTEM, at=NOW)
    actions.reopen(review=held, by=SYSTEM, at=NOW)
    assert actions.close_review(review=held, by=SYSTEM, at=NOW).record != held.record


@pytest.mark.django_db
def test_another_day_of_the_meeting_wants_the_first_record_withdrawn(city: City) -> None:
    held = closed(city.first_branch)
    actions.reopen(review=held, by=SYSTEM, at=NOW)
    later = NOW + timedelta(days=1)
    meeting = met(city.first_branch, on=TODAY + timedelta(days=1))
    actions.decide(review=held, meeting=meeting, grades=grades(held), by=SYSTEM, at=later)
    with pytest.raises(WrongState, match="请先作废那条记录"):
        actions.close_review(review=held, by=SYSTEM, at=later)


@pytest.mark.django_db
def test_who_has_a_low_grade_is_told_and_nothing_follows_by_itself(city: City) -> None:
    """R01-23: 不合格 leads to 组织处置 by procedure, never by Heli."""
    held = closed(city.first_branch, 何宣宁=Grade.UNFIT, 郑纪安=Grade.BASIC)
    before = list(Member.objects.order_by("pk").values())
    assert rules.next_step(queries.standing(held)) is Step.TELL
    by_name = {one.member.name: one for one in queries.evaluations(held)}
    given: dict[str, Any] = {"review": held, "by": SYSTEM, "at": NOW}
    with pytest.raises(Invalid, match="只登记基本合格、不合格"):
        actions.tell(evaluation=by_name["林书远"].pk, told_on=TODAY, **given)
    with pytest.raises(Invalid, match="请核对"):
        actions.tell(evaluation=by_name["何宣宁"].pk, told_on=TODAY - timedelta(days=1), **given)
    with pytest.raises(NotFound):
        actions.tell(evaluation=0, told_on=TODAY, **given)
    for name in ("何宣宁", "郑纪安"):
        actions.tell(evaluation=by_name[name].pk, told_on=TODAY, **given)
    assert rules.next_step(queries.standing(held)) is Step.DONE
    assert list(Member.objects.order_by("pk").values()) == before
    assert "按程序" in rules.grade_rule(Grade.UNFIT, TODAY).follows


@pytest.mark.django_db
def test_the_audit_names_no_member_and_no_grade_of_one(city: City) -> None:
    held = closed(city.first_branch, 何宣宁=Grade.UNFIT)
    one = held.evaluations.get(grade=Grade.UNFIT)
    actions.tell(review=held, evaluation=one.pk, told_on=TODAY, by=SYSTEM, at=NOW)
    entries = AuditEntry.objects.filter(action__startswith="reviews.")
    assert entries.filter(action="reviews.tell").get().subject == f"reviews.Review:{held.pk}"
    told = " ".join(f"{one.subject} {one.subject_label} {one.detail}" for one in entries)
    assert "Evaluation" not in told
    assert "何宣宁" not in told
    assert '"不合格":1' in entries.get(action="reviews.decide").detail


def test_no_text_about_a_person_can_be_kept_but_the_fact_or_document_of_a_mark() -> None:
    """先锋指数 wants a line for 加分, 扣分 and 清零 (S001-53, ADR 32)."""
    texts = {
        f"{model.__name__}.{one.name}"
        for model in apps.get_app_config("reviews").get_models()
        for one in model._meta.get_fields()
        if isinstance(one, models.TextField) or (isinstance(one, models.CharField) and not one.choices)
    }
    assert texts == {
        "Review.why_more", "Review.opened_by", "Review.closed_by", "Stage.entered_by",
        "PioneerList.chosen_by", "PioneerList.confirmed_by", "PioneerItem.code", "PioneerMark.reason",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_void_vote_is_held_again(city: City) -> None:
    held = voting(city.first_branch)
    poll = queries.poll_of(held)
    told = figures(poll, returned=9)
    assert actions.count_vote(review=held, counted=told, by=SYSTEM, at=NOW).state == PollState.VOID
    again = actions.hold_vote(
        review=held, voters=voters(city.first_branch), opens_on=TODAY, closes_on=TODAY, by=SYSTEM, at=NOW
    )
    assert again.poll_id != poll.pk
    questions = set(Evaluation.objects.filter(review=held).values_list("question__poll", flat=True))
    assert questions == {again.poll_id}


@pytest.mark.django_db
def test_everybody_is_on_the_same_ballot_and_full_members_vote(city: City) -> None:
    voters(city.first_branch)
    held = voting(city.first_branch, **ELECTRONIC)
    poll = queries.poll_of(held)
    lines = ballot_queries.ballot(poll)
    assert len(lines) == 9
    assert poll.issued == 8
    assert {tuple(one.text for one in line.choices) for line in lines} == {
        ("优秀", "合格", "基本合格", "不合格", "弃权")
    }
    held = actions.take_vote_to_paper(review=held, by=SYSTEM, at=NOW)
    assert queries.poll_of(Review.objects.get(pk=held.pk)).manner == Manner.PAPER


@pytest.mark.django_db
def test_an_officer_of_the_branch_holds_it_and_nobody_else(city: City, people: People) -> None:
    """A clerk enters records, yet judges nobody; superiors see numbers and do nothing here."""
    held = decided(city.first_branch, 何宣宁=Grade.UNFIT)
    one, meeting = held.evaluations.get(grade=Grade.UNFIT).pk, held.meeting
    assert meeting is not None
    acts: list[Callable[[Any], object]] = [
        lambda by: actions.open_review(organisation=city.first_branch, year=2026, by=by, at=NOW),
        lambda by: actions.enter_stage(
            review=held, kind=StageKind.SELF, done_on=TODAY, took_part=9, absences={}, by=by, at=NOW
        ),
        lambda by: actions.hold_vote(
            review=held, voters=[], opens_on=TODAY, closes_on=TODAY, by=by, at=NOW
        ),
        lambda by: actions.take_vote_to_paper(review=held, by=by, at=NOW),
        lambda by: actions.close_vote(review=held, by=by, at=NOW),
        lambda by: actions.count_vote(review=held, counted=figures(queries.poll_of(held)), by=by, at=NOW),
        lambda by: actions.decide(
            review=held, meeting=meeting, grades=grades(held), by=by, at=NOW
        ),
        lambda by: actions.close_review(review=held, by=by, at=NOW),
        lambda by: actions.reopen(review=held, by=by, at=NOW),
        lambda by: actions.tell(review=held, evaluation=one, told_on=TODAY, by=by, at=NOW),
    ]  # fmt: skip
    others = (people.stranger, people.member, people.deputy, people.other_secretary, people.clerk)
    for who in others:
        for act in acts:
            with pytest.raises(NotAllowed):
                act(who.actor)
    for act in acts:  # the branch's own officer is refused by the state alone, or not at all
        with suppress(Invalid, WrongState, NotFound):
            act(people.committee_member.actor)


@pytest.mark.django_db
def test_each_action_leaves_one_entry_with_its_steps(city: City) -> None:
    closed(city.first_branch)
    told = AuditEntry.objects.filter(action__startswith="reviews.").order_by("pk")
    assert [one.action.removeprefix("reviews.") for one in told] == [
        "open_review", "enter_stage", "enter_stage", "hold_vote", "count_vote", "decide", "close_review",
    ]  # fmt: skip
    assert told[3].steps == '{"ballots.prepare":1}'
    assert told[6].steps == '{"duties.record":1}'
