"""One review as its page shows it: to a branch's officers by name, to superiors in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import PollState
from heli.ballots.models import Poll
from heli.duties.catalogue import RECORD_KINDS
from heli.duties.models import Record
from heli.kernel.verdict import Verdict
from heli.reviews import rules
from heli.reviews.catalogue import MARKS, WINDOWS, Grade, StageKind, Step
from heli.reviews.models import Evaluation, PioneerList, Review, Stage
from heli.reviews.queries.standing import evaluations, kept, numbers, standing
from heli.reviews.rules import pioneer


@dataclass(frozen=True, slots=True)
class Evidence:
    """One member with what the ballot said of him (votes by option, None before the count), for the branch's
    committee alone; sorted by name, never by a figure."""

    evaluation: Evaluation
    votes: tuple[int, ...] | None

    @property
    def counted(self) -> Sequence[tuple[str, str]]:
        """The votes with what each is called."""
        votes = map(str, self.votes) if self.votes is not None else ["—"] * len(MARKS)
        return list(zip(MARKS, votes, strict=True))

    @property
    def follows(self) -> str:
        """What follows from his grade (R01-23)."""
        grade, meeting = self.evaluation.grade, self.evaluation.review.meeting
        return rules.grade_rule(Grade(grade), meeting.happened_on).follows if grade and meeting else ""


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of one review shows. `people` is empty for who sees numbers alone; `named` is for the
    Party committee above: whom it is told of by grade, once the review is closed; `pioneer` again for who
    holds it, None also where it is not used."""

    review: Review
    standing: rules.Standing
    step: Step
    stages: Mapping[str, Stage | None]
    numbers: Sequence[tuple[str, int]]
    members: int
    cast: int
    people: tuple[Evidence, ...]
    named: Sequence[tuple[str, Sequence[str]]]
    pioneer: PioneerList | None
    holding: Verdict
    may: Mapping[str, Verdict]

    @property
    def untold(self) -> list[Evidence]:
        low = {Grade.BASIC, Grade.UNFIT}
        return [one for one in self.people if one.evaluation.grade in low and one.evaluation.told_on is None]


def page(held: Review, actor: Actor, today: date) -> Page:
    """Eleven queries at most."""
    found = standing(held)
    holding = actor.may(Permission.REVIEW_HOLD, held.organisation)
    people = evaluations(held) if holding else []
    counts = numbers(held)
    stages = {one.kind: one for one in held.stages.prefetch_related("absences")}
    decided = held.meeting_id is not None and (bool(holding) or held.is_closed)
    return Page(
        review=held,
        standing=found,
        step=rules.next_step(found),
        stages={**dict.fromkeys(StageKind.values), **stages},
        numbers=[(grade.label, counts.get(grade, 0)) for grade in Grade] if decided else [],
        members=sum(counts.values()),
        cast=ballot_queries.cast(held.poll) if held.poll is not None and held.poll.is_open else 0,
        people=evidence(held, people),
        named=named_above(held, actor) if held.is_closed and not holding else [],
        pioneer=kept(held) if holding else None,
        holding=holding,
        may=_may(held, found, today),
    )


def named_above(held: Review, actor: Actor) -> list[tuple[str, list[str]]]:
    """Whom the Party committee above is told of by name, since it commends him or has to decide (R01-23): by
    grade, in the order of the roster. Nobody of a review that is not closed, nothing to anybody else."""
    meeting = held.meeting
    if not held.is_closed or meeting is None or not actor.may(Permission.REVIEW_NAMED, held.organisation):
        return []
    told = [one for one in Grade if rules.grade_rule(one, meeting.happened_on).named_above]
    names: dict[str, list[str]] = {}
    for one in evaluations(held):
        names.setdefault(one.grade, []).append(one.member.name)
    return [(grade.label, names[grade]) for grade in told if grade in names]


def _may(held: Review, found: rules.Standing, today: date) -> Mapping[str, Verdict]:
    poll: Poll | None = held.poll
    may = {
        "self": rules.can_enter(StageKind.SELF, found),
        "mutual": rules.can_enter(StageKind.MUTUAL, found),
        "poll": rules.can_poll(found),
        "decide": rules.can_decide(found),
        "close": rules.can_close(found),
        "pioneer": pioneer.can_choose(found, marked=False),
    }
    if poll is not None and poll.is_open:
        may["count"] = ballot_queries.may_count(poll, today)
        may["close_poll"] = ballot_queries.may_close(poll, today)
    return may


def evidence(held: Review, people: Sequence[Evaluation]) -> tuple[Evidence, ...]:
    """The members with the votes on each, where they were counted: two queries."""
    votes: Mapping[int, Mapping[int, int]] = {}
    if people and held.poll is not None and held.poll.state == PollState.CLOSED:
        votes = ballot_queries.outcome(held.poll).votes
    for one in people:
        one.review = held
    of_each = (votes.get(one.question_id or 0) for one in people)
    return tuple(
        Evidence(one, tuple(found.values()) if found is not None else None)
        for one, found in zip(people, of_each, strict=True)
    )


def meetings(held: Review, found: rules.Standing, today: date) -> list[tuple[Record, str]]:
    """The records at which the grades may have been decided, the latest first, with their kinds in words."""
    rule = WINDOWS().get("window", date(held.year, 12, 31))
    first = found.polled_on or date(held.year, 1, 1)
    last = min(today, rules.last_day(held.year))
    rows = Record.objects.standing().filter(
        organisation=held.organisation_id, kind__in=rule.meetings, happened_on__range=(first, last)
    )
    return [
        (one, RECORD_KINDS().get(one.kind, one.happened_on).name)
        for one in rows.order_by("-happened_on", "-pk")
    ]
