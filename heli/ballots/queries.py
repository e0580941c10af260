"""What of a poll may be known: never a counter before the close, never who chose what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.ballots import rules
from heli.ballots.catalogue import About, PollState
from heli.ballots.models import Option, Poll, Voter
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict
from heli.members.models import Member
from heli.orgs.models import Organisation


class Choice(NamedTuple):
    """An option as it stands on a ballot; the abstention is the option without a choice."""

    pk: int
    text: str
    is_abstention: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A question as it stands on a ballot."""

    pk: int
    text: str
    about: About
    choose: int
    choices: tuple[Choice, ...]

    @property
    def asked(self) -> rules.Asked:
        texts = tuple(one.text for one in self.choices if not one.is_abstention)
        return rules.Asked(self.text, texts, self.choose, self.about)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a poll: ballots, and votes by question and option (primary keys)."""

    issued: int
    returned: int
    valid: int
    invalid: int
    votes: Mapping[int, Mapping[int, int]]


def ballot(poll: Poll) -> tuple[Line, ...]:
    """The questions with their options, without a figure: two queries."""
    found = poll.questions.order_by("place").prefetch_related("options")
    return tuple(
        Line(
            one.pk,
            one.text,
            About(one.about),
            one.choose,
            tuple(
                Choice(option.pk, option.text, option.is_abstention)
                for option in sorted(one.options.all(), key=lambda option: option.place)
            ),
        )
        for one in found
    )


def outcome(poll: Poll) -> Outcome:
    """What came of a poll that was counted; WrongState before, and for one that was void.

    The body that voted is never refused it: who may ask is for the package above, by name or in sum.
    """
    if poll.state != PollState.CLOSED or poll.returned is None or poll.valid is None or poll.invalid is None:
        raise WrongState("poll-not-counted", "投票还没有计票，计票前不显示任何票数。")
    votes: dict[int, dict[int, int]] = {}
    rows = poll.questions.order_by("place", "options__place")
    for question, option, number in rows.values_list("pk", "options", "options__votes"):
        votes.setdefault(question, {})[option] = number
    return Outcome(poll.issued, poll.returned, poll.valid, poll.invalid, votes)


def marks(polls: Iterable[int]) -> dict[int, dict[str, int]]:
    """Of each poll that was counted, its votes in sum by the words of the options: one query."""
    rows = Option.objects.filter(question__poll__in=list(polls), question__poll__state=PollState.CLOSED)
    found: dict[int, dict[str, int]] = {}
    texts = rows.order_by("question__place", "place").values_list("question__poll", "text", "votes")
    for poll, text, votes in texts:
        sums = found.setdefault(poll, {})
        sums[text] = sums.get(text, 0) + votes
    return found


def marks_by_question(polls: Iterable[int]) -> dict[int, dict[str, int]]:
    """Of each question of these polls, where they were counted, its votes by the words of the options."""
    rows = Option.objects.filter(question__poll__in=list(polls), question__poll__state=PollState.CLOSED)
    found: dict[int, dict[str, int]] = {}
    for question, text, votes in rows.order_by("place").values_list("question_id", "text", "votes"):
        found.setdefault(question, {})[text] = votes
    return found


def cast(poll: Poll) -> int:
    """How many have voted electronically so far: a number, no names."""
    return Voter.objects.filter(poll=poll, voted=True).count()


def may_vote(poll: Poll, member_id: int | None, today: date) -> Verdict:
    """Whether a member may cast his vote today."""
    marks = list(Voter.objects.filter(poll=poll, member=member_id).values_list("voted", flat=True))
    is_open = poll.is_open and poll.is_electronic and poll.opens_on <= today <= poll.closes_on
    return rules.may_cast(on_the_list=bool(marks), has_voted=any(marks), is_open=is_open)


def may_close(poll: Poll, today: date) -> Verdict:
    """Whether an electronic poll may be counted today."""
    return rules.may_close(
        is_open=poll.is_open,
        is_electronic=poll.is_electronic,
        closes_on=poll.closes_on,
        all_voted=poll.is_electronic and cast(poll) == poll.issued,
        today=today,
    )


def may_go_to_paper(poll: Poll) -> Verdict:
    return rules.may_go_to_paper(is_open=poll.is_open, is_electronic=poll.is_electronic)


def may_count(poll: Poll, today: date) -> Verdict:
    """Whether the tellers' figures may be entered."""
    return rules.may_count(
        is_open=poll.is_open, is_electronic=poll.is_electronic, opens_on=poll.opens_on, today=today
    )


def members_with_a_vote(organisation: Organisation, on: date) -> list[Member]:
    """The 正式党员 of a body on its roster today, by pinyin (R03-04)."""
    members = Member.objects.present().filter(organisation=organisation).order_by("initials", "name", "pk")
    return [one for one in members if rules.has_vote(one.standing, one.full_on, on)]


def waiting_for(member_id: int, today: date) -> list[Poll]:
    """The electronic polls in which a member has not voted yet."""
    mine = Voter.objects.filter(member=member_id, voted=False).values("poll")
    return list(Poll.objects.open_on(today).filter(pk__in=mine).order_by("closes_on", "pk"))
