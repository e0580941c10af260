"""What concerns a member himself: votes that wait for him, his own grade, what came of a vote in sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.ballots import queries as ballot_queries
from heli.reviews.catalogue import NOT_GRADED, Grade
from heli.reviews.models import Evaluation, Review
from heli.reviews.queries.pioneer import Card, own_cards


@dataclass(frozen=True, slots=True)
class Own:
    """One review that a member was in: his own grade once it is closed, his own 先锋指数 once confirmed,
    whether a vote waits for him, and all marks of a counted vote in sum: the body is never refused the
    outcome of its vote."""

    review: Review
    grade: str
    told_on: date | None
    marks: Mapping[str, int]
    waits: bool
    card: Card | None


def own_reviews(member_id: int, today: date) -> list[Own]:
    """The latest year first: six queries."""
    rows = list(
        Evaluation.objects.filter(member=member_id)
        .select_related("review__organisation", "review__poll")
        .order_by("-review__year", "-pk")
    )
    waiting = {one.pk for one in ballot_queries.waiting_for(member_id, today)}
    marks = ballot_queries.marks(one.review.poll_id for one in rows if one.review.poll_id is not None)
    cards = own_cards(member_id) if rows else {}
    return [_own(one, waiting, marks.get(one.review.poll_id or 0, {}), cards) for one in rows]


def open_votes(actor: Actor, today: date) -> list[Review]:
    """The reviews in whose vote the reader may still take part: two queries."""
    if actor.member_id is None:
        return []
    waiting = [one.pk for one in ballot_queries.waiting_for(actor.member_id, today)]
    rows = Review.objects.filter(poll__in=waiting).select_related("organisation", "poll")
    return list(rows.order_by("pk"))


def _own(one: Evaluation, waiting: set[int], marks: Mapping[str, int], cards: Mapping[int, Card]) -> Own:
    held: Review = one.review
    return Own(
        review=held,
        grade=(Grade(one.grade).label if one.grade else NOT_GRADED) if held.is_closed else "",
        told_on=one.told_on if held.is_closed else None,
        marks=marks,
        waits=held.poll_id in waiting,
        card=cards.get(held.pk),
    )
