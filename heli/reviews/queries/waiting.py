"""What waits for a reader, for 今日要务: the next step of each review that he holds, and votes of his own."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.ballots.catalogue import PollState
from heli.reviews import rules
from heli.reviews.catalogue import Grade, StageKind, Step
from heli.reviews.models import Review
from heli.reviews.queries.own import open_votes
from heli.reviews.queries.standing import pioneer_state


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do on a review by a day; `voting`: the reader's own vote, else the branch's next step."""

    review: Review
    step: Step
    due_on: date
    voting: bool = False


def open_items(actor: Actor, today: date) -> list[Item]:
    """Votes that the reader may cast, then the reviews that he holds and that are not done: four queries."""
    votes = [
        Item(one, Step.BALLOT, one.poll.closes_on, voting=True)
        for one in open_votes(actor, today)
        if one.poll is not None
    ]
    scope = actor.scope(Permission.REVIEW_HOLD)
    if scope.is_empty:
        return votes
    low = Q(evaluations__grade__in=[Grade.BASIC, Grade.UNFIT], evaluations__told_on=None)
    found = (
        Review.objects.visible_to(scope)
        .select_related("organisation", "poll", "pioneer")
        .prefetch_related("stages")
        .annotate(untold=Count("evaluations", filter=low, distinct=True))
        .filter(Q(closed_at=None) | Q(untold__gt=0))
        .order_by("year", "pk")
    )
    return votes + [Item(one, rules.next_step(_standing(one)), rules.last_day(one.year)) for one in found]


def _standing(held: Review) -> rules.Standing:
    return rules.Standing(
        year=held.year,
        days={StageKind(one.kind): one.done_on for one in held.stages.all()},
        poll=PollState(held.poll.state) if held.poll is not None else None,
        decided=held.meeting_id is not None,
        closed=held.is_closed,
        untold=held.untold,  # type: ignore[attr-defined]
        pioneer=pioneer_state(getattr(held, "pioneer", None)),
    )
