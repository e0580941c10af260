"""What waits for a reader, for 今日要务: report, votes, feedback, rectification; rounds that he organises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.ballots import queries as ballot_queries
from heli.debriefing.catalogue import Step
from heli.debriefing.models import Debriefing, Feedback, Mending, RaterGroup, Reporter
from heli.debriefing.queries.reporters import own_reporters
from heli.debriefing.queries.rounds import standings
from heli.debriefing.rules import rounds


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do by a day; `page` is the address's name in this package, `pk` its parameter."""

    what: str
    whom: str
    due_on: date
    label: str
    page: str
    pk: int


def open_items(actor: Actor, today: date) -> list[Item]:
    """Seven queries at most, three where nothing waits; none of a right that is not held."""
    return [*_votes(actor, today), *_own(actor), *_of_organiser(actor)]


def open_votes(member_id: int | None, today: date) -> list[RaterGroup]:
    """The groups in whose vote a member may still take part: two queries."""
    if member_id is None:
        return []
    waiting = [one.pk for one in ballot_queries.waiting_for(member_id, today)]
    if not waiting:
        return []
    rows = RaterGroup.objects.filter(poll__in=waiting).select_related("poll", "debriefing__organiser")
    return list(rows.order_by("pk"))


def _votes(actor: Actor, today: date) -> Iterator[Item]:
    for one in open_votes(actor.member_id, today):
        if one.poll is not None:
            whom = one.debriefing.organiser.short_name
            yield Item(f"述职测评：{one.name}", whom, one.poll.closes_on, "去投票", "vote", one.pk)


def _own(actor: Actor) -> Iterator[Item]:
    """The report that is due, a feedback to confirm, a list to write, an item to finish."""
    found = [one for one in own_reporters(actor) if one.debriefing.issued_at is not None]
    open_ones = Mending.objects.filter(reporter__in=[one.pk for one in found], done_on=None)
    items: dict[int, list[Mending]] = {}
    for item in open_ones.order_by("due_on", "pk") if found else []:
        items.setdefault(item.reporter_id, []).append(item)
    for one in found:
        yield from _of_reporter(one, items.get(one.pk, []))


def _of_reporter(one: Reporter, items: list[Mending]) -> Iterator[Item]:
    round_ = one.debriefing
    whom = one.organisation.short_name
    if not one.has_handed_in and not round_.is_closed:
        yield Item(f"报送{round_.year}年度述职报告", whom, round_.first_on, "去起草", "write", one.pk)
    feedback = getattr(one, "feedback", None)
    if feedback is not None and feedback.reporter_signed_at is None:
        yield Item("确认述职评议反馈", whom, round_.last_on, "去确认", "reporter", one.pk)
    if one.handed_down_at is not None:
        for item in items:
            yield Item(f"述职整改：{item.problem}", whom, item.due_on, "去办结", "finish", item.pk)


def _of_organiser(actor: Actor) -> Iterator[Item]:
    """Of each round that the reader organises: feedback that he gave and has not confirmed, the next step."""
    scope = actor.scope(Permission.DEBRIEFING_HOLD)
    if scope.is_empty:
        return
    found = Debriefing.objects.visible_to(scope).filter(closed_at=None).select_related("organiser")
    rows = list(found.order_by("year"))
    if rows:
        yield from _to_sign(actor, rows)
        yield from _steps(rows)


def _to_sign(actor: Actor, rows: Sequence[Debriefing]) -> Iterator[Item]:
    waiting = Feedback.objects.filter(
        reporter__debriefing__in=[one.pk for one in rows],
        giver_signed_at=None,
        giver__in={post.name for post in actor.posts},
    ).select_related("reporter__organisation", "reporter__debriefing")
    for one in waiting.order_by("pk"):
        whom = one.reporter.organisation.short_name
        last_on = one.reporter.debriefing.last_on
        yield Item("确认述职评议反馈", whom, last_on, "去确认", "reporter", one.reporter_id)


def _steps(rows: Sequence[Debriefing]) -> Iterator[Item]:
    """Handing in is the reporters' own step."""
    stands = standings(rows)
    for one in rows:
        step = rounds.next_step(stands[one.pk])
        if step is not Step.REPORT:
            due_on = one.first_on if step is Step.PLAN else one.last_on
            name = one.organiser.short_name
            yield Item(f"{one.year}年度述职评议：{step.label}", name, due_on, "去办理", "round", one.pk)
