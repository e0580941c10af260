"""民主测评: the vote of a review, held by `heli.ballots`. A member votes by `ballots.actions.vote` itself."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from heli.ballots import actions as ballot_actions
from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import About, Manner
from heli.ballots.models import Poll
from heli.ballots.rules import Asked, Count
from heli.kernel.action import Doer, action
from heli.members.models import Member
from heli.reviews import queries, rules
from heli.reviews.actions.stages import enrol, lock
from heli.reviews.catalogue import Grade
from heli.reviews.models import Evaluation, Review


@action
def hold_vote(
    *,
    review: Review,
    voters: Collection[Member],
    opens_on: date,
    closes_on: date,
    by: Doer,
    at: datetime,
    manner: Manner = Manner.PAPER,
) -> Review:
    """Put one question for each member to those who vote: one of the four grades, or an abstention.

    After 自评 and 互评; again where the vote before was void (R03-10). Raises as `ballots.actions.prepare`.
    """
    held = lock(review, by)
    rules.can_poll(queries.standing(held)).require()
    enrol(held)
    people = queries.evaluations(held)
    grades = tuple(grade.label for grade in Grade)
    poll = ballot_actions.prepare(
        organisation=held.organisation,
        title=f"{held.title}·民主测评",
        questions=[Asked(text, grades, about=About.PERSON) for text in _texts(people)],
        voters=voters,
        opens_on=opens_on,
        closes_on=closes_on,
        manner=manner,
        by=by,
        at=at,
    )
    for one, line in zip(people, ballot_queries.ballot(poll), strict=True):
        one.question_id = line.pk
    Evaluation.objects.bulk_update(people, ["question"])
    held.poll = poll
    held.save(update_fields=["poll"])
    return held


@action
def take_vote_to_paper(*, review: Review, by: Doer, at: datetime) -> Review:
    """Vote on paper instead; what was cast electronically is wiped unseen."""
    held = lock(review, by)
    ballot_actions.take_to_paper(poll=queries.poll_of(held), by=by, at=at)
    return held


@action
def close_vote(*, review: Review, by: Doer, at: datetime) -> Poll:
    """Count the electronic vote; where too few voted it goes to paper (see the poll that comes back)."""
    return ballot_actions.close(poll=queries.poll_of(lock(review, by)), by=by, at=at)


@action
def count_vote(*, review: Review, counted: Count, by: Doer, at: datetime) -> Poll:
    """Enter what the two tellers counted; void where more ballots came back than were given out."""
    return ballot_actions.count(poll=queries.poll_of(lock(review, by)), counted=counted, by=by, at=at)


def _texts(people: Sequence[Evaluation]) -> Iterator[str]:
    """The names on the ballot; those of one name are told apart by the year of joining, else by number."""
    names = [one.member.name for one in people]
    for place, one in enumerate(people):
        if names.count(one.member.name) == 1:
            yield one.member.name
            continue
        same = [other for other in people if other.member.name == one.member.name]
        years = {other.member.joined_on.year for other in same if other.member.joined_on is not None}
        if one.member.joined_on is not None and len(years) == len(same):
            yield f"{one.member.name}（{one.member.joined_on.year}年入党）"
        else:
            yield f"{one.member.name}（{names[: place + 1].count(one.member.name)}）"
