"""Matters put to the vote at a meeting: counted against who was there, passed or not by rule (R01-12)."""

from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.models import Record
from heli.duties.rules.recording import is_explained
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.orglife import queries
from heli.orglife.actions.drafting import can_be_drafted, draft, fresh, minutes_of, state_of
from heli.orglife.catalogue import MAJORITIES, Base, Majority, MinutesMove
from heli.orglife.models import Minutes, VotedMatter
from heli.orglife.queries.due import kind_of_record
from heli.orglife.rules import Turnout, rule_for
from heli.orglife.rules import minutes as minutes_rules
from heli.orglife.rules.minutes import Votes


@action
def record_vote(*, record: Record, matter: str, votes: Votes, by: Doer, at: datetime) -> VotedMatter:
    """Record how a matter was voted on at a meeting; whether it passed is worked out (R01-12).

    NotAllowed without RECORD_ENTER there; WrongState for locked minutes or a ledger's record; Invalid for
    counts above those present with a vote, or a kind of meeting that no majority is laid down for.
    """
    may(by, Permission.RECORD_ENTER, record.organisation).require()
    found = fresh(record)
    state, kind = state_of(minutes_of(found)), kind_of_record(found)
    rule = rule_for(MAJORITIES(), kind.id, found.happened_on)
    turnout = queries.turnout_of(found)
    all_of(
        can_be_drafted(found),
        minutes_rules.may_move(state, MinutesMove.CORRECT),
        minutes_rules.has_majority_rule(rule, kind),
        minutes_rules.votes_add_up(matter, votes, turnout),
    ).require()
    assert rule is not None  # noqa: S101 - has_majority_rule refuses None
    made = VotedMatter(
        minutes=draft(found, by, at),
        matter=matter.strip(),
        in_favour=votes.in_favour,
        against=votes.against,
        abstained=votes.abstained,
        entered_at=at,
        entered_by=by.label[:120],
    )
    _weigh(made, rule, turnout)
    made.save(force_insert=True)
    note(passed=made.passed)
    return made


@action
def withdraw_vote(*, voted: VotedMatter, why: str, by: Doer, at: datetime) -> VotedMatter:
    """Take a vote that was wrongly recorded back, with a reason; it stays readable. As `record_vote`."""
    record = voted.minutes.record
    may(by, Permission.RECORD_ENTER, record.organisation).require()
    found = fresh(record)
    held = VotedMatter.objects.select_for_update().get(pk=voted.pk)
    all_of(
        minutes_rules.may_move(state_of(minutes_of(found)), MinutesMove.CORRECT),
        _stands(held),
        is_explained(why),
    ).require()
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = at, by.label[:120], why.strip()
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    draft(found, by, at)
    return held


def weigh_votes_anew(minutes: Minutes, found: Turnout) -> None:
    """Hold the votes of a meeting against who was there after a correction; Invalid where they cannot be."""
    record = minutes.record
    rule = rule_for(MAJORITIES(), record.kind, record.happened_on)
    for held in VotedMatter.objects.standing().filter(minutes=minutes):
        votes = Votes(held.in_favour, held.against, held.abstained)
        minutes_rules.votes_add_up(held.matter, votes, found).require()
        if rule is not None:
            _weigh(held, rule, found)
            held.save(update_fields=["voting_due", "voting_present", "passed"])


def _weigh(voted: VotedMatter, rule: Majority, found: Turnout) -> None:
    votes = Votes(voted.in_favour, voted.against, voted.abstained)
    voted.voting_present, voted.voting_due = found.of(Base.VOTING)
    voted.passed = minutes_rules.is_passed(rule, votes, found)


def _stands(held: VotedMatter) -> Verdict:
    if held.withdrawn_at is None:
        return Verdict.yes()
    return Verdict.no("这项表决已经撤销。", error=WrongState, code="vote-withdrawn")
