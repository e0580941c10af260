"""评: comments, and how the units mark those who spoke, by secret ballot or by hands."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.ballots import actions as ballot_actions
from heli.ballots import queries as ballot_queries
from heli.ballots.models import Poll
from heli.ballots.rules import Asked, Count
from heli.exchange.actions.arranging import lock
from heli.exchange.catalogue import Mark, State
from heli.exchange.models import Comment, Exhibit, Gathering, HandCount
from heli.exchange.queries import judging as found
from heli.exchange.rules import acts, judging
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid
from heli.kernel.verdict import all_of
from heli.orgs.models import Organisation


@action
def comment(
    *,
    gathering: Gathering,
    organisation: Organisation,
    said_by: str,
    text: str,
    by: Doer,
    at: datetime,
    exhibit: Exhibit | None = None,
) -> Comment:
    """Keep what a leader of `organisation` said, of one exhibit or of the whole.

    NotAllowed without GATHERING_SPEAK there or for an organisation that takes no part, WrongState outside 评,
    Invalid without words, or of one's own organisation.
    """
    may(by, Permission.GATHERING_SPEAK, organisation).require()
    held = Gathering.objects.select_for_update().get(pk=gathering.pk)
    participants = set(Exhibit.objects.filter(gathering=held).values_list("organisation", flat=True))
    all_of(
        acts.is_at(held.state, (State.JUDGING,), "点评"),
        judging.may_speak_of(
            organisation=organisation.pk,
            organiser=held.organiser_id,
            participants=participants,
            shown=exhibit.organisation_id if exhibit is not None else None,
        ),
        acts.says_why(said_by, "点评人的姓名和职务"),
        acts.says_why(text, "点评内容"),
    ).require()
    target = found.comment_target(held, exhibit.pk if exhibit is not None else None)
    made: Comment = Comment.objects.create(
        gathering=held,
        exhibit=target,
        organisation=organisation,
        said_by=said_by.strip()[:60],
        text=text.strip()[:500],
        made_at=at,
        made_by=by.label[:120],
    )
    return made


@action
def prepare_vote(*, gathering: Gathering, units: int, by: Doer, at: datetime) -> Gathering:
    """Have `units` representatives mark those who spoke by secret ballot on paper, a ballot a unit.

    NotAllowed without GATHERING_HOLD, WrongState outside 评 or for a second vote, Invalid without speakers or
    for more ballots than units take part.
    """
    held, today = lock(gathering, by), localdate(at)
    speaking = found.speakers(held)
    all_of(
        acts.is_at(held.state, (State.JUDGING,), "组织评议"),
        judging.may_vote(speakers=len(speaking), started=found.vote_started(held)),
    ).require()
    invited = Exhibit.objects.filter(gathering=held).count()
    if not 1 <= units <= invited:
        raise Invalid("units-number", f"到会单位应在 1 至参加单位数 {invited} 之间，请核对。")
    marks = tuple(mark.label for mark in Mark)
    poll = ballot_actions.prepare_for_units(
        organisation=held.organiser,
        title=f"{held.title}·评议"[:120],
        questions=[Asked(one.organisation.short_name, marks) for one in speaking],
        units=units,
        held_on=max(today, held.held_on),
        by=by,
        at=at,
    )
    Exhibit.objects.filter(gathering=held).update(question=None)
    for one, line in zip(speaking, ballot_queries.ballot(poll), strict=True):
        Exhibit.objects.filter(pk=one.pk).update(question=line.pk)
    held.poll = poll
    held.save(update_fields=["poll"])
    note(units=units, speakers=len(speaking))
    return held


@action
def count_vote(*, gathering: Gathering, counted: Count, by: Doer, at: datetime) -> Poll:
    """Enter what the two tellers counted; void where more ballots came back than were given out (R03-10)."""
    held = lock(gathering, by)
    found.poll_lines(held)
    assert held.poll is not None  # noqa: S101 - poll_lines has refused
    return ballot_actions.count(poll=held.poll, counted=counted, by=by, at=at)


@action
def count_hands(
    *,
    gathering: Gathering,
    present: int,
    counts: Mapping[int, Mapping[str, int]],
    by: Doer,
    at: datetime,
) -> Gathering:
    """Enter hands shown for those who spoke: by exhibit (primary key) and mark; whose they were is not kept.

    NotAllowed without GATHERING_HOLD, WrongState outside 评 or for a second vote, Invalid for more hands
    than units, or an exhibit that did not speak.
    """
    held = lock(gathering, by)
    speaking = {one.pk for one in found.speakers(held)}
    all_of(
        acts.is_at(held.state, (State.JUDGING,), "组织评议"),
        judging.may_vote(speakers=len(speaking), started=found.vote_started(held)),
        judging.hands_add_up(counts, present),
    ).require()
    invited = Exhibit.objects.filter(gathering=held).count()
    if present > invited or not counts or not set(counts) <= speaking:
        raise Invalid("hands-unfit", f"请按发言单位填写举手数，到会单位不超过参加单位数 {invited}。")
    HandCount.objects.bulk_create(
        HandCount(exhibit_id=pk, mark=mark.value, number=one.get(mark.value, 0))
        for pk, one in counts.items()
        for mark in Mark
    )
    held.hands_present = present
    held.save(update_fields=["hands_present"])
    note(present=present, speakers=len(counts))
    return held
