"""评: what was said, and how the units marked one another; votes only once they are counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import PollState
from heli.exchange.catalogue import Mark
from heli.exchange.models import Comment, Exhibit, Gathering, HandCount
from heli.kernel.errors import NotFound, WrongState

Marks = Mapping[str, int]
"""How many votes for each mark (its value)."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An exhibit that was voted on, with its votes in the order of the marks."""

    exhibit: Exhibit
    votes: Sequence[tuple[Mark, int]]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.votes)


def comments(of: Gathering) -> list[Comment]:
    """What was said, the organiser's first: one query."""
    found = of.comments.select_related("organisation", "exhibit__organisation").order_by("pk")
    return sorted(found, key=lambda one: one.organisation_id != of.organiser_id)


def marks_open(of: Gathering) -> bool:
    """Whether a vote was prepared and is not counted yet."""
    return of.poll is not None and of.poll.state == PollState.OPEN


def vote_started(of: Gathering) -> bool:
    """Whether a vote was held or prepared; a void one may be held again (R03-10)."""
    void = of.poll is not None and of.poll.state == PollState.VOID
    return of.hands_present is not None or (of.poll is not None and not void)


def marked(of: Gathering, participants: Sequence[Exhibit]) -> list[Marked]:
    """The votes by exhibit in the order of speaking; nothing before the count. At most two queries."""
    votes = _by_hand(of) if of.hands_present is not None else _by_ballot(of)
    found = []
    for one in participants:
        own = votes.get(one.pk)
        if own is not None:
            found.append(Marked(one, [(mark, own.get(mark.value, 0)) for mark in Mark]))
    return found


def _by_hand(of: Gathering) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = HandCount.objects.filter(exhibit__gathering=of).values_list("exhibit", "mark", "number")
    for exhibit, mark, number in rows:
        found.setdefault(exhibit, {})[mark] = number
    return found


def _by_ballot(of: Gathering) -> dict[int, dict[str, int]]:
    if of.poll is None or of.poll.state != PollState.CLOSED:
        return {}
    outcome = ballot_queries.outcome(of.poll)
    lines = {line.pk: line for line in ballot_queries.ballot(of.poll)}
    values = {mark.label: mark.value for mark in Mark}
    found: dict[int, dict[str, int]] = {}
    for exhibit, question in of.exhibits.exclude(question=None).values_list("pk", "question"):
        votes = outcome.votes.get(question, {})
        texts = {one.pk: one.text for one in lines[question].choices if not one.is_abstention}
        found[exhibit] = {values[texts[pk]]: number for pk, number in votes.items() if pk in texts}
    return found


def poll_lines(of: Gathering) -> tuple[ballot_queries.Line, ...]:
    """The ballot that the tellers count; WrongState where no vote waits for its count."""
    if of.poll is None or not marks_open(of):
        raise WrongState("no-vote", "没有等待计票的评议。请先组织无记名评议。")
    return ballot_queries.ballot(of.poll)


def speakers(of: Gathering) -> list[Exhibit]:
    """Who speaks, in order: whom the vote is about. One query."""
    found = Exhibit.objects.filter(gathering=of, speak_order__isnull=False, handed_in_at__isnull=False)
    return list(found.select_related("organisation").order_by("speak_order", "pk"))


def comment_target(of: Gathering, exhibit: int | None) -> Exhibit | None:
    """The exhibit that a comment is about; NotFound for one of another gathering."""
    if exhibit is None:
        return None
    found: Exhibit | None = of.exhibits.select_related("organisation").filter(pk=exhibit).first()
    if found is None:
        raise NotFound("exhibit-unknown", "没有这份材料，请从晒比评进入。")
    return found
