"""What waits for a reader, for 今日要务: 自评, opinions, objections, own stars shown, applications."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.orgs.models import Organisation
from heli.stars.catalogue import HonourState, RoundState
from heli.stars.models import Assessed, Honour, Round, StarObjection


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do; `page` is the address's name in this package, `pk` its parameter."""

    what: str
    whom: str
    due_on: date | None
    label: str
    page: str
    pk: int


def open_items(actor: Actor, today: date) -> list[Item]:
    """At most six queries, two where no round is open; none of a right that is not held."""
    if not actor.posts:
        return []
    keeps = actor.may_somewhere(Permission.STAR_KEEP)
    holds = keeps or any(map(actor.may_somewhere, (Permission.STAR_CLAIM, Permission.STAR_REVIEW)))
    if not holds:
        return []
    rounds = list(Round.objects.exclude(state=RoundState.SETTLED).select_related("release__version__scheme"))
    found = [*_own(actor, rounds, today), *_opinions(actor, rounds), *_objections(actor, rounds)]
    return [*found, *(_steps(rounds, today) if keeps else ()), *(_honours() if keeps else ())]


def _own(actor: Actor, rounds: list[Round], today: date) -> Iterator[Item]:
    """自评 while it is open, and the own star while it is shown."""
    scope = actor.scope(Permission.STAR_CLAIM)
    open_ones = [
        one.pk
        for one in rounds
        if (one.state == RoundState.CLAIMING and one.claim_until >= today)
        or (one.state == RoundState.SHOWN and one.shown_until is not None and one.shown_until >= today)
    ]
    if scope.is_empty or not open_ones:
        return
    rows = Assessed.objects.visible_to(scope).filter(round__in=open_ones)
    for one in rows.select_related("organisation", "round").order_by("pk"):
        name, year = one.organisation.short_name, one.round.year
        if one.round.state == RoundState.CLAIMING and one.claim is None:
            yield Item(
                f"{year}年度星级自评（可以不评）", name, one.round.claim_until, "去自评", "claim", one.pk
            )
        if one.round.state == RoundState.SHOWN:
            what = f"公示中的{year}年度星级：{one.standing_words}"
            yield Item(what, name, one.round.shown_until, "查看", "assessed", one.pk)


def _opinions(actor: Actor, rounds: list[Round]) -> Iterator[Item]:
    """Rounds in which the reader's 机关党委 has not given its opinion of somebody."""
    scope = actor.scope(Permission.STAR_REVIEW)
    reviewing = {one.pk: one for one in rounds if one.state == RoundState.REVIEWING}
    if scope.is_empty or not reviewing:
        return
    waiting = Assessed.objects.filter(
        round__in=list(reviewing), advised=None, reviewer__in=Organisation.objects.visible_to(scope)
    )
    for one in waiting.order_by().values("round", "reviewer__short_name").annotate(number=Count("pk")):
        what = f"审核{reviewing[one['round']].year}年度星级：{one['number']} 个党组织"
        yield Item(what, one["reviewer__short_name"], None, "去审核", "round", one["round"])


def _objections(actor: Actor, rounds: list[Round]) -> Iterator[Item]:
    """Objections against stars that the reader is named to answer."""
    if not any(one.state == RoundState.SHOWN and one.answerer_id == actor.account_id for one in rounds):
        return
    waiting = StarObjection.objects.filter(answerer=actor.account_id, answered_at=None)
    for one in waiting.select_related("organisation").order_by("due_on", "pk"):
        yield Item("答复对星级的异议", one.organisation.short_name, one.due_on, "去答复", "objection", one.pk)


def _steps(rounds: list[Round], today: date) -> Iterator[Item]:
    """The next step of a round whose days are over."""
    for one in rounds:
        name = one.release.version.scheme.name
        if one.state == RoundState.CLAIMING and one.claim_until < today:
            yield Item(f"{one.year}年度星级评定：测算", name, None, "去办理", "round", one.pk)
        if one.state == RoundState.SHOWN and one.shown_until is not None and one.shown_until < today:
            yield Item(f"{one.year}年度星级评定：定星", name, None, "去办理", "round", one.pk)


def _honours() -> Iterator[Item]:
    """Applications that wait for their review."""
    waiting = Honour.objects.filter(state=HonourState.APPLIED).select_related("organisation")
    for one in waiting.order_by("pk"):
        yield Item("评审先锋支部申报", one.organisation.short_name, None, "去评审", "honour", one.pk)
