"""Minutes: a draft with the record, put right with versions, signed by the chair, locked, noted beside."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from heli.accounts.catalogue import Permission
from heli.duties.models import Fulfilment, Record, RecordVersion
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.queries import actor_of
from heli.orglife import actions
from heli.orglife.actions import MeetingRow, Said
from heli.orglife.models import Attendance, Minutes, MinutesNote, VotedMatter
from heli.orglife.queries.minutes import remarked, thin_records
from heli.orglife.rules import Turnout
from heli.orglife.rules.minutes import Votes
from tests.duties.planned import Planned
from tests.orglife.meetings import TEXT, away, hold
from tests.orglife.test_page import ClientOf, keys, text_of
from tests.people import NOW, TODAY, City, People, building

ALL_CAN = ("begin_minutes", "sign_minutes", "lock_minutes")


def said(record: Record, **changed: Any) -> Said:
    """What the record says already, but for what is changed."""
    told = {name: getattr(record, name) for name in ("topic", "chair", "recorder", "text")}
    return Said(**{**told, **changed})


def correct(record: Record, by: Any = SYSTEM, why: str = "补充", **changed: Any) -> Record:
    return actions.correct_minutes(record=record, said=said(record, **changed), why=why, by=by, at=NOW)


def signed(record: Record, *, and_lock: bool = False) -> Minutes:
    return actions.sign_minutes(record=record, and_lock=and_lock, by=SYSTEM, at=NOW)


def vote(record: Record, *votes: int, by: Any = SYSTEM) -> VotedMatter:
    return actions.record_vote(record=record, matter="接收预备党员", votes=Votes(*votes), by=by, at=NOW)


def test_a_meeting_entered_with_its_text_is_a_draft_and_counts_at_once(
    city: City, planned: Planned, people: People
) -> None:
    made = hold(city.first_branch, by=people.committee_member.actor)
    minutes = Minutes.objects.get(record=made)
    assert (minutes.state, minutes.drafted_by) == ("draft", "周组韬")
    assert Fulfilment.objects.filter(record=made).exists()


def test_a_ledgers_record_and_one_without_text_have_no_minutes(city: City) -> None:
    row = MeetingRow(f"code:{city.first_branch.code}", "assembly", TODAY, "台账里的", text=TEXT)
    actions.take_in_ledger(rows=[row], by=SYSTEM, at=NOW)
    hold(city.first_branch, text=" ", topic="另一次")
    assert not Minutes.objects.exists()
    ledgers = Record.objects.get(source="import")
    with pytest.raises(WrongState, match="台账") as refused:
        actions.begin_minutes(record=ledgers, by=SYSTEM, at=NOW)
    assert refused.value.code == "minutes-of-ledger"


def test_the_chair_signs_and_the_committee_locks_each_with_one_audit_entry(
    city: City, people: People
) -> None:
    made = hold(city.first_branch, chair="周组韬")
    before = AuditEntry.objects.count()
    actions.sign_minutes(record=made, by=people.committee_member.actor, at=NOW)
    held = actions.lock_minutes(record=made, by=people.secretary.actor, at=NOW)
    assert (held.state, held.signed_by, held.locked_by) == ("locked", "周组韬", "林书远")
    assert AuditEntry.objects.count() == before + 2


def test_nobody_signs_for_the_chair(city: City, people: People) -> None:
    made = hold(city.first_branch)
    with pytest.raises(NotAllowed, match="主持人（林书远）或者书记本人") as refused:
        actions.sign_minutes(record=made, by=people.committee_member.actor, at=NOW)
    assert refused.value.code == "not-chair"
    centre = hold(city.exam_centre, "theme_day", chair="袁致远")
    with pytest.raises(NotAllowed):
        actions.sign_minutes(record=centre, by=people.clerk.actor, at=NOW)


def test_the_chair_is_known_by_his_post_whatever_his_account_is_called(city: City, people: People) -> None:
    for person in (people.committee_member, people.other_secretary):
        with building():
            person.account.name = "周组韬 · 组织委员"
            person.account.save(update_fields=["name"])
    made = hold(city.first_branch, chair="周组韬")
    with pytest.raises(NotAllowed):
        actions.sign_minutes(record=made, by=actor_of(people.other_secretary.account, TODAY), at=NOW)
    chair = actor_of(people.committee_member.account, TODAY)
    assert actions.sign_minutes(record=made, by=chair, at=NOW).signed_by == "周组韬 · 组织委员"


def test_strangers_and_superiors_do_nothing_to_minutes(city: City, people: People) -> None:
    made = hold(city.first_branch)
    for who in (people.stranger, people.deputy, people.other_secretary):
        for name in ALL_CAN:
            with pytest.raises(NotAllowed):
                getattr(actions, name)(record=made, by=who.actor, at=NOW)
        with pytest.raises(NotAllowed):
            correct(made, by=who.actor)
        with pytest.raises(NotAllowed):
            vote(made, 5, 0, 0, by=who.actor)
        with pytest.raises(NotAllowed):
            actions.note_beside_minutes(record=made, text="笔误", by=who.actor, at=NOW)
    voted = vote(made, 5, 0, 0)
    with pytest.raises(NotAllowed):
        actions.withdraw_vote(voted=voted, why="记错", by=people.stranger.actor, at=NOW)


def test_a_correction_keeps_the_version_before_with_who_was_away(city: City) -> None:
    branch = city.first_branch
    made = hold(branch, absent=away(branch, "孙明岚"))
    correct(made, text="补充：议定三项事项。" + TEXT, absent=away(branch, "吴晓溪", "冯小满"))
    made.refresh_from_db()
    assert (made.due, made.present) == (9, 7)
    gone = Attendance.objects.filter(record=made).exclude(absence="").values_list("member__name", flat=True)
    assert set(gone) == {"吴晓溪", "冯小满"}
    kept = RecordVersion.objects.get(record=made)
    assert (kept.number, kept.text, kept.present, kept.why) == (1, TEXT, 8, "补充")
    assert '"leave"' in kept.beside


def test_a_correction_weighs_the_quorum_anew_and_leaves_nothing_half_written(city: City) -> None:
    branch = city.first_branch
    made = hold(branch)
    gone = away(branch, "周组韬", "何宣宁", "郑纪安", "孙明岚", "吴晓溪")
    with pytest.raises(Invalid, match="不足应到 8 人的半数"):
        correct(made, absent=gone)
    made.refresh_from_db()
    assert (made.present, RecordVersion.objects.count()) == (9, 0)
    assert not Attendance.objects.exclude(absence="").exists()


def test_a_correction_has_a_reason(city: City) -> None:
    with pytest.raises(Invalid, match="为什么更正"):
        correct(hold(city.first_branch), why=" ")


def test_a_correction_of_signed_minutes_lets_the_chair_read_them_again(city: City) -> None:
    made = hold(city.first_branch, text="学习")
    assert "不足" in made.remarks
    signed(made)
    correct(made, text=TEXT)
    held = Minutes.objects.get(record=made)
    assert (held.state, held.signed_at, held.signed_by) == ("draft", None, "")
    made.refresh_from_db()
    assert made.remarks == ""


def test_locked_minutes_stay_and_are_noted_beside(city: City) -> None:
    made = hold(city.first_branch)
    with pytest.raises(WrongState, match="直接更正"):
        actions.note_beside_minutes(record=made, text="笔误", by=SYSTEM, at=NOW)
    signed(made, and_lock=True)
    for refused in (lambda: correct(made), lambda: vote(made, 5, 0, 0), lambda: signed(made)):
        with pytest.raises(WrongState, match="已经归档锁定"):
            refused()
    actions.note_beside_minutes(record=made, text="第二段“5月”应为“6月”。", by=SYSTEM, at=NOW)
    with pytest.raises(Invalid, match="哪里有差错"):
        actions.note_beside_minutes(record=made, text=" ", by=SYSTEM, at=NOW)
    assert MinutesNote.objects.get().text.startswith("第二段")
    made.refresh_from_db()
    assert made.text == TEXT


def test_an_empty_page_is_not_signed(city: City) -> None:
    made = hold(city.first_branch, text="")
    with pytest.raises(WrongState, match="还没有起草"):
        signed(made)
    actions.begin_minutes(record=made, by=SYSTEM, at=NOW)
    with pytest.raises(Invalid, match="还没有内容"):
        signed(made)
    with pytest.raises(WrongState, match="已经有会议记录"):
        actions.begin_minutes(record=made, by=SYSTEM, at=NOW)


def test_who_has_left_the_branch_since_was_there_all_the_same(city: City) -> None:
    made = hold(city.first_branch)
    with building():
        city.first_branch.roster.filter(name="曾庆禾").update(organisation=city.small_branch)
    correct(made, text=TEXT + "补充。")
    assert Attendance.objects.filter(record=made, member__name="曾庆禾").exists()
    assert Attendance.objects.filter(record=made).count() == 9


def test_a_meeting_known_by_numbers_is_corrected_by_numbers(city: City) -> None:
    made = hold(city.first_branch)
    with building():
        Attendance.objects.filter(record=made).delete()
    with pytest.raises(Invalid):
        correct(made)
    correct(made, numbers=Turnout(9, 8))
    made.refresh_from_db()
    assert (made.due, made.present) == (9, 8)


def test_a_vote_is_weighed_against_those_with_a_vote(city: City) -> None:
    branch = city.first_branch
    made = hold(branch, absent=away(branch, "孙明岚"))
    voted = vote(made, 5, 1, 1)
    assert (voted.voting_due, voted.voting_present, voted.passed) == (8, 7, True)
    with pytest.raises(Invalid, match="多于到会有表决权的 7 人") as refused:
        vote(made, 6, 1, 1)
    assert refused.value.code == "votes-above-present"
    assert not vote(made, 4, 3, 0).passed


def test_a_corrected_attendance_weighs_votes_again(city: City) -> None:
    branch = city.first_branch
    made = hold(branch)
    voted = vote(made, 6, 0, 0)
    correct(made, absent=away(branch, "孙明岚", "吴晓溪"))
    voted.refresh_from_db()
    assert (voted.voting_present, voted.passed) == (6, True)
    with pytest.raises(Invalid, match="多于到会有表决权的 5 人"):
        correct(made, absent=away(branch, "孙明岚", "吴晓溪", "曾庆禾"))
    made.refresh_from_db()
    assert made.present == 7


def test_a_vote_recorded_after_the_signature_wants_another(city: City) -> None:
    made = hold(city.first_branch)
    signed(made)
    voted = vote(made, 5, 0, 0)
    assert Minutes.objects.get().state == "draft"
    actions.withdraw_vote(voted=voted, why="记错了", by=SYSTEM, at=NOW)
    assert not VotedMatter.objects.standing().exists()
    with pytest.raises(WrongState, match="已经撤销"):
        actions.withdraw_vote(voted=voted, why="记错了", by=SYSTEM, at=NOW)


def test_no_vote_is_counted_at_a_committee_meeting(city: City) -> None:
    made = hold(city.first_branch, "committee")
    with pytest.raises(Invalid, match="没有规定表决的计票办法"):
        vote(made, 3, 0, 0)


def test_thin_records_of_a_quarter_are_listed_for_those_who_see_them(
    city: City, people: People, django_assert_max_num_queries: Any
) -> None:
    branch = city.first_branch
    hold(branch, topic="好的")
    hold(branch, "theme_day", topic="略的", text="略。")
    hold(branch, "theme_day", date(2026, 5, 20), topic="上月的", text="学习文件，交流体会，作出安排。")
    hold(branch, "theme_day", date(2026, 6, 20), topic="抄的", text="学习文件，交流体会，作出安排。")
    scope = people.deputy.actor.scope(Permission.RECORD_SEE)
    with django_assert_max_num_queries(1):
        rows = remarked(list(thin_records(scope, date(2026, 4, 1), TODAY)))
    assert [(row.topic, *remarks) for row, _, remarks in rows] == [
        ("略的", "主要内容只写了“略。”，没有写明内容"),
        ("抄的", "主要内容与此前同类会议的记录完全相同"),
    ]
    elsewhere = people.other_secretary.actor.scope(Permission.RECORD_SEE)
    assert not thin_records(elsewhere, date(2026, 4, 1), TODAY).exists()


@pytest.fixture
def secretary(people: People, client_of: ClientOf) -> Client:
    return client_of(people.secretary)


def test_the_page_leads_from_draft_to_lock(
    secretary: Client, city: City, django_assert_max_num_queries: Any
) -> None:
    branch = city.first_branch
    made = hold(branch, absent=away(branch, "孙明岚"))
    page = f"/meetings/{made.pk}/minutes/"
    with django_assert_max_num_queries(20):
        shown = text_of(secretary.get(page))
    assert "审签并归档锁定" in shown
    assert "孙明岚（请假）" in shown
    sent = {
        "topic": made.topic, "chair": "林书远", "recorder": "周组韬", "text": TEXT + "又议定一项。",
        "why": "补充议定事项", "there": keys(branch),
    }  # fmt: skip
    assert secretary.post(f"{page}correct/", sent).status_code == 302
    assert (
        secretary.post(
            f"{page}vote/", {"matter": "工作报告", "in_favour": 8, "against": 0, "abstained": 0}
        ).status_code
        == 302
    )
    assert secretary.post(page, {"do": "sign_lock"}).status_code == 302
    shown = text_of(secretary.get(page))
    assert "已归档锁定" in shown
    assert "第 1 版" in shown
    assert "孙明岚（请假）" in shown  # of the first version
    assert "通过" in shown
    secretary.post(page, {"note": "“又议定一项”指换届筹备。"})
    assert "指换届筹备" in text_of(secretary.get(page))


def test_the_page_of_a_correction_says_what_is_missing(secretary: Client, city: City) -> None:
    branch = city.first_branch
    made = hold(branch)
    answer = secretary.post(
        f"/meetings/{made.pk}/minutes/correct/",
        {
            "topic": made.topic,
            "chair": "林书远",
            "text": TEXT,
            "why": "",
            "there": keys(branch, but=("孙明岚",)),
        },
    )
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "请写明为什么更正" in shown
    assert "请选择缺席原因" in shown
    assert not RecordVersion.objects.exists()


def test_a_disabled_button_says_who_signs(people: People, city: City, client_of: ClientOf) -> None:
    made = hold(city.first_branch)
    shown = text_of(client_of(people.committee_member).get(f"/meetings/{made.pk}/minutes/"))
    assert "会议记录由主持人（林书远）或者书记本人审签" in shown


def test_the_list_of_thin_records_opens_by_quarters(secretary: Client, city: City) -> None:
    hold(city.first_branch, "theme_day", topic="略的", text="略")
    assert "略的" in text_of(secretary.get("/meetings/thin/"))
    assert "没有过于简单的会议记录" in text_of(secretary.get("/meetings/thin/?day=2026-02-01"))
