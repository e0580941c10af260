"""Rounds of 述职评议 in their steps, for the tests: each function brings one a step further."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Office
from heli.ballots import queries as ballot_queries
from heli.ballots.models import Poll
from heli.ballots.rules import Count, Counted
from heli.debriefing import actions
from heli.debriefing.actions.rounds import Planned
from heli.debriefing.catalogue import Grade, Manner
from heli.debriefing.models import Debriefing, RaterGroup, Reporter
from heli.debriefing.queries import results
from heli.debriefing.queries import rounds as round_queries
from heli.kernel.action import SYSTEM
from heli.orgs.models import Organisation
from tests.people import NOW, TODAY, City, People

FIRST, LAST = date(2026, 6, 15), date(2026, 7, 31)
BY: dict[str, Any] = {"by": SYSTEM, "at": NOW}
TEXTS = {
    "last_year": "上年度没有指出需要整改的问题。",
    "duty": "本年度研究党建工作六次，讲党课两次，调研十次。",
    "attached": "研究直属单位党建工作两次，到直属单位调研四次。",
    "problems": "抓党建与抓业务结合还不够紧密，主要责任在我。",
    "next": "健全按季研究、按月提醒的办法，逐项落实。",
}
PROBLEMS = "1. 研究党建工作不够经常\n2. 联系基层党支部的次数偏少"
VOTERS = {
    "工委领导班子成员": ["林书远", "江治河", "高闻道"],
    "机关党组织书记互评": ["周组韬", "石固堤", "夏传声", "钟鸣远"],
    "党员代表": ["何宣宁", "郑纪安", "范巡渠", "汪清源", "姜向晨"],
}


def planned(held: Debriefing, **changed: Any) -> Planned:
    """The plan as it is, in June with a reason, or as `changed`."""
    given: dict[str, Any] = {
        "first_on": FIRST,
        "last_on": LAST,
        "why_when": "试行",
        "rating_share": held.rating_share,
        "scale": round_queries.scale(held),
        "groups": [(one.name, one.weight) for one in results.groups_of(held)],
    }
    return Planned(**given | changed)


def started(organiser: Organisation) -> Debriefing:
    held = actions.start(organiser=organiser, year=2026, **BY)
    return actions.change_plan(debriefing=held, planned=planned(held), **BY)


def enlisted(city: City) -> Debriefing:
    """The 党组书记 and the 专职副书记 of 市教育局 report to the 工委."""
    held = started(city.work_committee)
    enlist(held, "leading_group", Office.LEAD_SECRETARY, [city.education_group])
    enlist(held, "organ_committee", Office.FULLTIME_DEPUTY, [city.education_committee])
    return held


def enlist(
    held: Debriefing, relation: str, office: Office, organisations: Sequence[Organisation]
) -> list[Reporter]:
    return actions.enlist(
        debriefing=held, relation=relation, office=office, organisations=organisations,
        manner=Manner.ON_SPOT, **BY,
    )  # fmt: skip


def issued(city: City) -> Debriefing:
    return actions.issue(debriefing=enlisted(city), document="青直工〔2026〕30号", **BY)


def handed_in(city: City) -> Debriefing:
    held = issued(city)
    for one in results.reporters_of(held):
        actions.write_report(reporter=one, texts=TEXTS, **BY)
        actions.hand_in(reporter=one, **BY)
    return held


def remarked(city: City) -> Debriefing:
    held = handed_in(city)
    for one in results.reporters_of(held):
        actions.remark(
            reporter=one, spoken_on=TODAY, speaker="方敏行", text="思路清楚", problems=PROBLEMS, **BY
        )
    return held


def hold(group: RaterGroup, voters: Sequence[str], **changed: Any) -> RaterGroup:
    given: dict[str, Any] = {"opens_on": TODAY, "closes_on": TODAY, **BY}
    return actions.hold_vote(group=group, voters=voters, **given | changed)


def figures(poll: Poll, grade: Grade = Grade.GOOD, **changed: Any) -> Count:
    """Everybody marked `grade`, as the tellers would have it."""
    votes = {}
    for line in ballot_queries.ballot(poll):
        chosen = next(one.pk for one in line.choices if one.text == grade.label)
        votes[line.pk] = Counted({chosen: poll.issued}, 0)
    number = poll.issued
    given: dict[str, Any] = {
        "issued": number, "returned": number, "valid": number, "invalid": 0, "questions": votes,
        "supervisor": "郑纪安", "teller": "孙明岚",
    }  # fmt: skip
    return Count(**given | changed)


def rated(city: City, grade: Grade = Grade.GOOD) -> Debriefing:
    """Commented on and rated on paper by every group."""
    held = remarked(city)
    for group in results.groups_of(held):
        voted = hold(group, VOTERS[group.name])
        actions.count_vote(group=voted, counted=figures(results.poll_of(voted), grade), **BY)
    return held


def grades(held: Debriefing, grade: Grade = Grade.GOOD, why: str = "") -> dict[int, tuple[str, str]]:
    return {one.pk: (grade.value, why) for one in results.reporters_of(held)}


def decided(city: City) -> Debriefing:
    held = rated(city)
    return actions.decide(
        debriefing=held, meeting=None, grades=grades(held), met_on=TODAY, met_as="工委会议", **BY
    )


def fed_back(city: City) -> Debriefing:
    held = decided(city)
    for one in results.reporters_of(held):
        actions.feed_back(reporter=one, given_on=TODAY, giver="方敏行", problems=PROBLEMS, **BY)
    return held


def closed(city: City) -> Debriefing:
    held = fed_back(city)
    for one in results.reporters_of(held):
        actions.sign_on_paper(reporter=one, **BY)
    return actions.close_round(debriefing=held, **BY)


def listed(held: Debriefing) -> Reporter:
    """The committee's reporter has two items on his list."""
    one = committee_reporter(held)
    for place, problem in enumerate(PROBLEMS.splitlines()):
        actions.list_item(
            reporter=one, problem=problem, measure="列入计划，逐月检查", office=one.office,
            due_on=TODAY + timedelta(days=30 * (place + 1)), **BY,
        )  # fmt: skip
    return one


def committee_reporter(held: Debriefing) -> Reporter:
    return next(one for one in results.reporters_of(held) if one.relation == "organ_committee")


def body_reporter(held: Debriefing) -> Reporter:
    return next(one for one in results.reporters_of(held) if one.relation == "leading_group")


def colleague(people: People) -> Actor:
    """Somebody else with the rights of the committee's reporter, at the same organisation."""
    (post,) = people.deputy.actor.posts
    return replace(people.deputy.actor, posts=(replace(post, name="别人"),), member_id=None)
