"""述职评议 around the demo's accounts: last year's rounds carried out, this year's begun."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal

from heli.accounts.catalogue import Office
from heli.accounts.models import Account
from heli.ballots import queries as ballot_queries
from heli.ballots.rules import Count, Counted
from heli.debriefing import actions
from heli.debriefing.actions.rounds import Planned
from heli.debriefing.catalogue import Grade, Manner
from heli.debriefing.models import Debriefing, Reporter
from heli.debriefing.queries import results
from heli.debriefing.queries import rounds as round_queries
from heli.debriefing.rules import rounds
from heli.demo.catalogue import DEMO_DAY
from heli.duties.actions.record import record
from heli.kernel.action import SYSTEM, Doer, action, note
from heli.kernel.clock import SHANGHAI
from heli.members.catalogue import Standing
from heli.members.models import Member, Post
from heli.members.queries import actor_of
from heli.orgs.catalogue import UNRECORDED_KINDS, Kind
from heli.orgs.models import Organisation

BODIES, COMMITTEES, MOST = 1, 3, 2
"""Others that report besides those of the demo's own organ."""
RATERS = (5, 7, 9)
PROBLEMS = (
    "研究党建工作不够经常，议题准备不够充分\n联系基层党支部的次数偏少",
    "对直属单位党组织分类指导不够\n党务干部培训安排偏晚",
    "支部学习形式比较单一\n检查以后跟踪落实不够",
)
TEXTS = {
    "last_year": "上年度点评指出的两项问题已列入整改清单，逐项落实，年底前全部完成。",
    "duty": "本年度研究党建工作六次，讲党课两次，到基层党支部调研十一次，推动解决办公场所、经费等问题七个。",
    "attached": "研究直属单位党建工作两次，到直属单位党支部调研四次，帮助解决换届、党员教育等问题五个。",
    "basis": "党务干部按要求配备，党建经费列入年度预算并按进度使用。",
    "problems": "抓党建与抓业务结合还不够紧密，对少数支部指导不够及时，主要责任在我。",
    "next": "健全按季研究、按月提醒的办法，年内到每个支部调研一次，把整改清单逐项落到人。",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: the staff of the 工委, and the organisations around the demo's accounts."""

    office: Doer
    city: Organisation
    body: Organisation
    top: Organisation
    own: Organisation
    above: Organisation


@action
def report_to_superiors(*, by: Doer, at: datetime) -> None:
    """Last year: all three levels from plan to rectification. This year: the city's list of reporters,
    and a round above the demo's branch, in which its secretary has his report to write."""
    cast = _cast(at)
    last = at.year - 1
    city = _held(cast, cast.city, last, _to_the_city(cast), cast.office)
    for organiser in {one.pk: one for one in (cast.top, cast.above)}.values():
        _held(cast, organiser, last, _beneath(organiser), by)
    _plan_next(cast, at, by)
    note(reporters=city.reporters.count())


def _cast(at: datetime) -> Cast:
    account = Account.objects.get(username="gongwei2")
    office = replace(actor_of(account, at.date()), label="演示工作人员")
    of = {
        name: Post.objects.select_related("organisation").get(account__username=name).organisation
        for name in ("dangzu", "jiguandangwei", "zhibu")
    }
    city = Organisation.objects.get(kind=Kind.WORK_COMMITTEE)
    own = of["zhibu"]
    return Cast(office, city, of["dangzu"], of["jiguandangwei"], own, own.parent or of["jiguandangwei"])


def _to_the_city(cast: Cast) -> list[tuple[str, Office, Sequence[Organisation]]]:
    return [
        ("leading_group", Office.LEAD_SECRETARY, _bodies(cast)),
        ("organ_committee", Office.FULLTIME_DEPUTY, [cast.top]),
        ("organ_committee", Office.SECRETARY, _committees(cast)),
    ]


def _bodies(cast: Cast) -> list[Organisation]:
    others = Organisation.objects.filter(kind=Kind.PARTY_GROUP, outside=False, closed_on=None)
    led = others.filter(pk__in=Organisation.objects.filter(parent=cast.city).order_by().values("leader"))
    return [cast.body, *led.exclude(pk=cast.body.pk).order_by("path")[:BODIES]]


def _committees(cast: Cast) -> list[Organisation]:
    found = Organisation.objects.filter(kind=Kind.ORGAN_COMMITTEE, parent=cast.city, closed_on=None)
    return list(found.exclude(pk=cast.top.pk).order_by("path")[:COMMITTEES])


def _beneath(organiser: Organisation) -> list[tuple[str, Office, Sequence[Organisation]]]:
    """Everybody who reports to a 机关党委 or a 党总支, and has a secretary."""
    found = Organisation.objects.filter(parent=organiser, closed_on=None).order_by("path")
    posts = Post.objects.filter(office=Office.SECRETARY).values("organisation")
    told: list[tuple[str, Office, Sequence[Organisation]]] = []
    for relation in rounds.relations_to(organiser.kind, DEMO_DAY):
        there = list(found.filter(kind__in=relation.kinds, pk__in=posts)[:MOST])
        if there:
            told.append((relation.id, Office.SECRETARY, there))
    return told


def _held(
    cast: Cast,
    organiser: Organisation,
    year: int,
    lists: Sequence[tuple[str, Office, Sequence[Organisation]]],
    by: Doer,
) -> Debriefing:
    """A whole round of a year that is over."""
    held = actions.start(organiser=organiser, year=year, by=by, at=_on(date(year, 11, 3)))
    for relation, office, organisations in lists:
        actions.enlist(
            debriefing=held, relation=relation, office=office, organisations=organisations,
            manner=Manner.ON_SPOT if organiser == cast.city else Manner.WRITTEN, by=by,
            at=_on(date(year, 11, 5)),
        )  # fmt: skip
    held = actions.issue(debriefing=held, document=f"安直工〔{year}〕46号", by=by, at=_on(date(year, 11, 10)))
    own = {cast.body.pk, cast.top.pk, cast.own.pk, cast.above.pk}
    written = {cast.top.pk, cast.own.pk}
    for number, one in enumerate(results.reporters_of(held)):
        _reported(one, number, year, by, written=one.organisation_id in written)
    _rate(held, year, by)
    _decide(held, year, by)
    for number, one in enumerate(results.reporters_of(held)):
        _follow(one, number, year, by, is_own=one.organisation_id in own)
    return actions.close_round(debriefing=held, by=by, at=_on(date(year, 12, 31)))


def _reported(one: Reporter, number: int, year: int, by: Doer, *, written: bool) -> None:
    """The report, on paper but for the demo's own; the 党建考核; the remark."""
    day = date(year, 12, 4)
    if written:
        actions.write_report(reporter=one, texts=TEXTS, by=SYSTEM, at=_on(day))
        actions.hand_in(reporter=one, by=SYSTEM, at=_on(day))
    else:
        actions.receive(reporter=one, by=by, at=_on(day))
    if number != 3:  # one whose result nobody has: unknown is not zero
        mark = Decimal(88 + number * 7 % 10)
        actions.mark_work(
            reporter=one, mark=mark, source=f"{year}年度机关党建考核通报", by=by, at=_on(date(year, 12, 12))
        )
    actions.remark(
        reporter=one, spoken_on=date(year, 12, 18), speaker="演示负责同志",
        text="抓党建工作思路清楚，重点任务完成较好。", problems=PROBLEMS[number % len(PROBLEMS)], by=by,
        at=_on(date(year, 12, 18)),
    )  # fmt: skip


def _rate(held: Debriefing, year: int, by: Doer) -> None:
    """Every group votes on paper on the day; two tellers count."""
    day = date(year, 12, 18)
    inside = Organisation.objects.under(held.organiser.path).order_by().values("pk")
    found = Member.objects.present().filter(organisation__in=inside, standing=Standing.FULL)
    full = found.filter(full_on__lt=date(year, 1, 1)).select_related("organisation").order_by("pk")
    among = list(full[: sum(RATERS) * 2])
    start = 0
    for group, number in zip(results.groups_of(held), RATERS, strict=True):
        voters = [f"{one.name} {one.organisation.short_name}" for one in among[start : start + number]]
        start += number
        voted = actions.hold_vote(group=group, voters=voters, opens_on=day, closes_on=day, by=by, at=_on(day))
        poll = results.poll_of(voted)
        votes = {
            line.pk: _marks(line, poll.issued, place)
            for place, line in enumerate(ballot_queries.ballot(poll))
        }
        counted = Count(poll.issued, poll.issued, poll.issued, 0, votes, "演示监票人", "演示计票人")
        actions.count_vote(group=voted, counted=counted, by=by, at=_on(day))


def _marks(line: ballot_queries.Line, number: int, place: int) -> Counted:
    """Most 好, some 较好; of one reporter the other way round, so that grades differ."""
    few = number * (1 + place % 3) // 5
    told = {"好": few, "较好": number - few} if place % 4 == 2 else {"好": number - few, "较好": few}
    return Counted({one.pk: told.get(one.text, 0) for one in line.choices if not one.is_abstention}, 0)


def _decide(held: Debriefing, year: int, by: Doer) -> None:
    """As proposed, but for the last, whose grade the meeting lowered with its reason."""
    day = date(year, 12, 25)
    found = results.results(held)
    grades: dict[int, tuple[str, str]] = {}
    for one in found:
        proposed = one.proposal.grade or Grade.FAIR
        lowered = one is found[-1] and proposed is Grade.GOOD
        grades[one.reporter.pk] = (
            (Grade.FAIR.value, "所属支部有一项重点任务未按期完成") if lowered else (proposed.value, "")
        )
    recorded = held.organiser.kind not in UNRECORDED_KINDS
    meeting = None
    if recorded:
        meeting = record(
            organisation=held.organiser, kind="committee_meeting", happened_on=day,
            topic="研究审定述职评议等次", by=by, at=_on(day),
        )  # fmt: skip
    actions.decide(
        debriefing=held, meeting=meeting, grades=grades, met_on=None if recorded else day,
        met_as="" if recorded else "市直机关工委第 12 次委员会议", by=by, at=_on(day),
    )  # fmt: skip


def _follow(one: Reporter, number: int, year: int, by: Doer, *, is_own: bool) -> None:
    """Fed back and signed; two items of rectification, of which the demo's own have one left."""
    day = date(year, 12, 29)
    problems = PROBLEMS[number % len(PROBLEMS)]
    actions.feed_back(reporter=one, given_on=day, giver="演示工作人员", problems=problems, by=by, at=_on(day))
    actions.sign_on_paper(reporter=one, by=by, at=_on(day))
    if not is_own and number > 1:
        return
    days = (date(year + 1, 3, 31), date(year + 1, 7, 10) if number % 3 else date(year + 1, 6, 20))
    items = [
        actions.list_item(
            reporter=one, problem=problem, measure="列入年度计划，逐月检查，半年小结", due_on=due_on,
            office=one.office, by=SYSTEM, at=_on(date(year, 12, 30)),
        )
        for problem, due_on in zip(problems.splitlines(), days, strict=True)
    ]  # fmt: skip
    actions.hand_down(reporter=one, by=by, at=_on(date(year, 12, 31)))
    for place, item in enumerate(items):
        if place == 0 or not is_own:
            done_on = date(year + 1, 3, 20) if place == 0 else date(year + 1, 5, 28)
            actions.finish_item(
                item=item, done_on=done_on, how="已列入年度计划，按月检查，两次小结，问题已解决",
                by=SYSTEM, at=_on(done_on),
            )  # fmt: skip


def _plan_next(cast: Cast, at: datetime, by: Doer) -> None:
    """This year's list of the city, not issued yet; and a round near the ground, under way."""
    city = actions.start(organiser=cast.city, year=at.year, by=cast.office, at=at)
    for relation, office, found in _to_the_city(cast):
        actions.enlist(
            debriefing=city, relation=relation, office=office, organisations=found, manner=Manner.ON_SPOT,
            by=cast.office, at=at,
        )  # fmt: skip
    first_on = date(at.year, 6, 22)
    begun = _on(first_on)
    held = actions.start(organiser=cast.above, year=at.year, by=by, at=begun)
    planned = Planned(
        first_on=first_on,
        last_on=date(at.year, 7, 24),
        why_when="下半年集中换届，经机关党委同意提前进行",
        rating_share=held.rating_share,
        scale=round_queries.scale(held),
        groups=[(one.name, one.weight) for one in results.groups_of(held)],
    )
    held = actions.change_plan(debriefing=held, planned=planned, by=by, at=begun)
    for relation, office, found in _beneath(cast.above):
        actions.enlist(
            debriefing=held, relation=relation, office=office, organisations=found, manner=Manner.ON_SPOT,
            by=by, at=begun,
        )  # fmt: skip
    held = actions.issue(debriefing=held, document="党总支会议 2026-06-18 研究", by=by, at=begun)
    for one in results.reporters_of(held):
        if one.organisation_id != cast.own.pk:
            actions.receive(reporter=one, by=by, at=at)


def _on(day: date) -> datetime:
    return datetime.combine(day, time(15, 10), SHANGHAI)
