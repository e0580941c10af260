"""测评: a secret vote of each group on all reporters; a rater votes by `ballots.actions.vote` (ADR 15)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from heli.ballots import actions as ballot_actions
from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import About, Manner, PollState
from heli.ballots.models import Poll
from heli.ballots.rules import Asked, Count
from heli.debriefing import queries
from heli.debriefing.actions.locking import lock
from heli.debriefing.catalogue import Grade
from heli.debriefing.models import RaterGroup, Rating, Reporter
from heli.debriefing.queries import raters
from heli.debriefing.queries.results import poll_of, reporters_of
from heli.debriefing.rules import rounds
from heli.kernel.action import Doer, action, note


@action
def hold_vote(
    *,
    group: RaterGroup,
    voters: Collection[str],
    opens_on: date,
    closes_on: date,
    by: Doer,
    at: datetime,
    manner: Manner = Manner.PAPER,
) -> RaterGroup:
    """Fix who of a group may vote, by lines of names, and put one question for each reporter to them.

    From the first group on nothing of the plan changes any more. Again where the vote before was void.
    Raises as `ballots.actions.prepare`; Invalid for a name that the roster has not, or has twice.
    """
    debriefing = lock(group.debriefing, by)
    held = _fresh(group)
    polling = held.poll is not None and held.poll.state != PollState.VOID
    rounds.can_hold_vote(queries.standing(debriefing), polling=polling).require()
    found = raters.named(voters, debriefing.organiser)
    rounds.are_raters(found.unknown, found.doubtful).require()
    reporters = reporters_of(debriefing)
    grades = tuple(grade.label for grade in Grade)
    poll = ballot_actions.prepare(
        organisation=debriefing.organiser,
        title=f"{debriefing.title}·{held.name}测评"[:120],
        questions=[Asked(text, grades, about=About.PERSON) for text in _texts(reporters)],
        voters=found.members,
        opens_on=opens_on,
        closes_on=closes_on,
        manner=manner,
        invited=True,
        by=by,
        at=at,
    )
    _link(held, poll, reporters)
    note(group=held.name)
    return held


@action
def take_vote_to_paper(*, group: RaterGroup, by: Doer, at: datetime) -> RaterGroup:
    """Vote on paper instead; what was cast electronically is wiped unseen."""
    lock(group.debriefing, by)
    held = _fresh(group)
    ballot_actions.take_to_paper(poll=poll_of(held), by=by, at=at)
    return held


@action
def close_vote(*, group: RaterGroup, by: Doer, at: datetime) -> Poll:
    """Count an electronic vote; where too few voted it goes to paper (see the poll that comes back)."""
    lock(group.debriefing, by)
    return ballot_actions.close(poll=poll_of(_fresh(group)), by=by, at=at)


@action
def count_vote(*, group: RaterGroup, counted: Count, by: Doer, at: datetime) -> Poll:
    """Enter what the two tellers counted; void where more ballots came back than were given out."""
    lock(group.debriefing, by)
    return ballot_actions.count(poll=poll_of(_fresh(group)), counted=counted, by=by, at=at)


def _link(held: RaterGroup, poll: Poll, reporters: Sequence[Reporter]) -> None:
    """Say which question of the vote is about whom; those of a void vote before go."""
    Rating.objects.filter(group=held).delete()
    Rating.objects.bulk_create(
        Rating(reporter=one, group=held, question_id=line.pk)
        for one, line in zip(reporters, ballot_queries.ballot(poll), strict=True)
    )
    held.poll = poll
    held.save(update_fields=["poll"])


def _fresh(group: RaterGroup) -> RaterGroup:
    found: RaterGroup = RaterGroup.objects.select_related("poll", "debriefing__organiser").get(pk=group.pk)
    return found


def _texts(reporters: Sequence[Reporter]) -> list[str]:
    """What the ballot calls each: name with organisation, which tells those of one name apart."""
    return [f"{one.name}（{one.organisation.short_name}）"[:200] for one in reporters]
