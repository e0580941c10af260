"""Notices: whom they go to, what they cost, what is refused, what is answered (S000-44, S003-50, S001-63)."""

from datetime import timedelta
from typing import Any

import pytest

from heli.accounts.actor import EVERYTHING
from heli.accounts.catalogue import Permission
from heli.circulation import actions
from heli.circulation.catalogue import Asked, NoticeState
from heli.circulation.models import Notice, Receipt
from heli.circulation.queries import open_items
from heli.circulation.queries.audience import addressed_among, audience, range_of, versions_of
from heli.circulation.queries.received import received
from heli.circulation.queries.sending import alike, sent_lines
from heli.duties.actions.record import record
from heli.duties.actions.withdraw import withdraw as withdraw_record
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from tests.circulation.sending import WEEK, drafted, sent
from tests.people import NOW, TODAY, City, People

pytestmark = pytest.mark.django_db
ALL_KINDS = [Kind.ORGAN_COMMITTEE, Kind.GENERAL_BRANCH, Kind.BRANCH, Kind.JOINT_BRANCH]


def _names(notice: Notice) -> set[str]:
    rows = audience(range_of(notice, notice.sender), TODAY)
    return set(rows.values_list("organisation__short_name", flat=True))


def test_a_notice_goes_to_the_classes_beneath_by_affiliation_or_by_leadership(
    city: City, people: People
) -> None:
    office = sent(city.work_committee, people.staff, kinds=[Kind.BRANCH, Kind.JOINT_BRANCH])
    assert office.addressed == 8
    group = sent(city.education_group, people.lead_secretary, title="党组会议精神")
    assert group.addressed == 5
    attached = sent(city.education_committee, people.deputy, title="安全生产", place="attached")
    assert {"市第一中学高中部党支部", "市教育考试中心党支部"} <= _names(attached)
    assert city.first_branch.short_name not in _names(attached)
    part = sent(
        city.education_committee, people.deputy, title="校园", parts=[city.school.pk], kinds=[Kind.BRANCH]
    )
    assert _names(part) == {city.school_branch.short_name}


def test_it_stores_no_row_for_an_organisation_that_did_nothing(city: City, people: People) -> None:
    sent(city.work_committee, people.staff)
    assert Receipt.objects.count() == 0


def test_both_ways_of_finding_the_audience_agree(city: City, people: People) -> None:
    made = [
        sent(city.work_committee, people.staff, kinds=ALL_KINDS, asked=Asked.READ),
        sent(city.education_group, people.lead_secretary, title="党组会议精神"),
        sent(city.education_committee, people.deputy, title="校园", parts=[city.school.pk]),
        sent(city.education_committee, people.deputy, title="机关本级文明创建", place="own"),
    ]
    notices = list(Notice.objects.prefetch_related("parts"))
    found = addressed_among(notices, versions_of(EVERYTHING, TODAY))
    for notice in made:
        asked = set(audience(range_of(notice, notice.sender), TODAY).values_list("pk", flat=True))
        assert {was.pk for was in found[notice.pk]} == asked
        assert len(asked) == notice.addressed


def test_the_burden_is_in_the_audit_and_must_be_what_was_confirmed(city: City, people: People) -> None:
    made = drafted(city.work_committee, people.staff)
    with pytest.raises(WrongState, match="确认的是 3 个组织，现在范围内有 7 个"):
        actions.send(notice=made, organisations=3, by=people.staff.actor, at=NOW)
    actions.send(notice=made, organisations=7, by=people.staff.actor, at=NOW)
    entry = AuditEntry.objects.latest("pk")
    assert entry.action == "circulation.send"
    assert '"minutes":49' in entry.detail


def test_the_same_matter_is_not_sent_again_without_a_reason(city: City, people: People) -> None:
    first = sent(city.work_committee, people.staff)
    again = drafted(city.education_committee, people.deputy, title="转发《关于传达学习市委全会精神的通知》")
    assert alike(again, city.education_committee, TODAY) == [first]
    with pytest.raises(Invalid, match="已有 1 件相似的通知") as refused:
        actions.send(notice=again, organisations=5, by=people.deputy.actor, at=NOW)
    assert "S001-63" in refused.value.source
    actions.send(notice=again, organisations=5, despite="补充报送要求", by=people.deputy.actor, at=NOW)
    assert alike(again, city.education_committee, TODAY + timedelta(days=61)) == []
    other = drafted(city.work_committee, people.staff, title="关于开展防汛志愿服务的通知")
    assert alike(other, city.work_committee, TODAY) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "请填写正文"),
        ({"title": " "}, "请填写通知的标题"),
        ({"kinds": []}, "至少选择一种"),
        ({"kinds": [Kind.BRANCH, Kind.GENERAL_BRANCH]}, "请去掉党总支"),
        ({"due_on": TODAY - timedelta(days=1)}, "已经过去"),
    ],
)
def test_a_draft_that_cannot_be_is_refused_and_nothing_is_written(
    changed: dict[str, Any], said: str, city: City, people: People
) -> None:
    with pytest.raises(Invalid, match=said):
        drafted(city.work_committee, people.staff, **changed)
    assert not Notice.objects.exists()


def test_nobody_in_the_range_and_a_part_elsewhere_are_refused(city: City, people: People) -> None:
    empty = drafted(city.education_committee, people.deputy, kinds=[Kind.PROJECT_BRANCH])
    with pytest.raises(Invalid, match="没有党组织符合"):
        actions.send(notice=empty, organisations=0, by=people.deputy.actor, at=NOW)
    with pytest.raises(Invalid, match="不在下级"):
        drafted(city.education_committee, people.deputy, parts=[city.water_branch.pk])


def test_a_branch_says_when_and_to_how_many_and_only_once(city: City, people: People) -> None:
    notice = sent(city.work_committee, people.staff)
    given = actions.give_receipt(
        notice=notice,
        organisation=city.first_branch,
        done_on=TODAY,
        told=8,
        by=people.secretary.actor,
        at=NOW,
    )
    assert (given.told, given.entered_by) == (8, people.secretary.actor.label)
    with pytest.raises(WrongState, match="已经登记过"):
        actions.give_receipt(
            notice=notice, organisation=city.first_branch, told=8, by=people.secretary.actor, at=NOW
        )
    actions.take_receipt_back(receipt=given, by=people.secretary.actor, at=NOW)
    assert [line.waits for line in received(people.secretary.actor, TODAY)] == [True]


@pytest.mark.parametrize(
    ("told", "days", "said"),
    [(None, 0, "多少名党员"), (10, 0, "名册上有党员 9 人"), (8, -1, "日期应在"), (8, 1, "日期应在")],
)
def test_an_answer_that_cannot_be_is_refused(
    told: int | None, days: int, said: str, city: City, people: People
) -> None:
    notice = sent(city.work_committee, people.staff)
    with pytest.raises(Invalid, match=said):
        actions.give_receipt(
            notice=notice, organisation=city.first_branch, done_on=TODAY + timedelta(days=days), told=told,
            by=people.secretary.actor, at=NOW,
        )  # fmt: skip
    assert not Receipt.objects.exists()


def test_a_meeting_recorded_once_answers_and_its_withdrawal_opens_the_notice_again(
    city: City, people: People
) -> None:
    notice = sent(city.work_committee, people.staff)
    held = record(
        organisation=city.first_branch, kind="assembly", happened_on=TODAY, topic="学习全会精神",
        due=9, present=7, by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    given = actions.give_receipt(
        notice=notice, organisation=city.first_branch, record=held, by=people.secretary.actor, at=NOW
    )
    assert (given.done_on, given.told) == (TODAY, 7)
    assert open_items(people.secretary.actor, TODAY) == []
    withdraw_record(record=held, reason="记错了", by=people.secretary.actor, at=NOW)
    assert [one.whom for one in open_items(people.secretary.actor, TODAY)] == [city.first_branch.short_name]
    actions.give_receipt(
        notice=notice, organisation=city.first_branch, told=7, by=people.secretary.actor, at=NOW
    )
    assert Receipt.objects.standing().count() == 1


def test_a_clerk_enters_for_the_secretary(city: City, people: People) -> None:
    notice = sent(city.work_committee, people.staff)
    given = actions.give_receipt(
        notice=notice, organisation=city.exam_centre, told=5, by=people.clerk.actor, at=NOW
    )
    assert "袁致远" in given.entered_for


def test_a_withdrawn_notice_asks_for_nothing(city: City, people: People) -> None:
    notice = sent(city.work_committee, people.staff)
    with pytest.raises(Invalid, match="写明撤回的原因"):
        actions.withdraw(notice=notice, reason=" ", by=people.staff.actor, at=NOW)
    actions.withdraw(notice=notice, reason="文件另有安排", by=people.staff.actor, at=NOW)
    assert open_items(people.secretary.actor, TODAY) == []
    with pytest.raises(WrongState, match="已经撤回"):
        actions.give_receipt(
            notice=notice, organisation=city.first_branch, told=8, by=people.secretary.actor, at=NOW
        )
    with pytest.raises(WrongState):
        actions.withdraw(notice=notice, reason="再撤", by=people.staff.actor, at=NOW)


def test_a_draft_is_changed_and_discarded_and_a_sent_one_is_not(city: City, people: People) -> None:
    made = drafted(city.work_committee, people.staff)
    drafted(city.work_committee, people.staff, notice=made, title="改过的标题")
    assert Notice.objects.get().title == "改过的标题"
    actions.discard(notice=made, by=people.staff.actor, at=NOW)
    assert Notice.objects.get().state == NoticeState.DISCARDED
    out = sent(city.work_committee, people.staff)
    with pytest.raises(WrongState, match="不是草稿"):
        drafted(city.work_committee, people.staff, notice=out)
    with pytest.raises(WrongState):
        actions.discard(notice=out, by=people.staff.actor, at=NOW)


def test_strangers_and_those_beneath_do_nothing(city: City, people: People) -> None:
    made = drafted(city.work_committee, people.staff)
    out = sent(city.work_committee, people.staff)
    given = actions.give_receipt(
        notice=out, organisation=city.first_branch, told=8, by=people.secretary.actor, at=NOW
    )
    for who in (people.stranger, people.member, people.other_secretary, people.deputy, people.administrator):
        by = who.actor
        for forbidden in (
            lambda by=by: actions.draft(
                sender=city.work_committee, title="通知", text="文", asked=Asked.READ, due_on=WEEK,
                kinds=[Kind.BRANCH], by=by, at=NOW,
            ),
            lambda by=by: actions.send(notice=made, organisations=7, despite="再发", by=by, at=NOW),
            lambda by=by: actions.discard(notice=made, by=by, at=NOW),
            lambda by=by: actions.withdraw(notice=out, reason="撤", by=by, at=NOW),
            lambda by=by: actions.give_receipt(
                notice=out, organisation=city.small_branch, told=4, by=by, at=NOW
            ),
            lambda by=by: actions.take_receipt_back(receipt=given, by=by, at=NOW),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                forbidden()
    assert Receipt.objects.standing().count() == 1


def test_rates_are_of_the_organisations_in_sight(city: City, people: People) -> None:
    notice = sent(city.work_committee, people.staff)
    actions.give_receipt(
        notice=notice, organisation=city.first_branch, told=8, by=people.secretary.actor, at=NOW
    )
    seen = {
        name: [(line.addressed, line.done) for line in sent_lines(scope, TODAY)]
        for name, scope in (
            ("staff", people.staff.actor.scope(Permission.RECORD_SEE)),
            ("deputy", people.deputy.actor.scope(Permission.RECORD_SEE)),
            ("group", people.lead_secretary.actor.scope(Permission.RECORD_SEE)),
            ("water", people.other_secretary.actor.scope(Permission.RECORD_SEE)),
        )
    }
    assert seen == {"staff": [(7, 1)], "deputy": [(5, 1)], "group": [(5, 1)], "water": [(1, 0)]}


def test_an_organisation_moved_later_keeps_the_notice_it_was_sent(city: City, people: People) -> None:
    notice = sent(city.education_committee, people.deputy)
    later = TODAY + timedelta(days=1)
    assert Organisation.objects.filter(pk=city.first_branch.pk).exists()
    lines = received(people.secretary.actor, later)
    assert [line.notice for line in lines] == [notice]
