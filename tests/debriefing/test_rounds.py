"""A round from plan to close, the votes of its groups, what follows; who may do what, and what is refused."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from heli.accounts.catalogue import Office
from heli.ballots import actions as ballot_actions
from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import Manner as Voting
from heli.ballots.catalogue import PollState
from heli.debriefing import actions, queries
from heli.debriefing.catalogue import Grade, Manner, Step
from heli.debriefing.models import Debriefing, Feedback, Mending, Reporter
from heli.debriefing.queries import filling, results, waiting
from heli.debriefing.rules import rounds
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from tests.ballots.bodies import as_voter, voters
from tests.debriefing.reporting import (
    BY,
    PROBLEMS,
    TEXTS,
    VOTERS,
    body_reporter,
    closed,
    colleague,
    committee_reporter,
    enlist,
    enlisted,
    fed_back,
    figures,
    grades,
    handed_in,
    hold,
    issued,
    listed,
    planned,
    rated,
    started,
)
from tests.people import NOW, TODAY, City, People

pytestmark = pytest.mark.django_db


def step(held: Debriefing) -> Step:
    return rounds.next_step(queries.standing(Debriefing.objects.get(pk=held.pk)))


def test_a_round_goes_from_plan_to_close(city: City, people: People) -> None:
    """R10-05; S001-15: once a year."""
    held = closed(city)
    assert step(held) is Step.DONE
    found = results.results(held)
    assert [(one.reporter.grade, one.reporter.proposed) for one in found] == [("good", "good")] * 2
    assert found[0].proposal.result == Decimal("100.00")
    with pytest.raises(WrongState, match="已经建立"):
        actions.start(organiser=city.work_committee, year=2026, **BY)
    with pytest.raises(WrongState, match="已经办结"):
        actions.close_round(debriefing=held, **BY)


def test_a_round_belongs_to_whom_somebody_reports_and_to_a_likely_year(city: City, people: People) -> None:
    with pytest.raises(Invalid, match="由机关工委、机关党委、党委、党总支组织"):
        actions.start(organiser=city.first_branch, year=2026, **BY)
    with pytest.raises(Invalid, match="请改正年度"):
        actions.start(organiser=city.work_committee, year=2024, **BY)


def test_a_plan_is_weighed_and_stands_once_a_voter_is_fixed(city: City, people: People) -> None:
    held = issued(city)
    with pytest.raises(Invalid, match="合计 90，应等于 100"):
        actions.change_plan(debriefing=held, planned=planned(held, groups=[("甲", 40), ("乙", 50)]), **BY)
    with pytest.raises(Invalid, match="请写明原因"):
        actions.change_plan(debriefing=held, planned=planned(held, why_when=""), **BY)
    with pytest.raises(Invalid, match="名称不能重复"):
        actions.change_plan(debriefing=held, planned=planned(held, groups=[("甲", 50), ("甲", 100)]), **BY)
    changed = actions.change_plan(
        debriefing=held, planned=planned(held, groups=[("班子", 60), ("代表", 40)], rating_share=70), **BY
    )
    assert [(one.name, one.weight) for one in results.groups_of(changed)] == [("班子", 60), ("代表", 40)]
    hold(results.groups_of(changed)[0], ["林书远", "江治河"])
    with pytest.raises(WrongState, match="已经确定投票人"):
        actions.change_plan(debriefing=held, planned=planned(held), **BY)
    with pytest.raises(WrongState, match="已经确定投票人"):
        enlist(held, "organ_committee", Office.SECRETARY, [city.water_committee])


def test_reporters_are_found_by_post_and_a_vacant_office_is_named(city: City, people: People) -> None:
    held = started(city.work_committee)
    (made,) = enlist(held, "organ_committee", Office.FULLTIME_DEPUTY, [city.education_committee])
    assert (made.name, made.level) == ("严守正", 2)
    with pytest.raises(Invalid, match="职务空缺"):
        enlist(held, "organ_committee", Office.FULLTIME_DEPUTY, [city.water_committee])
    with pytest.raises(Invalid, match="不向"):
        enlist(held, "organ_committee", Office.FULLTIME_DEPUTY, [city.first_branch])
    with pytest.raises(Invalid, match="没有这项职务"):
        enlist(held, "organ_committee", Office.DEPUTY, [city.water_committee])
    with pytest.raises(Invalid, match="勾选至少一个"):
        enlist(held, "organ_committee", Office.FULLTIME_DEPUTY, [])
    with pytest.raises(Invalid, match="已在名单中"):
        enlist(held, "organ_committee", Office.FULLTIME_DEPUTY, [city.education_committee])
    actions.strike(reporter=made, **BY)
    assert not held.reporters.exists()


def test_an_issue_wants_reporters_and_a_document(city: City, people: People) -> None:
    held = started(city.work_committee)
    with pytest.raises(Invalid, match="还没有述职人"):
        actions.issue(debriefing=held, document="青直工〔2026〕30号", **BY)
    enlist(held, "organ_committee", Office.FULLTIME_DEPUTY, [city.education_committee])
    with pytest.raises(Invalid, match="请填写方案的文号"):
        actions.issue(debriefing=held, document=" ", **BY)
    actions.issue(debriefing=held, document="青直工〔2026〕30号", **BY)
    with pytest.raises(WrongState, match="已经印发"):
        actions.issue(debriefing=held, document="青直工〔2026〕30号", **BY)


def test_a_report_without_the_attached_units_is_not_taken(city: City, people: People) -> None:
    """S000-75, R10-09: 缺失不能提交."""
    one = committee_reporter(issued(city))
    actions.write_report(reporter=one, texts={**TEXTS, "attached": "略"}, **BY)
    with pytest.raises(Invalid, match="缺少“抓直属单位党的工作情况”"):
        actions.hand_in(reporter=one, **BY)
    assert not Reporter.objects.get(pk=one.pk).has_handed_in


def test_where_there_are_no_attached_units_the_chapter_does_not_apply(city: City, people: People) -> None:
    held = started(city.work_committee)
    (one,) = enlist(held, "organ_committee", Office.FULLTIME_DEPUTY, [city.education_committee])
    assert filling.report(one, TODAY).attached > 0
    one.organisation = city.water_committee
    report = filling.report(one, TODAY)
    assert (report.attached, report.attached_left_out) == (0, True)
    assert "attached" not in {part.rule.id for part in report.parts}


def test_a_report_handed_in_is_the_record_and_is_not_asked_for_again(city: City, people: People) -> None:
    held = handed_in(city)
    one = committee_reporter(held)
    assert one.record is not None
    assert (one.record.kind, one.record.organisation, one.record.happened_on) == (
        "secretary_report", city.education_committee, TODAY,
    )  # fmt: skip
    with pytest.raises(WrongState, match="已经报送"):
        actions.hand_in(reporter=one, **BY)
    with pytest.raises(WrongState, match="已经报送"):
        actions.write_report(reporter=one, texts=TEXTS, **BY)
    actions.give_back(reporter=one, **BY)
    again = actions.hand_in(reporter=one, **BY)
    assert again.record == one.record
    assert Record.objects.filter(kind="secretary_report", organisation=city.education_committee).count() == 1


def test_a_record_entered_before_is_the_reports_record(city: City, people: People) -> None:
    one = committee_reporter(issued(city))
    known = record(
        organisation=city.education_committee,
        kind="secretary_report",
        happened_on=TODAY,
        topic="述职报告",
        **BY,
    )
    actions.write_report(reporter=one, texts=TEXTS, **BY)
    assert actions.hand_in(reporter=one, **BY).record == known


def test_a_report_on_paper_is_received_without_typing_it(city: City, people: People) -> None:
    """R14-07."""
    one = body_reporter(issued(city))
    got = actions.receive(reporter=one, **BY)
    assert (got.has_handed_in, got.on_paper, got.record) == (True, True, None)
    back = actions.give_back(reporter=got, **BY)
    assert not back.has_handed_in
    with pytest.raises(WrongState, match="还没有报送"):
        actions.give_back(reporter=back, **BY)


def test_each_report_gets_one_remark_that_names_a_problem(city: City, people: People) -> None:
    """一述一评 (R10-05), 重在解决问题 (R10-01)."""
    held = issued(city)
    one = committee_reporter(held)
    given: dict[str, Any] = {
        "reporter": one, "spoken_on": TODAY, "speaker": "方敏行", "text": "", "problems": PROBLEMS, **BY,
    }  # fmt: skip
    with pytest.raises(WrongState, match="还没有报送"):
        actions.remark(**given)
    actions.receive(reporter=one, **BY)
    with pytest.raises(Invalid, match="指出具体问题"):
        actions.remark(**given | {"problems": "很好"})
    with pytest.raises(Invalid, match="请填写点评人"):
        actions.remark(**given | {"speaker": " "})
    with pytest.raises(Invalid, match="核对"):
        actions.remark(**given | {"spoken_on": TODAY + timedelta(days=1)})
    first, second = actions.remark(**given), actions.remark(**given | {"text": "思路清楚"})
    assert first == second
    with pytest.raises(WrongState, match="已经点评"):
        actions.give_back(reporter=one, **BY)


def test_raters_are_named_by_the_roster_and_fixed_before_the_first_vote(city: City, people: People) -> None:
    held = issued(city)
    group = results.groups_of(held)[0]
    with pytest.raises(Invalid, match="名册中没有：查无此人"):
        hold(group, ["查无此人", "林书远"])
    with pytest.raises(Invalid, match="冯小满 不是"):
        hold(group, ["冯小满"])
    with pytest.raises(Invalid, match="没有有表决权的党员"):
        hold(group, [])
    voted = hold(group, ["林书远 市教育局机关第一党支部", "江治河"])
    assert results.poll_of(voted).issued == 2
    assert {one.text for one in ballot_queries.ballot(results.poll_of(voted))} == {
        "顾明德（市教育局党组）", "严守正（市教育局机关党委）",
    }  # fmt: skip
    with pytest.raises(WrongState, match="已经确定投票人"):
        hold(group, ["林书远"])


def test_one_name_in_two_branches_wants_the_branch_beside(city: City, people: People) -> None:
    from tests.people import building

    held = issued(city)
    namesake = city.water_branch.roster.get(name="石固堤")
    namesake.name = "林书远"
    with building():
        namesake.save(update_fields=["name"])
    group = results.groups_of(held)[0]
    with pytest.raises(Invalid, match="同名的：林书远"):
        hold(group, ["林书远"])
    assert results.poll_of(hold(group, ["林书远 水利局"])).voters.get().member == namesake


def test_before_the_plan_is_issued_nobody_votes(city: City, people: People) -> None:
    with pytest.raises(WrongState, match="还没有印发"):
        hold(results.groups_of(enlisted(city))[0], ["林书远"])


def test_raters_vote_electronically_and_counters_show_after_the_close(city: City, people: People) -> None:
    """R04-15, ADR 15: those of another organisation vote too, nobody who is not on the list."""
    everybody = voters(city.first_branch)
    held = issued(city)
    group = hold(
        results.groups_of(held)[0], [one.name for one in everybody], manner=Voting.ELECTRONIC,
        closes_on=TODAY + timedelta(days=2),
    )  # fmt: skip
    poll = results.poll_of(group)
    (item,) = waiting.open_items(as_voter(everybody[-1]), TODAY)
    assert (item.page, item.pk) == ("vote", group.pk)
    line = ballot_queries.ballot(poll)[0]
    good = line.choices[0].pk
    for one in everybody:
        ballot_actions.vote(poll=poll, ballot={line.pk: [good]}, by=as_voter(one), at=NOW)
    assert results.results(held)[0].marks[0].votes is None
    outside = city.water_branch.roster.get(name="江治河")
    with pytest.raises(NotAllowed):
        ballot_actions.vote(poll=poll, ballot={}, by=as_voter(outside), at=NOW)
    actions.close_vote(group=group, **BY)
    asked = {one.reporter.pk: one.marks[0].votes for one in results.results(held)}
    told = next(votes for votes in asked.values() if votes is not None and votes[Grade.GOOD])
    assert told[Grade.GOOD] == len(everybody)
    assert AuditEntry.objects.filter(action="ballots.vote").exclude(account_id=None).count() == 0


def test_an_electronic_vote_goes_to_paper_and_a_void_one_is_held_again(city: City, people: People) -> None:
    """R03-10, R14-07."""
    everybody = [one.name for one in voters(city.first_branch)]
    group = hold(results.groups_of(issued(city))[0], everybody, manner=Voting.ELECTRONIC)
    actions.take_vote_to_paper(group=group, **BY)
    poll = results.poll_of(results.group(group.pk, people.staff.actor.require("debriefing.hold")))
    assert actions.count_vote(group=group, counted=figures(poll, returned=9), **BY).state == PollState.VOID
    again = hold(group, everybody)
    assert again.poll_id != poll.pk


def test_grades_want_every_count_and_every_remark_before_them(city: City, people: People) -> None:
    held = handed_in(city)
    given: dict[str, Any] = {
        "debriefing": held, "meeting": None, "met_on": TODAY, "met_as": "工委会议", **BY,
    }  # fmt: skip
    with pytest.raises(WrongState, match="还有 3 个测评主体没有计票"):
        actions.decide(grades=grades(held), **given)
    for group in results.groups_of(held):
        voted = hold(group, VOTERS[group.name])
        actions.count_vote(group=voted, counted=figures(results.poll_of(voted)), **BY)
    with pytest.raises(WrongState, match="还有 2 名述职人没有点评"):
        actions.decide(grades=grades(held), **given)


def test_a_meeting_adopts_and_a_departure_is_reasoned(city: City, people: People) -> None:
    """测算 proposes, the meeting decides."""
    held = rated(city)
    given: dict[str, Any] = {"debriefing": held, "meeting": None, **BY}
    named: dict[str, Any] = {"met_on": TODAY, "met_as": "工委会议"}
    with pytest.raises(Invalid, match="会议名称和日期"):
        actions.decide(grades=grades(held), **given)
    with pytest.raises(Invalid, match="今天以前"):
        actions.decide(grades=grades(held), **given, **named | {"met_on": TODAY + timedelta(days=1)})
    with pytest.raises(Invalid, match="与测算建议“好”不同"):
        actions.decide(grades=grades(held, Grade.FAIR), **given, **named)
    with pytest.raises(Invalid, match="名单已更新"):
        actions.decide(grades={}, **given, **named)
    made = actions.decide(grades=grades(held, Grade.FAIR, "重点任务未完成"), **given, **named)
    one = committee_reporter(made)
    assert (one.grade, one.proposed, one.why_departs) == ("fair", "good", "重点任务未完成")
    entry = AuditEntry.objects.filter(action="debriefing.decide").latest("pk")
    assert '"较好":2' in entry.detail
    assert "严守正" not in entry.detail


def test_below_the_city_the_meeting_is_a_record_of_the_organiser(city: City, people: People) -> None:
    held = started(city.education_committee)
    enlist(held, "branch", Office.SECRETARY, [city.first_branch])
    enlist(held, "attached_committee", Office.SECRETARY, [city.school])
    actions.issue(debriefing=held, document="会议研究", **BY)
    for one in results.reporters_of(held):
        actions.receive(reporter=one, **BY)
        actions.remark(reporter=one, spoken_on=TODAY, speaker="严守正", text="", problems=PROBLEMS, **BY)
    for place, group in enumerate(results.groups_of(held)):
        voted = hold(group, [["林书远"], ["周组韬"], ["何宣宁"]][place])
        actions.count_vote(group=voted, counted=figures(results.poll_of(voted)), **BY)
    given: dict[str, Any] = {"debriefing": held, "grades": grades(held), **BY}
    topic = {"happened_on": TODAY, "topic": "研究述职等次", **BY}
    others = record(organisation=city.water_committee, kind="committee_meeting", **topic)
    for meeting in (None, others):
        with pytest.raises(Invalid, match="已记录的委员会会议"):
            actions.decide(meeting=meeting, met_on=TODAY, met_as="党委会", **given)
    own = record(organisation=city.education_committee, kind="committee_meeting", **topic)
    assert actions.decide(meeting=own, **given).meeting == own


def test_who_organises_does_it_and_nobody_else(city: City, people: People) -> None:
    """The stranger, a member, a clerk, the administrator and secretaries beside are refused everything."""
    held = fed_back(city)
    one, group = committee_reporter(held), results.groups_of(held)[0]
    day: dict[str, Any] = {"opens_on": TODAY, "closes_on": TODAY}
    acts: list[Callable[[Any], object]] = [
        lambda by: actions.start(organiser=city.work_committee, year=2025, by=by, at=NOW),
        lambda by: actions.change_plan(debriefing=held, planned=planned(held), by=by, at=NOW),
        lambda by: actions.enlist(
            debriefing=held, relation="organ_committee", office=Office.SECRETARY, organisations=[],
            manner=Manner.WRITTEN, by=by, at=NOW,
        ),
        lambda by: actions.strike(reporter=one, by=by, at=NOW),
        lambda by: actions.issue(debriefing=held, document="号", by=by, at=NOW),
        lambda by: actions.hold_vote(group=group, voters=["林书远"], by=by, at=NOW, **day),
        lambda by: actions.take_vote_to_paper(group=group, by=by, at=NOW),
        lambda by: actions.close_vote(group=group, by=by, at=NOW),
        lambda by: actions.count_vote(group=group, counted=figures(results.poll_of(group)), by=by, at=NOW),
        lambda by: actions.receive(reporter=one, by=by, at=NOW),
        lambda by: actions.give_back(reporter=one, by=by, at=NOW),
        lambda by: actions.mark_work(reporter=one, mark=None, source="", by=by, at=NOW),
        lambda by: actions.remark(
            reporter=one, spoken_on=TODAY, speaker="甲", text="", problems=PROBLEMS, by=by, at=NOW
        ),
        lambda by: actions.decide(
            debriefing=held, meeting=None, grades=grades(held), met_on=TODAY, met_as="会", by=by, at=NOW
        ),
        lambda by: actions.feed_back(
            reporter=one, given_on=TODAY, giver="方敏行", problems=PROBLEMS, by=by, at=NOW
        ),
        lambda by: actions.sign_feedback(reporter=one, as_giver=True, by=by, at=NOW),
        lambda by: actions.sign_on_paper(reporter=one, by=by, at=NOW),
        lambda by: actions.hand_down(reporter=one, by=by, at=NOW),
        lambda by: actions.close_round(debriefing=held, by=by, at=NOW),
    ]  # fmt: skip
    others = (people.stranger, people.member, people.clerk, people.administrator, people.other_secretary)
    for who in (*others, people.deputy, people.lead_secretary):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(who.actor)
    for act in acts:  # the organiser is refused by the state alone, or not at all
        with suppress(Invalid, WrongState, NotFound):
            act(people.staff.actor)


def test_a_reporter_alone_writes_his_own(city: City, people: People) -> None:
    """R10-06 亲自撰写; assistants sign nothing."""
    held = issued(city)
    one = committee_reporter(held)
    item = Mending(reporter=one, problem="问题", measure="措施", due_on=TODAY, office=one.office)
    acts: list[Callable[[Any], object]] = [
        lambda by: actions.write_report(reporter=one, texts=TEXTS, by=by, at=NOW),
        lambda by: actions.hand_in(reporter=one, by=by, at=NOW),
        lambda by: actions.sign_feedback(reporter=one, as_giver=False, by=by, at=NOW),
        lambda by: actions.list_item(
            reporter=one, problem="问题", measure="措施", office="secretary", due_on=TODAY, by=by, at=NOW
        ),
        lambda by: actions.drop_item(item=item, by=by, at=NOW),
        lambda by: actions.finish_item(item=item, done_on=TODAY, how="已经办好", by=by, at=NOW),
    ]  # fmt: skip
    for who in (people.stranger, people.clerk, people.staff, people.lead_secretary, people.secretary):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(who.actor)
    for act in acts:
        with pytest.raises(NotAllowed, match="述职人本人"):
            act(colleague(people))
    for act in acts[:2]:
        act(people.deputy.actor)
    for act in acts[2:5]:  # by the state alone
        with pytest.raises(DomainError) as refused:
            act(people.deputy.actor)
        assert not isinstance(refused.value, NotAllowed)


def test_each_action_leaves_one_entry_with_its_steps(city: City, people: People) -> None:
    one = listed(closed(city))
    actions.hand_down(reporter=one, **BY)
    told = AuditEntry.objects.filter(action__startswith="debriefing.").order_by("pk")
    done = [entry.action.removeprefix("debriefing.") for entry in told]
    assert done[:5] == ["start", "change_plan", "enlist", "enlist", "issue"]
    steps = {entry.action.removeprefix("debriefing."): entry.steps for entry in told}
    assert (steps["hand_in"], steps["hold_vote"], steps["hand_down"]) == (
        '{"duties.record":1}', '{"ballots.prepare":1}', '{"duties.lay_once":1}',
    )  # fmt: skip
    assert Feedback.objects.filter(on_paper=True).count() == 2


def test_what_waits_is_told_to_whom_it_concerns(city: City, people: People) -> None:
    held = fed_back(city)
    assert [one.page for one in waiting.open_items(people.deputy.actor, TODAY)] == ["reporter"]
    assert [one.page for one in waiting.open_items(people.staff.actor, TODAY)] == [
        "reporter", "reporter", "round",
    ]  # fmt: skip
    assert waiting.open_items(people.stranger.actor, TODAY) == []
    one = committee_reporter(held)
    actions.sign_on_paper(reporter=one, **BY)
    listed(held)
    actions.hand_down(reporter=one, **BY)
    assert {item.page for item in waiting.open_items(people.deputy.actor, TODAY)} == {"finish"}


def test_a_report_that_is_due_waits_for_the_reporter(city: City, people: People) -> None:
    held = issued(city)
    (item,) = waiting.open_items(people.deputy.actor, TODAY)
    assert (item.page, item.due_on) == ("write", held.first_on)
    assert waiting.open_items(people.staff.actor, TODAY) == []
