"""Recording a meeting: who was due, what a regulation forbids, what follows at once."""

from datetime import date, timedelta

import pytest

from heli.accounts.catalogue import Office
from heli.duties.models import Fulfilment, Record
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from heli.members.actions import posts as post_actions
from heli.orglife import queries
from heli.orglife.actions import file_document
from heli.orglife.catalogue import NOT_DUE
from heli.orglife.models import Attendance
from heli.orglife.rules import Turnout
from tests.duties.planned import Planned
from tests.orglife.meetings import COMMITTEE, TEXT, away, hold, key_of
from tests.people import NOW, TODAY, City, People, building


def test_a_meeting_becomes_a_record_with_everyone_who_was_due(city: City, planned: Planned) -> None:
    branch = city.first_branch
    made = hold(branch, absent=away(branch, "孙明岚", "吴晓溪"))
    assert (made.kind, made.due, made.present, made.chair) == ("assembly", 9, 7, "林书远")
    assert (made.recorder, made.text, made.remarks) == ("周组韬", TEXT, "")
    attended = dict(Attendance.objects.values_list("member__name", "absence"))
    assert len(attended) == 9
    assert {name for name, absence in attended.items() if absence} == {"孙明岚", "吴晓溪"}
    fulfilled = Fulfilment.objects.get()
    assert (fulfilled.requirement, fulfilled.period, fulfilled.on_time) == (planned.assembly, 1, True)


def test_it_leaves_one_audit_entry_that_names_the_record(city: City, planned: Planned) -> None:
    before = AuditEntry.objects.count()
    made = hold(city.first_branch)
    entry = AuditEntry.objects.latest("pk")
    assert AuditEntry.objects.count() == before + 1
    assert (entry.action, entry.subject) == ("orglife.record_meeting", f"duties.Record:{made.pk}")
    assert '"duties.record":1' in entry.steps


def test_an_assembly_without_half_of_its_votes_is_refused_with_its_article(city: City) -> None:
    branch = city.first_branch
    gone = away(branch, "周组韬", "何宣宁", "郑纪安", "孙明岚", "吴晓溪")
    with pytest.raises(Invalid, match="3 人，不足应到 8 人的半数") as refused:
        hold(branch, absent=gone)
    assert refused.value.code == "quorum-not-met"
    assert not Record.objects.exists()


def test_half_of_the_votes_is_enough_whatever_the_probationary_members_do(city: City) -> None:
    branch = city.first_branch
    gone = away(branch, "周组韬", "何宣宁", "郑纪安", "孙明岚", "冯小满")
    made = hold(branch, absent=gone)
    assert (made.due, made.present) == (9, 4)


def test_a_committee_meeting_has_the_committee_alone(city: City) -> None:
    branch = city.first_branch
    made = hold(branch, "committee", absent=away(branch, "何宣宁"))
    assert (made.due, made.present) == (4, 3)
    assert set(Attendance.objects.values_list("member__name", flat=True)) == set(COMMITTEE)


def test_a_committee_meeting_without_half_is_refused(city: City) -> None:
    branch = city.first_branch
    with pytest.raises(Invalid, match="支部委员到会 1 人，不足应到 4 人的半数"):
        hold(branch, "committee", absent=away(branch, "周组韬", "何宣宁", "郑纪安"))


def test_a_committee_of_which_too_few_are_known_is_counted_by_number(city: City) -> None:
    with building():
        city.first_branch.posts.filter(name__in=COMMITTEE[2:]).delete()
    made = hold(city.first_branch, "committee", numbers=Turnout(5, 3))
    assert (made.due, made.present) == (5, 3)
    assert not Attendance.objects.exists()
    with pytest.raises(Invalid, match="不足应到 5 人的半数"):
        hold(city.first_branch, "committee", topic="另一次", numbers=Turnout(5, 2))


def test_a_branch_without_a_committee_holds_no_committee_meeting(city: City) -> None:
    with pytest.raises(Invalid, match="不设支部委员会"):
        hold(city.small_branch, "committee", chair="陈望舒", numbers=Turnout(3, 3))


def test_only_an_officer_chairs_an_assembly(city: City) -> None:
    with pytest.raises(Invalid, match="任职名单") as refused:
        hold(city.first_branch, chair="曾庆禾")
    assert refused.value.code == "chair-without-office"
    assert hold(city.first_branch, chair="郑纪安").chair == "郑纪安"


def test_who_chairs_cannot_be_away(city: City) -> None:
    with pytest.raises(Invalid, match="林书远 是主持人"):
        hold(city.first_branch, absent=away(city.first_branch, "林书远"))


def test_a_meeting_has_a_chair(city: City) -> None:
    with pytest.raises(Invalid, match="请填写主持人"):
        hold(city.first_branch, "theme_day", chair="  ")


@pytest.mark.parametrize("reason", ["", "because", NOT_DUE])
def test_an_absence_needs_a_reason_that_counts(city: City, reason: str) -> None:
    with pytest.raises(Invalid, match="原因"):
        hold(city.first_branch, absent=away(city.first_branch, "孙明岚", reason=reason))


def test_nobody_is_away_who_is_not_due(city: City) -> None:
    stranger = away(city.water_branch, "石固堤")
    with pytest.raises(Invalid, match="不在应到名单"):
        hold(city.first_branch, absent=stranger)


def test_members_of_another_group_are_not_due_at_a_group_meeting(city: City) -> None:
    branch = city.first_branch
    others = away(branch, "曾庆禾", "单立夏", "冯小满", reason=NOT_DUE)
    made = hold(branch, "group", absent={**others, **away(branch, "孙明岚")})
    assert (made.due, made.present) == (6, 5)
    assert Attendance.objects.count() == 6


def test_who_left_before_or_joined_after_the_day_was_not_due(city: City) -> None:
    branch = city.first_branch
    with building():
        left = branch.roster.get(name="孙明岚")
        left.left_on = date(2026, 3, 1)
        left.save()
    assert hold(branch, on=date(2026, 2, 10)).due == 9
    assert hold(branch, on=date(2026, 3, 10)).due == 8
    before_joining = hold(branch, on=date(2025, 11, 20))
    assert before_joining.due == 8, "孙明岚 was still there, 冯小满 not yet"


def test_a_part_belongs_to_the_theme_day_of_its_day(city: City, planned: Planned) -> None:
    whole = hold(city.first_branch, "theme_day", topic="七一主题党日")
    part = hold(city.first_branch, "assembly", part_of=whole)
    lecture = hold(city.first_branch, "lecture", part_of=whole)
    assert list(whole.parts.order_by("pk")) == [part, lecture]
    assert set(Fulfilment.objects.values_list("requirement", flat=True)) == {
        planned.theme_day.pk,
        planned.assembly.pk,
        planned.lecture.pk,
    }
    with pytest.raises(Invalid, match="同一天"):
        hold(city.first_branch, "assembly", on=TODAY - timedelta(days=1), part_of=whole)


def test_a_lecture_by_another_than_the_secretary_does_not_answer_for_him(
    city: City, planned: Planned
) -> None:
    hold(city.first_branch, "lecture", chair="周组韬")
    assert not Fulfilment.objects.exists()


def test_it_refuses_a_second_submission(city: City) -> None:
    hold(city.first_branch)
    with pytest.raises(WrongState, match="一件事只记一次"):
        hold(city.first_branch)
    assert (Record.objects.count(), Attendance.objects.count()) == (1, 9)


def test_a_day_to_come_is_refused_whole(city: City) -> None:
    with pytest.raises(Invalid, match="还没有到"):
        hold(city.first_branch, on=TODAY + timedelta(days=1))
    assert not Attendance.objects.exists()


def test_a_leading_body_counts_by_number_and_is_only_warned(city: City, planned: Planned) -> None:
    made = hold(city.education_group, "governance_study", chair="顾明德", numbers=Turnout(7, 5))
    assert (made.due, made.present, made.remarks) == (7, 5, "")
    assert Fulfilment.objects.get().requirement == planned.governance
    few = hold(city.education_group, "leading_meeting", chair="顾明德", numbers=Turnout(7, 3))
    assert "R08-07" in few.remarks


def test_thin_minutes_are_kept_and_named(city: City) -> None:
    assert "主要内容不足" in hold(city.first_branch, text="略").remarks


def test_numbers_that_do_not_add_up_are_refused(city: City) -> None:
    for numbers in (None, Turnout(0, 0), Turnout(7, 0), Turnout(7, 8)):
        with pytest.raises(Invalid):
            hold(city.education_group, "leading_meeting", chair="顾明德", numbers=numbers)


def test_a_document_is_filed_and_fulfils(city: City, planned: Planned) -> None:
    made = file_document(
        organisation=city.education_group,
        kind="duty_list",
        happened_on=date(2026, 3, 20),
        topic="2026年领导班子党建责任清单",
        recorder="顾明德",
        by=SYSTEM,
        at=NOW,
    )
    assert (made.due, made.present, made.late_entry) == (None, None, True)
    fulfilled = Fulfilment.objects.get()
    assert (fulfilled.requirement, fulfilled.on_time) == (planned.duty_list, True)


def test_a_meeting_is_no_document_and_a_document_no_meeting(city: City) -> None:
    with pytest.raises(Invalid, match="请按会议记录"):
        file_document(
            organisation=city.first_branch,
            kind="assembly",
            happened_on=TODAY,
            topic="纪要",
            by=SYSTEM,
            at=NOW,
        )
    with pytest.raises(Invalid, match="请按材料记录"):
        hold(city.first_branch, "self_check")


def test_a_kind_that_nobody_knows_is_not_found(city: City) -> None:
    with pytest.raises(NotFound):
        hold(city.first_branch, "tea_party")


def test_nobody_records_for_another_organisation(people: People, city: City) -> None:
    for person in people:
        if person in (people.secretary, people.committee_member):
            continue
        with pytest.raises(NotAllowed):
            hold(city.first_branch, by=person.actor)
        with pytest.raises(NotAllowed):
            file_document(
                organisation=city.first_branch,
                kind="self_check",
                happened_on=TODAY,
                topic="自查报告",
                by=person.actor,
                at=NOW,
            )
    assert not Record.objects.exists()
    assert hold(city.first_branch, by=people.committee_member.actor).entered_by == "周组韬"


def test_a_committee_member_who_is_on_no_roster_counts_but_is_not_attended(city: City) -> None:
    with building():
        post_actions.appoint(
            organisation=city.first_branch,
            office=Office.YOUTH,
            name="外单位青委",
            valid_from=TODAY,
            by=SYSTEM,
            at=NOW,
        )
    made = hold(city.first_branch, "committee", absent={"p外单位青委": "duty"})
    assert (made.due, made.present, Attendance.objects.count()) == (5, 4, 4)


def test_two_offices_of_one_person_are_one_seat(city: City) -> None:
    with building():
        post_actions.appoint(
            organisation=city.first_branch,
            office=Office.YOUTH,
            name="周组韬",
            valid_from=TODAY,
            by=SYSTEM,
            at=NOW,
        )
    posts = queries.posts_held(city.first_branch, TODAY)
    kind = queries.setting(city.first_branch, "committee", TODAY, TODAY).kind
    people = queries.roster(city.first_branch, kind, TODAY, posts)
    assert [person.name for person in people] == COMMITTEE
    assert people[1].title == "组织委员、青年委员"
    assert key_of(city.first_branch, "周组韬") == people[1].key


def test_a_meeting_before_the_first_known_officer_takes_that_one(city: City, planned: Planned) -> None:
    with building():
        city.first_branch.posts.update(valid_from=date(2026, 6, 1))
    with pytest.raises(Invalid, match="任职名单"):
        hold(city.first_branch, on=date(2026, 5, 12), chair="曾庆禾")
    assert hold(city.first_branch, on=date(2026, 5, 12)).chair == "林书远"
