"""Gatherings from their arranging to the archive: who may, what is refused, what stays (S001-01 … 04)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from heli.ballots.rules import Count, Counted
from heli.duties.models import Fulfilment, Requirement
from heli.exchange import actions
from heli.exchange.catalogue import About, Act, Outcome, PaperForm, Source, State
from heli.exchange.models import Exhibit, Gathering, HandCount, Objection, Problem, Promise
from heli.exchange.queries import judging as judging_queries
from heli.exchange.queries import standing
from heli.exchange.queries.gatherings import exhibits
from heli.figures.queries import lines
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from tests.duties.planned import enter
from tests.exchange.held import (
    PROBLEMS,
    RESULTS,
    WHOLE,
    arranged,
    comparing,
    exhibit,
    judging,
    later,
    published,
    showing,
    shown,
)
from tests.people import NOW, TODAY, City, People, Person

pytestmark = pytest.mark.django_db


def audited() -> str:
    return AuditEntry.objects.latest("pk").action


def test_nobody_is_asked_before_the_act_begins_and_somebody_is_invited(city: City, people: People) -> None:
    made = arranged(city, people)
    assert (made.state, audited()) == (State.PREPARING, "exchange.arrange")
    with pytest.raises(Invalid, match="还没有参加单位"):
        actions.move_on(gathering=made, act=Act.SHOW, by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState, match="同名"):
        arranged(city, people)
    with pytest.raises(Invalid, match="异议答复人应是组织方现任"):
        actions.arrange(
            organiser=city.work_committee, answerer=people.deputy.post, **(WHOLE | {"title": "另一次"}),
            by=people.staff.actor, at=NOW,
        )  # fmt: skip


def test_an_invitation_is_not_doubled_and_can_be_taken_back_while_nothing_is_shown(
    city: City, people: People
) -> None:
    made, by = showing(city, people), people.staff.actor
    again = [city.education_group, city.publicity_committee]
    assert actions.invite(gathering=made, organisations=again, by=by, at=NOW) == 1
    actions.withdraw_invitation(exhibit=exhibit(made, city.publicity_committee), by=by, at=NOW)
    assert Exhibit.objects.filter(gathering=made).count() == 4
    shown(made, city.education_group)
    with pytest.raises(WrongState, match="已经报送材料"):
        actions.withdraw_invitation(exhibit=exhibit(made, city.education_group), by=by, at=NOW)
    with pytest.raises(Invalid, match="不作为参加单位"):
        actions.invite(gathering=made, organisations=[city.work_committee], by=by, at=NOW)


def test_both_sides_are_handed_in_with_figures_from_the_ledger(worked: City, people: People) -> None:
    made = showing(worked, people)
    with pytest.raises(Invalid, match="只讲成绩"):
        actions.hand_in(
            exhibit=exhibit(made, worked.education_group), results=RESULTS, shortcomings=" ",
            by=people.lead_secretary.actor, at=NOW,
        )  # fmt: skip
    one = actions.hand_in(
        exhibit=exhibit(made, worked.education_group), results=RESULTS, shortcomings=PROBLEMS,
        by=people.lead_secretary.actor, at=NOW,
    )  # fmt: skip
    assert (one.owed, one.done, one.on_time, str(one.score)) == (1, 1, 1, "100.00")
    assert audited() == "exchange.hand_in"
    assert set(one.problems.values_list("category", "source")) == {
        ("organisation", Source.OWN), ("responsibility", Source.OWN),
    }  # fmt: skip
    again = "组织建设：会议记录不规范"
    actions.hand_in(exhibit=one, results=RESULTS, shortcomings=again, by=people.lead_secretary.actor, at=NOW)
    assert list(one.problems.values_list("text", flat=True)) == ["会议记录不规范"]


def test_a_problem_that_a_promise_answers_stays(city: City, people: People) -> None:
    made = showing(city, people)
    (one,) = shown(made, city.education_group)
    kept = one.problems.order_by("pk")[0]
    promised(one, people, problem=kept)
    actions.hand_in(
        exhibit=one, results=RESULTS, shortcomings="纪律建设：警示教育形式单一", by=SYSTEM, at=NOW
    )
    assert set(one.problems.values_list("text", flat=True)) == {kept.text, "警示教育形式单一"}


def promised(one: Exhibit, people: People, **changed: Any) -> Promise:
    words: dict[str, Any] = {
        "text": "每季度听取一次汇报", "measure": "年内不少于两次", "due_on": later(60),
    }  # fmt: skip
    return actions.promise(exhibit=one, **(words | changed), by=people.staff.actor, at=NOW)


def test_material_is_handed_in_at_its_act_alone(city: City, people: People) -> None:
    made = comparing(city, people)
    with pytest.raises(WrongState, match="在“晒”阶段办理"):
        shown(made, city.publicity_body)
    with pytest.raises(WrongState, match="不能再改"):
        actions.invite(gathering=made, organisations=[city.water_branch], by=people.staff.actor, at=NOW)


def test_nothing_is_compared_where_nothing_was_shown(city: City, people: People) -> None:
    with pytest.raises(Invalid, match="没有可比的内容"):
        actions.move_on(gathering=showing(city, people), act=Act.COMPARE, by=people.staff.actor, at=NOW)


def test_speakers_have_an_order_and_take_part(city: City, people: People) -> None:
    made, by = showing(city, people), people.staff.actor
    both = [exhibit(made, one).pk for one in (city.water_group, city.education_group)]
    actions.set_speakers(gathering=made, speakers=both, by=by, at=NOW)
    assert [one.organisation_id for one in exhibits(made)][:2] == [
        city.water_group.pk,
        city.education_group.pk,
    ]
    with pytest.raises(Invalid, match="没有参加的单位"):
        actions.set_speakers(gathering=made, speakers=[both[0], 999_999], by=by, at=NOW)


def test_pasted_problems_are_entered_as_previewed(city: City, people: People) -> None:
    made, by = showing(city, people), people.staff.actor
    good = f"{city.water_group.short_name}｜组织建设｜支部委员缺额半年没有增补"
    text = f"{good}\n不存在的单位｜｜没有这个单位的问题"
    with pytest.raises(WrongState, match="现在是 1 条"):
        actions.enter_problems(gathering=made, text=text, lines=2, by=by, at=NOW)
    assert actions.enter_problems(gathering=made, text=text, lines=1, by=by, at=NOW) == 1
    one = Problem.objects.get()
    assert (one.source, one.category) == (Source.FOUND, "organisation")
    with pytest.raises(Invalid, match="没有可以录入的行"):
        actions.enter_problems(gathering=made, text=text, lines=0, by=by, at=NOW)
    actions.classify(problem=one, category="conduct", by=by, at=NOW)
    one.refresh_from_db()
    assert one.category == "conduct"
    with pytest.raises(Invalid, match="没有这一类"):
        actions.classify(problem=one, category="nothing", by=by, at=NOW)


def test_taking_part_is_recorded_once_and_fulfils_what_asks_it(city: City, people: People) -> None:
    made = showing(city, people)
    (one,) = shown(made, city.education_committee)
    by = people.deputy.actor
    record = actions.record_taking_part(exhibit=one, by=by, at=NOW)
    assert (record.kind, record.happened_on, record.organisation_id) == (
        "duty_exchange", TODAY, city.education_committee.pk,
    )  # fmt: skip
    with pytest.raises(WrongState, match="已经记过"):
        actions.record_taking_part(exhibit=one, by=by, at=NOW)


def test_comments_are_the_organisers_and_of_other_participants(city: City, people: People) -> None:
    made = judging(city, people)
    water = exhibit(made, city.water_group)
    said: dict[str, Any] = {"gathering": made, "said_by": "顾明德", "text": "问题找得准。", "at": NOW}
    made_one = actions.comment(
        organisation=city.education_group, exhibit=water, by=people.lead_secretary.actor, **said
    )
    assert (made_one.exhibit, audited()) == (water, "exchange.comment")
    with pytest.raises(Invalid, match="不能点评本组织"):
        actions.comment(
            organisation=city.education_group, exhibit=exhibit(made, city.education_group),
            by=people.lead_secretary.actor, **said,
        )  # fmt: skip
    with pytest.raises(WrongState, match="没有参加"):
        actions.comment(organisation=city.first_branch, exhibit=water, by=people.secretary.actor, **said)
    with pytest.raises(Invalid, match="点评内容"):
        actions.comment(organisation=city.work_committee, by=people.staff.actor, **(said | {"text": " "}))


def test_units_vote_on_paper_and_nothing_is_shown_before_the_count(city: City, people: People) -> None:
    made, by = judging(city, people), people.staff.actor
    with pytest.raises(Invalid, match="1 至参加单位数 4"):
        actions.prepare_vote(gathering=made, units=5, by=by, at=NOW)
    made = actions.prepare_vote(gathering=made, units=4, by=by, at=NOW)
    assert judging_queries.marked(made, exhibits(made)) == []
    with pytest.raises(WrongState, match="只评议一次"):
        actions.prepare_vote(gathering=made, units=4, by=by, at=NOW)
    with pytest.raises(Invalid, match="还没有计票"):
        actions.publish(gathering=made, document_number="", by=by, at=NOW)
    votes = {line.pk: Counted({line.choices[0].pk: 3, line.choices[1].pk: 1}, 0) for line in
             judging_queries.poll_lines(made)}  # fmt: skip
    with pytest.raises(Invalid, match="应在 1 至投票人数 4"):
        actions.count_vote(gathering=made, counted=Count(5, 4, 4, 0, votes, "甲", "乙"), by=by, at=NOW)
    actions.count_vote(gathering=made, counted=Count(4, 4, 4, 0, votes, "甲", "乙"), by=by, at=NOW)
    made = Gathering.objects.select_related("poll").get(pk=made.pk)
    found = judging_queries.marked(made, exhibits(made))
    assert [[number for _, number in one.votes] for one in found] == [[3, 1, 0, 0], [3, 1, 0, 0]]


def test_a_void_vote_is_held_again(city: City, people: People) -> None:
    made, by = judging(city, people), people.staff.actor
    made = actions.prepare_vote(gathering=made, units=3, by=by, at=NOW)
    actions.count_vote(gathering=made, counted=Count(3, 4, 4, 0, {}, "甲", "乙"), by=by, at=NOW)
    again = actions.prepare_vote(gathering=made, units=4, by=by, at=NOW)
    assert again.poll is not None
    assert again.poll.issued == 4


def test_hands_are_kept_as_numbers(city: City, people: People) -> None:
    made, by = judging(city, people), people.staff.actor
    pk = exhibit(made, city.education_group).pk
    with pytest.raises(Invalid, match="多于到会单位"):
        actions.count_hands(gathering=made, present=2, counts={pk: {"good": 3}}, by=by, at=NOW)
    outside = exhibit(made, city.publicity_body).pk
    with pytest.raises(Invalid, match="按发言单位"):
        actions.count_hands(gathering=made, present=4, counts={outside: {"good": 3}}, by=by, at=NOW)
    actions.count_hands(gathering=made, present=4, counts={pk: {"good": 3, "fair": 1}}, by=by, at=NOW)
    assert HandCount.objects.filter(exhibit=pk).count() == 4
    assert audited() == "exchange.count_hands"


def test_publication_freezes_scheme_figures_and_day(worked: City, people: People) -> None:
    made = published(worked, people)
    assert made.publication is not None
    assert (made.scheme, made.objections_until) == ("按年度任务分解表计分（示例，待工委确认）", later(5))
    before = standing.standing(made, exhibits(made)).lines[worked.water_group.pk].measured
    enter(worked.water_group, "governance_study", date(2026, 6, 3))
    frozen = standing.standing(made, exhibits(made)).lines[worked.water_group.pk].measured
    assert frozen == before
    live = standing.live(made, exhibits(made))[worked.water_group.pk]
    assert live.done != before.done


def test_an_objection_is_answered_by_the_named_person_and_corrected_with_a_trace(
    worked: City, people: People
) -> None:
    made = published(worked, people)
    one = exhibit(made, worked.education_group)
    raised = actions.object_to(
        exhibit=one,
        about=About.DONE,
        claim="研究从严治党已开展，漏记",
        by=people.lead_secretary.actor,
        at=NOW,
    )
    assert raised.due_on == later(3)
    with pytest.raises(WrongState, match="正在答复中"):
        actions.object_to(
            exhibit=one, about=About.DONE, claim="再说一次", by=people.lead_secretary.actor, at=NOW
        )
    with pytest.raises(Invalid, match="按台账重新计算，数字没有变化"):
        actions.answer(objection=raised, upheld=True, text="属实", by=people.staff.actor, at=NOW)
    enter(worked.education_group, "governance_study", date(2026, 6, 3))
    answered = actions.answer(objection=raised, upheld=True, text="属实", by=people.staff.actor, at=NOW)
    changed = {one.about: (one.old, one.new) for one in answered.changes.all()}
    assert [int(value or 0) for value in changed[About.DONE]] == [1, 2]
    assert made.publication is not None
    key = standing.key_of(worked.education_group.pk, "done")
    line = next(line for line in lines(made.publication) if line.figure.key == key)
    assert (line.published, line.now_words) == ("1", "2")
    one.refresh_from_db()
    assert one.done == 2
    with pytest.raises(WrongState, match="已经答复过"):
        actions.answer(objection=raised, upheld=False, text="不成立", by=people.staff.actor, at=NOW)


def test_another_than_the_named_person_does_not_answer(city: City, people: People) -> None:
    made = comparing(city, people)
    raised = actions.object_to(
        exhibit=exhibit(made, city.education_group), about=About.SCORE, claim="有出入",
        by=people.lead_secretary.actor, at=NOW,
    )  # fmt: skip
    for somebody in (people.administrator, people.lead_secretary, people.stranger):
        with pytest.raises(NotAllowed):
            actions.answer(objection=raised, upheld=False, text="不成立", by=somebody.actor, at=NOW)
    colleague = replace(people.staff.actor, account_id=people.stranger.account.pk)
    with pytest.raises(NotAllowed, match="由方敏行答复"):
        actions.answer(objection=raised, upheld=False, text="不成立", by=colleague, at=NOW)
    assert Objection.objects.get().answered_at is None


def test_a_gathering_is_archived_after_its_days_and_its_answers(city: City, people: People) -> None:
    made, by = published(city, people), people.staff.actor
    raised = actions.object_to(
        exhibit=exhibit(made, city.education_group), about=About.SCORE, claim="有出入",
        by=people.lead_secretary.actor, at=NOW,
    )  # fmt: skip
    with pytest.raises(WrongState, match="期满后才能归档"):
        actions.archive(gathering=made, by=by, at=NOW)
    after = NOW.replace(month=7, day=20)
    with pytest.raises(WrongState, match="1 件异议没有答复"):
        actions.archive(gathering=made, by=by, at=after)
    with pytest.raises(WrongState, match="不再受理异议"):
        actions.object_to(
            exhibit=exhibit(made, city.education_group), about=About.OWED, claim="有出入",
            by=people.lead_secretary.actor, at=after,
        )  # fmt: skip
    actions.answer(objection=raised, upheld=False, text="核对无误", by=by, at=after)
    assert actions.archive(gathering=made, by=by, at=after).state == State.ARCHIVED


def test_a_promise_is_measurable_reported_and_settled_on_a_ground(city: City, people: People) -> None:
    made, by = judging(city, people), people.staff.actor
    one = exhibit(made, city.education_group)
    with pytest.raises(Invalid, match="怎样算做到"):
        promised(one, people, measure=" ")
    with pytest.raises(Invalid, match="已经过去"):
        promised(one, people, due_on=later(-1))
    with pytest.raises(Invalid, match="没有这类履职记录"):
        promised(one, people, record_kind="assembly")
    held = promised(one, people)
    with pytest.raises(WrongState, match="已有同样的承诺"):
        promised(one, people)
    with pytest.raises(Invalid, match="完成情况"):
        actions.report(promise=held, text=" ", record=None, by=people.lead_secretary.actor, at=NOW)
    elsewhere = enter(city.water_group, "duty_list", date(2026, 4, 20))
    with pytest.raises(Invalid, match="不是这个单位的"):
        actions.report(promise=held, text="", record=elsewhere, by=people.lead_secretary.actor, at=NOW)
    with pytest.raises(Invalid, match="请写明依据或原因"):
        actions.settle(promise=held, outcome=Outcome.KEPT, why="", by=by, at=NOW)
    shown_by = enter(city.education_group, "governance_study", date(2026, 6, 3))
    actions.report(promise=held, text="", record=shown_by, by=people.lead_secretary.actor, at=NOW)
    settled = actions.settle(promise=held, outcome=Outcome.KEPT, why="", by=by, at=NOW)
    assert (settled.outcome, settled.record) == (Outcome.KEPT, shown_by)
    with pytest.raises(WrongState, match="已经认定过"):
        actions.settle(promise=held, outcome=Outcome.BROKEN, why="反悔", by=by, at=NOW)


def test_promises_are_handed_down_as_duties_without_points(city: City, people: People) -> None:
    made, by = judging(city, people), people.staff.actor
    one = exhibit(made, city.education_group)
    held = promised(one, people, record_kind="report_hearing")
    with pytest.raises(Invalid, match="至少选择一项"):
        actions.hand_down(gathering=made, promises=[], by=by, at=NOW)
    assert actions.hand_down(gathering=made, promises=[held], by=by, at=NOW) == 1
    item = Requirement.objects.get()
    assert (item.measure, item.weight, item.plan.title) == ("每季度听取一次汇报", 0, "2026年晒比评承诺事项")
    record = enter(city.education_group, "report_hearing", date(2026, 6, 20))
    assert Fulfilment.objects.get().record == record
    with pytest.raises(WrongState, match="已经列为应办"):
        actions.hand_down(gathering=made, promises=[held], by=by, at=NOW)


def test_it_is_called_off_with_a_reason_before_it_is_compared(city: City, people: People) -> None:
    made, by = showing(city, people), people.staff.actor
    with pytest.raises(Invalid, match="请写明取消的原因"):
        actions.call_off(gathering=made, reason=" ", by=by, at=NOW)
    assert actions.call_off(gathering=made, reason="与全会时间冲突", by=by, at=NOW).state == State.CALLED_OFF


def test_what_was_arranged_is_changed_while_nothing_hangs_on_it(city: City, people: People) -> None:
    made, by = showing(city, people), people.staff.actor
    words = WHOLE | {"answerer": people.staff.post, "place": "会议中心"}
    assert actions.amend(gathering=made, **words, by=by, at=NOW).place == "会议中心"
    shown(made, city.education_group)
    with pytest.raises(WrongState, match="已有单位按原来的截至日期报送"):
        actions.amend(gathering=made, **(words | {"as_of": later(-1)}), by=by, at=NOW)


def test_the_paper_is_taken_out_once_it_is_published_and_leaves_a_trace(city: City, people: People) -> None:
    made, by = judging(city, people), people.staff.actor

    def render(of: Gathering, at: object, form: PaperForm) -> bytes:
        return b"paper"

    with pytest.raises(WrongState, match="不能下载通报"):
        actions.hand_out(gathering=made, form=PaperForm.DOCX, render=render, by=by, at=NOW)
    actions.publish(gathering=made, document_number="", by=by, at=NOW)
    assert actions.hand_out(gathering=made, form=PaperForm.DOCX, render=render, by=by, at=NOW) == b"paper"
    assert audited() == "exchange.hand_out"


Try = Callable[[Gathering, City, People, Person], object]


def _one(of: Gathering, city: City) -> Exhibit:
    return exhibit(of, city.education_group)


TRIES: dict[str, Try] = {
    "arrange": lambda of, city, people, who: actions.arrange(
        organiser=city.work_committee,
        answerer=people.staff.post,
        **(WHOLE | {"title": "又一次"}),
        by=who.actor,
        at=NOW,
    ),
    "amend": lambda of, city, people, who: actions.amend(
        gathering=of, answerer=people.staff.post, **WHOLE, by=who.actor, at=NOW
    ),
    "invite": lambda of, city, people, who: actions.invite(
        gathering=of, organisations=[city.water_branch], by=who.actor, at=NOW
    ),
    "withdraw_invitation": lambda of, city, people, who: actions.withdraw_invitation(
        exhibit=_one(of, city), by=who.actor, at=NOW
    ),
    "set_speakers": lambda of, city, people, who: actions.set_speakers(
        gathering=of, speakers=[], by=who.actor, at=NOW
    ),
    "move_on": lambda of, city, people, who: actions.move_on(
        gathering=of, act=Act.JUDGE, by=who.actor, at=NOW
    ),
    "call_off": lambda of, city, people, who: actions.call_off(
        gathering=of, reason="不办了", by=who.actor, at=NOW
    ),
    "hand_in": lambda of, city, people, who: actions.hand_in(
        exhibit=_one(of, city), results=RESULTS, shortcomings=PROBLEMS, by=who.actor, at=NOW
    ),
    "enter_problems": lambda of, city, people, who: actions.enter_problems(
        gathering=of, text="甲｜乙", lines=1, by=who.actor, at=NOW
    ),
    "classify": lambda of, city, people, who: actions.classify(
        problem=Problem.objects.all()[0], category="conduct", by=who.actor, at=NOW
    ),
    "record_taking_part": lambda of, city, people, who: actions.record_taking_part(
        exhibit=_one(of, city), by=who.actor, at=NOW
    ),
    "comment": lambda of, city, people, who: actions.comment(
        gathering=of, organisation=city.education_group, said_by="路人", text="好", by=who.actor, at=NOW
    ),
    "prepare_vote": lambda of, city, people, who: actions.prepare_vote(
        gathering=of, units=2, by=who.actor, at=NOW
    ),
    "count_vote": lambda of, city, people, who: actions.count_vote(
        gathering=of, counted=Count(1, 1, 1, 0, {}, "甲", "乙"), by=who.actor, at=NOW
    ),
    "count_hands": lambda of, city, people, who: actions.count_hands(
        gathering=of, present=2, counts={}, by=who.actor, at=NOW
    ),
    "promise": lambda of, city, people, who: actions.promise(
        exhibit=_one(of, city), text="做到", measure="一次", due_on=later(9), by=who.actor, at=NOW
    ),
    "hand_down": lambda of, city, people, who: actions.hand_down(
        gathering=of, promises=list(Promise.objects.all()), by=who.actor, at=NOW
    ),
    "report": lambda of, city, people, who: actions.report(
        promise=Promise.objects.all()[0], text="完成", record=None, by=who.actor, at=NOW
    ),
    "settle": lambda of, city, people, who: actions.settle(
        promise=Promise.objects.all()[0], outcome=Outcome.KEPT, why="完成", by=who.actor, at=NOW
    ),
    "publish": lambda of, city, people, who: actions.publish(
        gathering=of, document_number="", by=who.actor, at=NOW
    ),
    "object_to": lambda of, city, people, who: actions.object_to(
        exhibit=_one(of, city), about=About.DONE, claim="不对", by=who.actor, at=NOW
    ),
    "answer": lambda of, city, people, who: actions.answer(
        objection=Objection.objects.all()[0], upheld=False, text="无误", by=who.actor, at=NOW
    ),
    "archive": lambda of, city, people, who: actions.archive(gathering=of, by=who.actor, at=NOW),
    "hand_out": lambda of, city, people, who: actions.hand_out(
        gathering=of, form=PaperForm.PDF, render=lambda of, at, form: b"", by=who.actor, at=NOW
    ),
}


@pytest.fixture
def whole(city: City, people: People) -> Gathering:
    """At 比, with a promise, and an objection of the education group."""
    made = comparing(city, people)
    one = exhibit(made, city.education_group)
    promised(one, people)
    actions.object_to(exhibit=one, about=About.SCORE, claim="有出入", by=SYSTEM, at=NOW)
    return made


def test_every_action_is_tried() -> None:
    assert set(TRIES) == set(actions.__all__)


@pytest.mark.parametrize("name", sorted(TRIES))
def test_a_stranger_and_others_are_refused_and_nothing_is_written(
    name: str, whole: Gathering, city: City, people: People
) -> None:
    before = AuditEntry.objects.count()
    for who in (people.stranger, people.member, people.other_secretary, people.system_admin):
        with pytest.raises(NotAllowed):
            TRIES[name](whole, city, people, who)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("name", ["comment", "object_to"])
def test_an_assistant_neither_judges_nor_objects(
    name: str, whole: Gathering, city: City, people: People
) -> None:
    with pytest.raises(NotAllowed):
        TRIES[name](whole, city, people, people.clerk)
