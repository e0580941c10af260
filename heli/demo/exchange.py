"""晒比评 of the demo: last year's two, looked back at; this year's 期中考 at 比; a 专场 at 晒.

At the 期中考 one objection was answered with a correction. The demo's own 党组 has shown its material there
and has a promise coming due; its own 机关党委 has still to hand in at the 专场.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Office, Reach
from heli.accounts.models import Account
from heli.accounts.scope import PostHeld
from heli.demo.catalogue import DEMO_DAY
from heli.demo.speeches import COMMENTS, PASTED, PROBLEMS, PROMISES, RESULTS
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.exchange import actions
from heli.exchange.catalogue import About, Act, GatheringKind, Outcome
from heli.exchange.models import Exhibit, Gathering, Promise
from heli.kernel.action import Doer, action
from heli.kernel.clock import SHANGHAI
from heli.members.models import Post
from heli.members.queries import actor_of
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation

YEAR = DEMO_DAY.year
LAST_MIDYEAR, LAST_YEAR_END = date(YEAR - 1, 7, 18), date(YEAR, 1, 16)
TAKING_PART, SPEAKING, SILENT, LAST_YEAR = 12, 9, 2, 5
"""Leading bodies besides the demo's own; of them so many speak (S001-02), and the last have not handed in.

Last year there were fewer."""

FORGOTTEN = (
    ("governance_study", date(YEAR, 6, 18), "专题研究全面从严治党工作"),
    ("duty_list", date(YEAR, 3, 27), "制定领导班子成员党建责任清单"),
)
"""What a body may have forgotten to enter: kind of record, day, and what was done."""


@action
def hold_gatherings(*, by: Doer, at: datetime) -> None:
    """Last year's 期中考 and 年末回头看, this year's 期中考 at 比, and a 专场 of 机关党委 at 晒."""
    office = Post.objects.select_related("account", "organisation").get(account__username="gongwei2")
    Post.objects.filter(pk=office.pk).update(valid_from=date(YEAR - 2, 3, 1))
    bodies = _bodies()
    _past(office, bodies[:LAST_YEAR], f"{YEAR - 1}H1", GatheringKind.MIDYEAR, LAST_MIDYEAR)
    _past(office, bodies[:LAST_YEAR], f"{YEAR - 1}", GatheringKind.YEAR_END, LAST_YEAR_END)
    _midyear(office, bodies, at)
    _special(office, at)


def _bodies() -> list[Organisation]:
    """The demo's own leading body, and others by the tree: 党组, and some 部务会 beside them."""
    own = Post.objects.select_related("organisation").get(account__username="dangzu").organisation
    inside = Organisation.objects.live(DEMO_DAY).filter(outside=False).exclude(pk=own.pk).order_by("path")
    groups = list(inside.filter(kind=Kind.PARTY_GROUP)[: TAKING_PART - 3])
    return [own, *groups, *inside.filter(kind=Kind.LEADING_BODY)[:3]]


def _office(post: Post, day: date) -> Actor:
    assert post.account is not None  # noqa: S101 - chosen by its account
    return actor_of(post.account, day)


def _secretary(body: Organisation) -> Actor:
    """The secretary of a body, who has no log-in in the demo unless it is the demo's own."""
    post = body.posts.filter(office__in=(Office.LEAD_SECRETARY, Office.SECRETARY)).order_by("pk").first()
    name = post.name if post is not None else body.short_name
    reach, office = (
        (Reach.BENEATH, Office.SECRETARY)
        if body.kind == Kind.ORGAN_COMMITTEE
        else (Reach.LED, Office.LEAD_SECRETARY)
    )
    held = PostHeld(body.pk, body.short_name, body.path, reach, office, name=name)
    account = Account.objects.filter(posts=post).first() if post is not None else None
    return Actor(account.pk if account is not None else None, name, (held,))


def _on(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour, 30), SHANGHAI)


def _arranged(
    office: Post,
    bodies: Sequence[Organisation],
    period: str,
    kind: GatheringKind,
    day: date,
    as_of: date,
    title: str,
) -> Gathering:
    by, at = _office(office, day), _on(day, 8)
    made = actions.arrange(
        organiser=office.organisation,
        title=title,
        kind=kind,
        period=period,
        as_of=as_of,
        held_on=day,
        due_on=day,
        answerer=office,
        place="市机关会议中心",
        by=by,
        at=at,
    )
    actions.invite(gathering=made, organisations=bodies, by=by, at=at)
    there = list(made.exhibits.order_by("pk").values_list("pk", flat=True))
    actions.set_speakers(gathering=made, speakers=there[:SPEAKING], by=by, at=at)
    return actions.move_on(gathering=made, act=Act.SHOW, by=by, at=at)


def _exhibits(of: Gathering) -> list[Exhibit]:
    return list(of.exhibits.select_related("organisation", "gathering").order_by("pk"))


def _hand_in(of: Gathering, exhibits: Sequence[Exhibit], day: date, first: int) -> None:
    for place, one in enumerate(exhibits, start=first):
        actions.hand_in(
            exhibit=one,
            results=RESULTS[place % len(RESULTS)],
            shortcomings=f"{PROBLEMS[place % len(PROBLEMS)]}\n{PROBLEMS[(place + 2) % len(PROBLEMS)]}",
            by=_secretary(one.organisation),
            at=_on(day),
        )


def _past(office: Post, bodies: Sequence[Organisation], period: str, kind: GatheringKind, day: date) -> None:
    """One of last year's, whole: its promises are settled at the one after it, or in June."""
    as_of = date(YEAR - 1, 6, 30) if kind is GatheringKind.MIDYEAR else date(YEAR - 1, 12, 31)
    title = f"{YEAR - 1}年机关党建“晒比评”{kind.label}"
    of = _arranged(office, bodies, period, kind, day, as_of, title)
    by, at = _office(office, day), _on(day)
    exhibits = _exhibits(of)
    _hand_in(of, exhibits, day, 0 if kind is GatheringKind.MIDYEAR else 1)
    actions.move_on(gathering=of, act=Act.COMPARE, by=by, at=at)
    actions.move_on(gathering=of, act=Act.JUDGE, by=by, at=at)
    _comment(of, exhibits, office, day)
    present = len(exhibits)
    counts = {
        one.pk: {"good": present - 1 - place % 3, "fair": place % 3, "plain": 1}
        for place, one in enumerate(exhibits[:SPEAKING])
    }
    actions.count_hands(gathering=of, present=present, counts=counts, by=by, at=at)
    made = _promise(exhibits, day, kind)
    if kind is GatheringKind.YEAR_END:
        _look_back(office, day)
    actions.publish(gathering=of, document_number=f"安直工〔{day.year}〕{day.month + 20}号", by=by, at=at)
    later = day.replace(day=day.day + 8)
    actions.archive(gathering=of, by=_office(office, later), at=_on(later))
    if kind is GatheringKind.YEAR_END:
        _settle_some(made, office)


def _comment(of: Gathering, exhibits: Sequence[Exhibit], office: Post, day: date) -> None:
    by, at = _office(office, day), _on(day, 10)
    for one, text in zip(exhibits, COMMENTS, strict=False):
        actions.comment(
            gathering=of,
            organisation=office.organisation,
            exhibit=one,
            said_by="工委分管负责同志",
            text=text,
            by=by,
            at=at,
        )
    other = exhibits[1].organisation
    actions.comment(
        gathering=of,
        organisation=other,
        exhibit=exhibits[0],
        said_by=f"{other.short_name}负责同志",
        text="首问负责的做法值得学习，我们准备在窗口单位试行。",
        by=_secretary(other),
        at=at,
    )


def _promise(exhibits: Sequence[Exhibit], day: date, kind: GatheringKind) -> list[Promise]:
    """A promise of each that spoke: due by the year's end, or by the spring and summer after."""
    made = []
    for place, one in enumerate(exhibits[:SPEAKING]):
        text, measure, record_kind = PROMISES[place % len(PROMISES)]
        by_spring = date(YEAR, 3, 31) if place in (1, 2, 3) else date(YEAR, 7, 15)
        due_on = date(YEAR - 1, 12, 20) if kind is GatheringKind.MIDYEAR else by_spring
        problem = one.problems.order_by("pk").first()
        made.append(
            actions.promise(
                exhibit=one,
                text=text,
                measure=measure,
                due_on=due_on,
                problem=problem,
                record_kind=record_kind,
                by=_secretary(one.organisation),
                at=_on(day, 11),
            )
        )
    return made


def _look_back(office: Post, day: date) -> None:
    """回头看: what came of the promises of the 期中考."""
    by, at = _office(office, day), _on(day, 11)
    outcomes = (
        (Outcome.KEPT, "会议纪要齐全，两次汇报均已听取"),
        (Outcome.PARTLY, "走访完成三分之二，其余列入今年一季度"),
        (Outcome.KEPT, "四次学习均有通报"),
        (Outcome.PARTLY, "只听取一次，第二次推迟到今年"),
        (Outcome.BROKEN, "因机构调整没有走访，已重新承诺"),
        (Outcome.KEPT, "四次学习均有通报"),
    )
    found = Promise.objects.filter(due_on__lt=day, outcome="").order_by("pk")
    for place, one in enumerate(found):
        outcome, why = outcomes[place % len(outcomes)]
        actions.settle(promise=one, outcome=outcome, why=why, by=by, at=at)


def _settle_some(made: Sequence[Promise], office: Post) -> None:
    """Of the promises due in spring half are settled, with a record where there is one; the rest wait."""
    day = date(YEAR, 6, 10)
    for place, one in enumerate(one for one in made if one.due_on < day):
        body = one.exhibit.organisation
        shown = body.records.standing().filter(kind=one.record_kind, happened_on__lte=day).first()
        actions.report(
            promise=one,
            text="已按承诺完成，情况见记录或说明。",
            record=shown,
            by=_secretary(body),
            at=_on(day),
        )
        if shown is not None or place == 0:
            outcome = Outcome.KEPT if shown is not None else Outcome.PARTLY
            why = "" if shown is not None else "完成大部分，还有一个单位没有走到"
            actions.settle(promise=one, outcome=outcome, why=why, by=_office(office, day), at=_on(day, 15))


def _midyear(office: Post, bodies: Sequence[Organisation], at: datetime) -> None:
    """At 比: most have handed in, problems of a 集中检视 are pasted, one objection is answered."""
    day = at.date()
    title = f"{YEAR}年机关党建“晒比评”期中考"
    of = _arranged(office, bodies, f"{YEAR}H1", GatheringKind.MIDYEAR, day, day, title)
    by, exhibits = _office(office, day), _exhibits(of)
    _hand_in(of, exhibits[:-SILENT], day, 2)
    text = PASTED.format(
        first=exhibits[1].organisation.short_name, second=exhibits[3].organisation.short_name
    )
    actions.enter_problems(gathering=of, text=text, lines=2, by=by, at=at)
    actions.move_on(gathering=of, act=Act.COMPARE, by=by, at=at)
    _correct(exhibits[1:-SILENT], by, at)


def _correct(exhibits: Sequence[Exhibit], by: Actor, at: datetime) -> None:
    """A body that forgot to enter something objects and enters it; its figures are read again."""
    found = next(filter(None, (_forgotten(exhibits, *one) for one in FORGOTTEN)), None)
    if found is None:
        return
    one, kind, day, topic = found
    secretary = _secretary(one.organisation)
    claim = f"{day.month}月{day.day}日已{topic}，有材料可查，当时漏记。"
    objection = actions.object_to(exhibit=one, about=About.DONE, claim=claim, by=secretary, at=at)
    record(
        organisation=one.organisation,
        kind=kind,
        happened_on=day,
        topic=topic,
        text=f"{topic}，议定三项措施。",
        by=secretary,
        at=at,
    )
    text = "经核对材料，情况属实，已按台账更正。"
    actions.answer(objection=objection, upheld=True, text=text, by=by, at=at)


def _forgotten(
    exhibits: Sequence[Exhibit], kind: str, day: date, topic: str
) -> tuple[Exhibit, str, date, str] | None:
    """The first that has no record of the kind this year, where others have; None where all or nobody has."""
    met = Record.objects.standing().filter(kind=kind, happened_on__year=YEAR)
    had = set(met.values_list("organisation", flat=True))
    one = next((each for each in exhibits if each.organisation_id not in had), None)
    return (one, kind, day, topic) if one is not None and had else None


def _special(office: Post, at: datetime) -> None:
    """At 晒: 机关党委, the demo's own among them, which has not handed in yet."""
    day = at.date()
    own = Post.objects.select_related("organisation").get(account__username="jiguandangwei").organisation
    live = Organisation.objects.live(DEMO_DAY).filter(kind=Kind.ORGAN_COMMITTEE, outside=False)
    others = list(live.exclude(pk=own.pk).order_by("path")[:3])
    title = f"{YEAR}年二季度机关党委书记抓党建专场"
    of = _arranged(office, [*others, own], f"{YEAR}Q2", GatheringKind.SPECIAL, day, day, title)
    _hand_in(of, _exhibits(of)[:2], day, 0)
