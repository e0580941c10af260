"""Preparing a poll, voting in it, and counting it; of a vote nothing is kept but the counters (ADR 15)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Case, F, Value, When
from django.utils.timezone import localdate

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.rules import may, may_somewhere
from heli.ballots import queries, rules
from heli.ballots.catalogue import ABSTENTION, Manner, PollState
from heli.ballots.models import Option, Poll, Question, Voter
from heli.ballots.rules import Asked, Count
from heli.kernel.action import Doer, action, leave_unnamed, note
from heli.kernel.verdict import all_of
from heli.members.models import Member
from heli.orgs.models import Organisation


@action
def prepare(
    *,
    organisation: Organisation,
    title: str,
    questions: Sequence[Asked],
    voters: Collection[Member],
    opens_on: date,
    closes_on: date,
    by: Doer,
    at: datetime,
    manner: Manner = Manner.PAPER,
    invited: bool = False,
) -> Poll:
    """Put questions to a body. `voters` are those with a vote on the day of opening (R03-04).

    `invited`: the voters belong to other organisations too, as a plan of 测评 names them (R10-05).

    NotAllowed without RECORD_ENTER; Invalid where somebody on the list has no vote, for days past, and
    for an electronic poll of fewer than five or of members without a log-in (R14-07).
    """
    may(by, Permission.RECORD_ENTER, organisation).require()
    outside = [] if invited else [one for one in voters if one.organisation_id != organisation.pk]
    _require_sound(outside, questions, voters, (opens_on, closes_on), manner, localdate(at))
    poll = Poll.objects.create(
        organisation=organisation,
        title=title.strip(),
        manner=manner,
        opens_on=opens_on,
        closes_on=closes_on,
        issued=len(voters),
        made_at=at,
        made_by=by.label[:120],
    )
    _ask(poll, questions)
    mark = False if manner is Manner.ELECTRONIC else None
    ordered = sorted(voters, key=lambda one: one.pk)
    Voter.objects.bulk_create(Voter(poll=poll, member=one, voted=mark) for one in ordered)
    note(manner=manner, issued=poll.issued, questions=len(questions))
    return poll


@action
def prepare_for_units(
    *,
    organisation: Organisation,
    title: str,
    questions: Sequence[Asked],
    units: int,
    held_on: date,
    by: Doer,
    at: datetime,
) -> Poll:
    """Put questions to the representatives of so many units: on paper, a ballot a unit, nobody is listed.

    NotAllowed without RECORD_ENTER; Invalid for no units, a question without options, or a day past.
    """
    may(by, Permission.RECORD_ENTER, organisation).require()
    all_of(rules.is_whole(questions, units), rules.fits_the_days(held_on, held_on, localdate(at))).require()
    poll: Poll = Poll.objects.create(
        organisation=organisation,
        title=title.strip(),
        manner=Manner.PAPER,
        opens_on=held_on,
        closes_on=held_on,
        issued=units,
        made_at=at,
        made_by=by.label[:120],
    )
    _ask(poll, questions)
    note(issued=units, questions=len(questions))
    return poll


@action
def vote(*, poll: Poll, ballot: Mapping[int, Collection[int]], by: Actor, at: datetime) -> Poll:
    """Cast the vote of `by`: `ballot` has the options chosen by question (primary keys); none is 弃权.

    Every counter of the poll and every mark of its voters is written, so that no row shows which of them
    changed; the audit says that one vote was cast in the poll, not whose nor when. NotAllowed for who is not
    on the list, WrongState for who has voted or outside the days, Invalid for too many choices (R03-10).
    """
    leave_unnamed(dated=poll.made_at)
    may_somewhere(by, Permission.OWN_DATA).require()
    held = _lock(poll)
    queries.may_vote(held, by.member_id, localdate(at)).require()
    lines = queries.ballot(held)
    choosable = {one.pk: [option.pk for option in one.choices if not option.is_abstention] for one in lines}
    rules.is_a_ballot(ballot, choosable, {one.pk: one.choose for one in lines}).require()
    chosen: set[int] = set()
    for line in lines:
        abstention = [option.pk for option in line.choices if option.is_abstention]
        chosen.update(ballot.get(line.pk) or abstention)
    _write_all(held, chosen, by.member_id)
    return held


@action
def close(*, poll: Poll, by: Doer, at: datetime) -> Poll:
    """Count an electronic poll. The marks of who voted go: what remains is the counts.

    Where fewer than five voted, nothing is counted or shown: the vote is held again on paper, and the poll
    comes back as one on paper. WrongState before its last day, unless everybody has voted.
    """
    may(by, Permission.RECORD_ENTER, poll.organisation).require()
    held, today = _lock(poll), localdate(at)
    queries.may_close(held, today).require()
    returned = queries.cast(held)
    if returned < rules.least_electronic(today):
        note(to_paper=True)
        return _on_paper(held)
    Voter.objects.filter(poll=held).update(voted=None)
    return _closed(held, Count(held.issued, returned, returned, 0, {}, "", ""), PollState.CLOSED, by, at)


@action
def take_to_paper(*, poll: Poll, by: Doer, at: datetime) -> Poll:
    """Vote on paper instead: a branch may prefer it at any time before the count (R14-07).

    What was cast electronically is wiped unseen; everybody votes on paper.
    """
    may(by, Permission.RECORD_ENTER, poll.organisation).require()
    held = _lock(poll)
    queries.may_go_to_paper(held).require()
    return _on_paper(held)


@action
def count(*, poll: Poll, counted: Count, by: Doer, at: datetime) -> Poll:
    """Enter what the two tellers counted of a vote on paper.

    More ballots back than given out makes the poll void, and no figure of its questions is kept (R03-10).
    Invalid where the figures do not add up, or a teller is a candidate or counts alone.
    """
    may(by, Permission.RECORD_ENTER, poll.organisation).require()
    held = _lock(poll)
    queries.may_count(held, localdate(at)).require()
    lines = queries.ballot(held)
    voters = list(Voter.objects.filter(poll=held).values_list("member__name", flat=True))
    candidates = {name for line in lines for name in line.asked.candidates}
    all_of(
        rules.are_tellers(counted.supervisor, counted.teller, candidates, voters),
        rules.were_given_out(counted.issued, len(voters) or held.issued),
    ).require()
    if rules.is_void(counted.returned, counted.issued):
        note(void=True)
        return _closed(held, counted, PollState.VOID, by, at)
    rules.adds_up(counted, {line.pk: line.choose for line in lines}).require()
    for line in lines:
        votes = counted.questions[line.pk]
        for option in line.choices:
            number = votes.abstained if option.is_abstention else votes.votes.get(option.pk, 0)
            Option.objects.filter(pk=option.pk).update(votes=number)
    return _closed(held, counted, PollState.CLOSED, by, at)


def _require_sound(
    outside: Collection[Member],
    questions: Sequence[Asked],
    voters: Collection[Member],
    days: tuple[date, date],
    manner: Manner,
    today: date,
) -> None:
    without = [
        one.name
        for one in voters
        if one in outside or one.left_on is not None or not rules.has_vote(one.standing, one.full_on, days[0])
    ]
    all_of(
        rules.is_whole(questions, len(voters)),
        rules.all_have_a_vote(without),
        rules.fits_the_days(*days, today),
    ).require()
    if manner is Manner.ELECTRONIC:
        no_account = sum(one.account_id is None for one in voters)
        rules.may_be_electronic(len(voters), no_account, today).require()


def _ask(poll: Poll, questions: Sequence[Asked]) -> None:
    asked = Question.objects.bulk_create(
        Question(poll=poll, place=place, text=one.text, about=one.about, choose=one.choose)
        for place, one in enumerate(questions, start=1)
    )
    Option.objects.bulk_create(
        Option(question=question, place=place, text=text, is_abstention=place > len(one.options))
        for question, one in zip(asked, questions, strict=True)
        for place, text in enumerate((*one.options, ABSTENTION), start=1)
    )


def _lock(poll: Poll) -> Poll:
    """The poll as it is now; nobody else votes in it or counts it until the transaction ends."""
    held: Poll = (
        Poll.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=poll.pk)
    )
    return held


def _write_all(poll: Poll, chosen: Collection[int], member_id: int | None) -> None:
    """One statement for all counters and one for all marks: PostgreSQL keeps with each row which transaction
    wrote it, and that must not tell the options of a vote from the others."""
    more = Case(When(pk__in=chosen, then=Value(1)), default=Value(0))
    Option.objects.filter(question__poll=poll).update(votes=F("votes") + more)
    mark = Case(When(member=member_id, then=Value(True)), default=F("voted"))
    Voter.objects.filter(poll=poll).update(voted=mark)


def _on_paper(poll: Poll) -> Poll:
    Option.objects.filter(question__poll=poll).update(votes=0)
    Voter.objects.filter(poll=poll).update(voted=None)
    poll.manner = Manner.PAPER
    poll.save(update_fields=["manner"])
    return poll


def _closed(poll: Poll, counted: Count, state: PollState, by: Doer, at: datetime) -> Poll:
    poll.state, poll.closed_at, poll.closed_by = state, at, by.label[:120]
    poll.supervisor, poll.teller = counted.supervisor.strip(), counted.teller.strip()
    poll.issued, poll.returned = counted.issued, counted.returned
    if state is PollState.CLOSED:
        poll.valid, poll.invalid = counted.valid, counted.invalid
    poll.save()
    note(issued=poll.issued, returned=poll.returned)
    return poll
