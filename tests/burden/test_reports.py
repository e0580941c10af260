"""又要报一遍: reported on a request, answered by its issuer, taken back; never by person (R14-08)."""

import pytest

from heli.accounts.actor import EVERYTHING
from heli.accounts.scope import Scope
from heli.burden import actions
from heli.burden.catalogue import Answer, ReportState, RequestKind
from heli.burden.models import RepeatReport
from heli.burden.queries import open_items
from heli.burden.queries.account import Request
from heli.burden.queries.refused import refused
from heli.burden.queries.reporting import requests_of
from heli.burden.queries.reports import counted, in_sight, own, report_page, to_answer
from heli.circulation import actions as notice_actions
from heli.duties import actions as duty_actions
from heli.duties.models import Requirement
from heli.home.queries.today import today_of
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from tests.burden.reporting import reported
from tests.circulation.sending import sent
from tests.duties.planned import Planned
from tests.people import NOW, TODAY, City, People

pytestmark = pytest.mark.django_db


def _request(one: Requirement) -> Request:
    return Request(RequestKind.REQUIREMENT, one.pk, one.measure, "年度任务")


def test_a_member_reports_and_reads_the_answer(city: City, people: People, planned: Planned) -> None:
    made = reported(planned.open_one, city.first_branch, people.member, given=_request(planned.theme_day))
    entry = AuditEntry.objects.latest("pk")
    assert entry.action == "burden.report_repeat"
    assert (made.state, made.given_requirement_id) == (ReportState.OPEN, planned.theme_day.pk)
    assert [one.what for one in open_items(people.staff.actor)] == [planned.open_one.measure]
    assert open_items(people.deputy.actor) == []
    actions.answer_repeat(
        report=made, answer=Answer.MERGED, text="以主题党日记录为准", by=people.staff.actor, at=NOW
    )
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, '"answer":"merged"' in entry.detail) == ("burden.answer_repeat", True)
    assert open_items(people.staff.actor) == []
    seen = own(people.member.actor).get()
    assert (seen.state, seen.get_answer_display(), seen.answer_text) == (
        ReportState.ANSWERED,
        "合并",
        "以主题党日记录为准",
    )


def test_it_waits_on_the_issuers_page_of_today_without_the_reporters_name(
    city: City, people: People, planned: Planned
) -> None:
    reported(planned.open_one, city.first_branch, people.member)
    lines = [line for group in today_of(people.staff.actor, TODAY).groups for line in group.lines]
    (line,) = [line for line in lines if "又要报一遍" in line.what]
    assert (line.what, line.when) == ("答复“又要报一遍”：开展调研", "1 件待答复")
    assert "吴晓溪" not in f"{line}"


def test_a_notice_is_answered_by_whoever_signs_for_its_sender(city: City, people: People) -> None:
    notice = sent(city.education_committee, people.deputy)
    made = reported(notice, city.first_branch, people.secretary)
    assert list(to_answer(people.deputy.actor)) == [made]
    assert list(to_answer(people.staff.actor)) == []
    with pytest.raises(NotAllowed):
        actions.answer_repeat(report=made, answer=Answer.KEPT, text="需要", by=people.staff.actor, at=NOW)
    actions.answer_repeat(report=made, answer=Answer.KEPT, text="口径不同", by=people.deputy.actor, at=NOW)
    with pytest.raises(WrongState, match="已经办结"):
        actions.answer_repeat(report=made, answer=Answer.KEPT, text="再答", by=people.deputy.actor, at=NOW)


def test_an_issuer_says_withdrawn_only_of_what_is_withdrawn(
    city: City, people: People, planned: Planned
) -> None:
    by = people.staff.actor
    made = reported(planned.open_one, city.first_branch, people.secretary)
    with pytest.raises(WrongState, match="还没有撤回"):
        actions.answer_repeat(report=made, answer=Answer.WITHDRAWN, by=by, at=NOW)
    duty_actions.take_back(requirement=planned.open_one, why="不再要求", by=by, at=NOW)
    assert refused(EVERYTHING, 2026, TODAY) == []
    actions.answer_repeat(report=made, answer=Answer.WITHDRAWN, by=by, at=NOW)
    assert [one.name for one in refused(EVERYTHING, 2026, TODAY)] == ["开展调研"]


@pytest.mark.parametrize("who", ["stranger", "other_secretary", "system_admin", "audit_admin"])
def test_who_does_not_see_the_organisation_reports_nothing_for_it(
    city: City, people: People, planned: Planned, who: str
) -> None:
    with pytest.raises(NotAllowed):
        reported(planned.theme_day, city.first_branch, getattr(people, who))
    assert not RepeatReport.objects.exists()


@pytest.mark.parametrize(
    "who", ["stranger", "secretary", "deputy", "lead_secretary", "member", "audit_admin"]
)
def test_who_keeps_no_plan_answers_nothing(city: City, people: People, planned: Planned, who: str) -> None:
    made = reported(planned.theme_day, city.first_branch, people.secretary)
    with pytest.raises(NotAllowed):
        actions.answer_repeat(
            report=made, answer=Answer.KEPT, text="需要", by=getattr(people, who).actor, at=NOW
        )


def test_only_whoever_reported_takes_it_back_and_only_before_the_answer(
    city: City, people: People, planned: Planned
) -> None:
    made = reported(planned.theme_day, city.first_branch, people.secretary)
    for other in (people.member, people.staff, people.stranger):
        with pytest.raises(NotAllowed, match="自己的反映"):
            actions.withdraw_report(report=made, by=other.actor, at=NOW)
    actions.withdraw_report(report=made, by=people.secretary.actor, at=NOW)
    assert AuditEntry.objects.latest("pk").action == "burden.withdraw_report"
    assert list(in_sight(EVERYTHING)) == []
    assert counted(EVERYTHING, 2026, TODAY) == (0, 0)
    again = reported(planned.theme_day, city.first_branch, people.secretary)
    actions.answer_repeat(report=again, answer=Answer.KEPT, text="需要", by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState):
        actions.withdraw_report(report=again, by=people.secretary.actor, at=NOW)


def test_bad_reports_are_refused_with_what_to_do(city: City, people: People, planned: Planned) -> None:
    branch, who = city.first_branch, people.secretary
    with pytest.raises(Invalid, match="在哪一项里报过"):
        reported(planned.theme_day, branch, who, given_text=" ")
    with pytest.raises(Invalid, match="另外一项要求"):
        reported(planned.theme_day, branch, who, given=_request(planned.theme_day))
    with pytest.raises(Invalid, match="不是对这个党组织提出的"):
        reported(planned.theme_day, branch, who, given=_request(planned.governance))
    with pytest.raises(Invalid, match="没有被要求办理"):
        reported(planned.governance, branch, who)
    with pytest.raises(Invalid, match="200 个字"):
        reported(planned.theme_day, branch, who, given_text="报" * 201)
    with pytest.raises(NotAllowed, match="请登录"):
        actions.report_repeat(
            request=planned.theme_day, organisation=branch, given_text="x", by=SYSTEM, at=NOW
        )
    reported(planned.theme_day, branch, who)
    with pytest.raises(WrongState, match="已经反映过"):
        reported(planned.theme_day, branch, who)
    duty_actions.take_back(requirement=planned.assembly, why="并入", by=SYSTEM, at=NOW)
    planned.assembly.refresh_from_db()
    with pytest.raises(WrongState, match="已经撤回"):
        reported(planned.assembly, branch, who)
    assert RepeatReport.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "text", "said"),
    [
        (Answer.KEPT, " ", "保留的理由"),
        (Answer.MERGED, "", "以哪一项为准"),
        (Answer.KEPT, "需" * 201, "200 个字"),
    ],
)
def test_bad_answers_are_refused(
    city: City, people: People, planned: Planned, answer: Answer, text: str, said: str
) -> None:
    made = reported(planned.theme_day, city.first_branch, people.secretary)
    with pytest.raises(Invalid, match=said):
        actions.answer_repeat(report=made, answer=answer, text=text, by=people.staff.actor, at=NOW)


def test_a_report_is_read_by_its_reporter_its_issuer_and_who_sees_the_organisation(
    city: City, people: People, planned: Planned
) -> None:
    made = reported(planned.theme_day, city.first_branch, people.secretary)
    for who in (people.secretary, people.staff, people.deputy, people.member):
        assert report_page(made.pk, who.actor, who.actor.scope("record.see")).report == made
    with pytest.raises(NotFound):
        report_page(made.pk, people.other_secretary.actor, people.other_secretary.actor.scope("record.see"))
    actions.withdraw_report(report=made, by=people.secretary.actor, at=NOW)
    assert report_page(made.pk, people.secretary.actor, Scope()).is_own
    with pytest.raises(NotFound):
        report_page(made.pk, people.deputy.actor, people.deputy.actor.scope("record.see"))


def test_what_an_organisation_is_asked_for_are_its_duties_and_its_notices(
    city: City, people: People, planned: Planned
) -> None:
    notice = sent(city.work_committee, people.staff)
    named = [one.name for one in requests_of(city.first_branch, 2026, TODAY)]
    plan = ["开展主题党日活动", "召开支部委员会会议", "召开支部党员大会", "党组织书记讲党课", "开展调研"]
    assert named == [*plan, notice.title]
    made = reported(notice, city.first_branch, people.secretary, given=_request(planned.theme_day))
    assert (made.request_name, made.given_name) == (notice.title, "开展主题党日活动")
    notice_actions.withdraw(notice=notice, reason="重复", by=people.staff.actor, at=NOW)
    notice.refresh_from_db()
    with pytest.raises(WrongState, match="已经撤回"):
        reported(notice, city.first_branch, people.member)
