"""A round from its opening to the stars given: who may, what is refused, what stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.schemes.catalogue import Outcome
from heli.stars.actions import rounds, taking_part
from heli.stars.actions.taking_part import Entered
from heli.stars.catalogue import Given, RoundState, Star
from heli.stars.models import StarHeld
from tests.people import NOW, TODAY, City, People
from tests.stars.made import (
    CLAIM_UNTIL,
    DOCUMENT,
    MEETING,
    MET_ON,
    SHOWN_UNTIL,
    claiming,
    entered,
    objected,
    of,
    on,
    result,
    reviewed,
    reviewing,
    settled,
    shown,
    stars_of,
)

pytestmark = pytest.mark.django_db


def entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk")[0]


def test_a_round_begins_with_everybody_in_the_result_and_the_example_terms(
    city: City, people: People
) -> None:
    held = claiming(city, people)
    assert (held.state, held.year, held.said.quotas) == (RoundState.CLAIMING, 2026, {5: 30})
    assert held.assessed.count() == 8
    assert of(held, city.school_branch).reviewer == city.education_committee
    assert of(held, city.publicity_joint).is_barred
    assert entry().action == "stars.open_round"


def test_kinds_of_a_year_have_one_round_and_only_the_work_committee_opens_it(
    city: City, people: People
) -> None:
    release = result(city, people)
    for who in (people.stranger, people.deputy, people.administrator):
        with pytest.raises(NotAllowed):
            rounds.open_round(release=release, claim_until=CLAIM_UNTIL, by=who.actor, at=NOW)
    with pytest.raises(Invalid, match="自评截止日期已经过去"):
        rounds.open_round(release=release, claim_until=TODAY - timedelta(1), by=people.staff.actor, at=NOW)
    rounds.open_round(release=release, claim_until=CLAIM_UNTIL, by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState, match="已经有一次星级评定"):
        rounds.open_round(release=release, claim_until=CLAIM_UNTIL, by=people.staff.actor, at=NOW)


def test_terms_are_kept_by_the_work_committee_and_must_hold_together(city: City, people: People) -> None:
    held = claiming(city, people)
    changed = replace(held.said, lines={5: 95_00, 4: 85_00, 3: 75_00}, step=False)
    assert rounds.set_terms(round=held, terms=changed, by=people.staff.actor, at=NOW).said == changed
    assert entry().action == "stars.set_terms"
    with pytest.raises(NotAllowed):
        rounds.set_terms(round=held, terms=changed, by=people.stranger.actor, at=NOW)
    for wrong, words in (
        ({"lines": {5: 80_00, 4: 90_00}}, "依次降低"),
        ({"lines": {}}, "至少填一档"),
        ({"lines": {5: 200_00}}, "0 至 110"),
        ({"quotas": {5: 130}}, "0 至 100"),
        ({"satisfaction_line": 101_00}, "满意度线"),
        ({"years": 0}, "至少是 1"),
    ):
        with pytest.raises(Invalid, match=words):
            rounds.set_terms(round=held, terms=replace(changed, **wrong), by=people.staff.actor, at=NOW)


def test_an_organisation_claims_a_star_with_a_sentence_and_need_not(city: City, people: People) -> None:
    one = of(claiming(city, people), city.first_branch)
    said = {"assessed": one, "star": Star.FOUR, "words": "组织生活按期开展"}
    held = taking_part.claim(**said, by=people.secretary.actor, at=NOW)
    assert (held.claim, held.claim_words) == (Star.FOUR, "组织生活按期开展")
    assert entry().action == "stars.claim"
    for who in (people.stranger, people.other_secretary, people.deputy, people.clerk, people.staff):
        with pytest.raises(NotAllowed):
            taking_part.claim(**said, by=who.actor, at=NOW)
    with pytest.raises(Invalid, match="一句话"):
        taking_part.claim(**{**said, "words": " "}, by=people.secretary.actor, at=NOW)
    with pytest.raises(Invalid, match="请选择自评的星级"):
        taking_part.claim(**{**said, "star": Star.NONE}, by=people.secretary.actor, at=NOW)
    with pytest.raises(WrongState, match="自评到"):
        taking_part.claim(**said, by=people.secretary.actor, at=on(CLAIM_UNTIL + timedelta(1)))


def test_the_proposal_gives_each_its_star_and_tells_the_tie(city: City, people: People) -> None:
    held = reviewing(city, people)
    assert stars_of(held) == {
        "first_branch": 5, "small_branch": 4, "school_branch": 4, "exam_centre": 4, "press": 3,
        "water_branch": 2, "publicity_branch": 0, "publicity_joint": -1,
    }  # fmt: skip
    assert of(held, city.school_branch).is_tied
    assert not of(held, city.first_branch).is_tied
    assert of(held, city.publicity_joint).reasons == ["一票否决：考核结果中已认定，不评星"]
    assert entry().action == "stars.propose"


def test_nothing_is_worked_out_early_on_shown_results_or_by_others(city: City, people: People) -> None:
    held = claiming(city, people, final=False)
    with pytest.raises(WrongState, match="自评到"):
        rounds.propose(round=held, by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState, match="考核结果还在公示"):
        rounds.propose(round=held, by=people.staff.actor, at=on(CLAIM_UNTIL + timedelta(1)))
    with pytest.raises(NotAllowed):
        rounds.propose(round=held, by=people.deputy.actor, at=on(CLAIM_UNTIL + timedelta(1)))


def test_entered_facts_count_from_the_next_proposal(city: City, people: People) -> None:
    held = claiming(city, people)
    entered(city.press, Star.TWO)
    entered(city.exam_centre, Star.ONE)
    facts = {
        city.first_branch: Entered(bar=("发生问题", "青纪通〔2026〕1号")),
        city.exam_centre: Entered(exception=("承担重大任务", "会议纪要 3 号"), satisfaction=55_00,
                                  satisfaction_source="2026 年群众测评"),
    }  # fmt: skip
    for body, entered_facts in facts.items():
        taking_part.keep_facts(assessed=of(held, body), entered=entered_facts, by=people.staff.actor, at=NOW)
    assert entry().action == "stars.keep_facts"
    held = rounds.propose(round=held, by=people.staff.actor, at=on(CLAIM_UNTIL + timedelta(1)))
    stars = stars_of(held)
    assert (stars["first_branch"], stars["exam_centre"], stars["press"]) == (-1, 4, 3)
    assert "破格（会议纪要 3 号），不受逐级晋升限制" in of(held, city.exam_centre).reasons
    taking_part.keep_facts(
        assessed=of(held, city.exam_centre), entered=Entered(), by=people.staff.actor, at=on(MET_ON)
    )
    rounds.propose(round=held, by=people.staff.actor, at=on(MET_ON))
    assert of(held, city.exam_centre).proposed == Star.TWO


def test_facts_want_their_source_and_the_right(city: City, people: People) -> None:
    one = of(claiming(city, people), city.first_branch)
    for wrong, words in (
        (Entered(satisfaction=50_00), "来源"),
        (Entered(exception=("好", "")), "破格要同时写明"),
        (Entered(bar=("", "文件")), "一票否决要同时写明"),
    ):
        with pytest.raises(Invalid, match=words):
            taking_part.keep_facts(assessed=one, entered=wrong, by=people.staff.actor, at=NOW)
    for who in (people.stranger, people.secretary, people.deputy):
        with pytest.raises(NotAllowed):
            taking_part.keep_facts(assessed=one, entered=Entered(), by=who.actor, at=NOW)


def test_the_committee_above_gives_its_opinion_and_no_neighbour(city: City, people: People) -> None:
    held = reviewing(city, people)
    at = on(CLAIM_UNTIL + timedelta(2))
    one, water = of(held, city.press), of(held, city.water_branch)
    with pytest.raises(Invalid, match="写明理由"):
        taking_part.give_opinion(assessed=one, star=Star.FOUR, words="", by=people.deputy.actor, at=at)
    for assessed, who in ((one, people.stranger), (one, people.secretary), (water, people.deputy)):
        with pytest.raises(NotAllowed):
            taking_part.give_opinion(assessed=assessed, star=Star.FOUR, words="好", by=who.actor, at=at)
    taking_part.give_opinion(assessed=one, star=Star.FOUR, words="任务完成好", by=people.deputy.actor, at=at)
    assert entry().action == "stars.give_opinion"
    with pytest.raises(NotAllowed):
        taking_part.agree_all(round=held, reviewer=city.water_committee, by=people.deputy.actor, at=at)
    said = {"round": held, "reviewer": city.education_committee, "by": people.deputy.actor, "at": at}
    assert taking_part.agree_all(**said) == 4
    assert entry().action == "stars.agree_all"
    with pytest.raises(WrongState, match="没有等待审核"):
        taking_part.agree_all(**said)


def test_a_decision_has_its_reason_and_stays_within_the_limits(city: City, people: People) -> None:
    held = reviewing(city, people)
    entered(city.press, Star.TWO)
    rounds.propose(round=held, by=people.staff.actor, at=on(MET_ON))

    def decided(body: object, star: Star, why: str = "会议研究", by: object = people.staff.actor) -> None:
        rounds.decide(assessed=of(held, body), star=star, why=why, by=by, at=on(MET_ON))  # type: ignore[arg-type]

    with pytest.raises(Invalid, match="请写明理由"):
        decided(city.exam_centre, Star.THREE, " ")
    with pytest.raises(Invalid, match="逐级晋升至三星，不能定为四星"):
        decided(city.press, Star.FOUR)
    with pytest.raises(Invalid, match="先更正登记的一票否决情形"):
        decided(city.publicity_joint, Star.ONE)
    with pytest.raises(Invalid, match="不评星只用于一票否决"):
        decided(city.press, Star.BARRED)
    with pytest.raises(NotAllowed):
        decided(city.press, Star.TWO, by=people.stranger.actor)
    decided(city.exam_centre, Star.THREE)
    assert (of(held, city.exam_centre).standing, entry().action) == (3, "stars.decide")


def test_a_changed_proposal_takes_opinion_and_decision_along(city: City, people: People) -> None:
    held = reviewed(city, people)
    entered(city.exam_centre, Star.ONE)
    rounds.propose(round=held, by=people.staff.actor, at=on(MET_ON))
    one = of(held, city.exam_centre)
    assert (one.proposed, one.advised, one.decided) == (Star.TWO, None, None)
    assert of(held, city.press).advised == Star.THREE


ADOPTION = {"met_on": MET_ON, "met_as": MEETING, "shown_until": SHOWN_UNTIL}


def test_a_meeting_adopts_when_ties_quotas_and_opinions_are_settled(city: City, people: People) -> None:
    held = reviewing(city, people)
    said = {"round": held, **ADOPTION, "answerer": people.staff.account, "at": on(MET_ON)}
    with pytest.raises(WrongState, match="同分的还没有决定"):
        rounds.adopt(**said, by=people.staff.actor)
    for body in (city.small_branch, city.school_branch):
        rounds.decide(
            assessed=of(held, body), star=Star.FIVE, why="并列", by=people.staff.actor, at=on(MET_ON)
        )
    with pytest.raises(WrongState, match="五星名额 2 个（参评 7 个的 30%，舍去小数），现在有 3 个"):
        rounds.adopt(**said, by=people.staff.actor)
    rounds.decide(
        assessed=of(held, city.small_branch), star=Star.FOUR, why="票决", by=people.staff.actor, at=on(MET_ON)
    )
    with pytest.raises(WrongState, match="没有审核意见"):
        rounds.adopt(**said, by=people.staff.actor)


def test_adoption_names_a_meeting_and_shows_long_enough(city: City, people: People) -> None:
    held = reviewed(city, people)
    said = {"round": held, **ADOPTION, "answerer": people.staff.account, "at": on(MET_ON)}
    for wrong, words in (
        ({"met_as": " "}, "会议的名称"),
        ({"met_on": TODAY - timedelta(1)}, "核对日期"),
        ({"met_on": MET_ON + timedelta(1)}, "核对日期"),
        ({"shown_until": date(2026, 7, 26)}, "公示至少 5 个工作日"),
    ):
        with pytest.raises(Invalid, match=words):
            rounds.adopt(**{**said, **wrong}, by=people.staff.actor)
    with pytest.raises(NotAllowed):
        rounds.adopt(**said, by=people.stranger.actor)
    held = rounds.adopt(**said, by=people.staff.actor)
    assert (held.state, entry().action) == (RoundState.SHOWN, "stars.adopt")
    assert stars_of(held)["school_branch"] == 5
    with pytest.raises(WrongState):
        rounds.adopt(**said, by=people.staff.actor)
    with pytest.raises(WrongState, match="已经审定"):
        rounds.set_terms(round=held, terms=held.said, by=people.staff.actor, at=on(MET_ON))


def test_an_objection_is_answered_by_the_named_person_with_a_trace(city: City, people: People) -> None:
    held = shown(city, people)
    raised = objected(held, city.first_branch, people)
    assert (raised.due_on, entry().action) == (date(2026, 7, 27), "stars.object_to")
    with pytest.raises(WrongState, match="正在等待答复"):
        objected(held, city.first_branch, people)
    said = {"objection": raised, "star": Star.FOUR, "words": "经核实", "at": on(MET_ON)}
    for who in (people.stranger, people.secretary, people.deputy):
        with pytest.raises(WrongState, match="指定了答复人"):
            taking_part.answer(**said, by=who.actor)
    with pytest.raises(Invalid, match="请写明答复"):
        taking_part.answer(**{**said, "words": " "}, by=people.staff.actor)
    with pytest.raises(WrongState, match="和审定的一样"):
        taking_part.answer(**{**said, "star": Star.FIVE}, by=people.staff.actor)
    answered = taking_part.answer(**said, by=people.staff.actor)
    assert (answered.outcome, answered.before, answered.after) == (Outcome.UPHELD, 5, 4)
    assert (of(held, city.first_branch).star, of(held, city.first_branch).proposed) == (4, 5)
    with pytest.raises(WrongState, match="已经答复"):
        taking_part.answer(**said, by=people.staff.actor)


def test_an_objection_is_raised_for_oneself_while_stars_are_shown(city: City, people: People) -> None:
    held = shown(city, people)
    one = of(held, city.first_branch)
    for who in (people.stranger, people.other_secretary, people.deputy):
        with pytest.raises(NotAllowed):
            taking_part.object_to(assessed=one, text="有误", by=who.actor, at=on(MET_ON))
    with pytest.raises(Invalid, match="请写明"):
        taking_part.object_to(assessed=one, text=" ", by=people.secretary.actor, at=on(MET_ON))
    with pytest.raises(WrongState, match="公示期已过"):
        taking_part.object_to(
            assessed=one, text="有误", by=people.secretary.actor, at=on(SHOWN_UNTIL + timedelta(1))
        )


def test_stars_are_given_after_the_days_with_every_objection_answered(city: City, people: People) -> None:
    held = shown(city, people)
    raised = objected(held, city.first_branch, people)
    after = on(SHOWN_UNTIL + timedelta(1))
    with pytest.raises(WrongState, match="公示到"):
        rounds.settle(round=held, document=DOCUMENT, by=people.staff.actor, at=on(SHOWN_UNTIL))
    with pytest.raises(WrongState, match="1 项异议没有答复"):
        rounds.settle(round=held, document=DOCUMENT, by=people.staff.actor, at=after)
    taking_part.answer(objection=raised, star=None, words="得分无误", by=people.staff.actor, at=after)
    with pytest.raises(Invalid, match="文号"):
        rounds.settle(round=held, document="", by=people.staff.actor, at=after)
    with pytest.raises(NotAllowed):
        rounds.settle(round=held, document=DOCUMENT, by=people.deputy.actor, at=after)
    rounds.settle(round=held, document=DOCUMENT, by=people.staff.actor, at=after)
    assert entry().action == "stars.settle"
    first = StarHeld.objects.get(organisation=city.first_branch)
    assert (first.star, first.given, first.begins_on, first.ends_on) == (
        5, Given.ASSESSED, date(2026, 8, 1), date(2027, 7, 31),
    )  # fmt: skip
    assert StarHeld.objects.get(organisation=city.publicity_joint).ends_on is None
    with pytest.raises(WrongState):
        rounds.settle(round=held, document=DOCUMENT, by=people.staff.actor, at=after)


def test_a_settled_round_leaves_one_star_for_each(city: City, people: People) -> None:
    held = settled(city, people)
    assert held.state == RoundState.SETTLED
    assert StarHeld.objects.filter(assessed__round=held).count() == 8
    assert SYSTEM.label not in set(StarHeld.objects.values_list("entered_by", flat=True))
