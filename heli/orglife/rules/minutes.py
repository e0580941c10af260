"""Minutes: who signs and locks them, what is thin, whether a matter was passed. Pure answers."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import SECRETARIES
from heli.duties.catalogue import RecordForm, RecordKind, RecordSource
from heli.kernel.action import SYSTEM, Doer
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.verdict import Verdict
from heli.orglife.catalogue import MINUTES, Base, Majority, MinutesMove, MinutesState, Thinness
from heli.orglife.rules.meeting import Turnout

LONGEST_MATTER, LONGEST_NOTE = 300, 500
_LED = "《中国共产党支部工作条例（试行）》第十四条（R01-15）"


class Votes(NamedTuple):
    """How a matter was voted on: counts, never who."""

    in_favour: int
    against: int
    abstained: int

    @property
    def total(self) -> int:
        return sum(self)


def can_be_drafted(kind: RecordKind, source: str, *, withdrawn: bool) -> Verdict:
    """Whether minutes are kept of a record here: of a meeting that was entered on a page."""
    if withdrawn:
        return Verdict.no("这条记录已经作废。", error=WrongState, code="record-withdrawn")
    if kind.form is not RecordForm.MEETING:
        return Verdict.no(f"“{kind.name}”是材料，没有会议记录。", code="no-meeting")
    if source == RecordSource.IMPORT:
        return Verdict.no(
            "这条记录来自组织生活台账，会议记录没有在这里起草；要补充、更正的，请在台账里改好再导入一次。",
            error=WrongState,
            code="minutes-of-ledger",
        )
    return Verdict.yes()


def is_not_begun(state: str | None) -> Verdict:
    """Minutes are begun once."""
    if state is None:
        return Verdict.yes()
    return Verdict.no("这次会议已经有会议记录了，直接更正即可。", error=WrongState, code="minutes-begun")


def may_move(state: str | None, move: MinutesMove) -> Verdict:
    """Whether minutes in `state` (None: not drafted here yet) may be corrected, signed, locked."""
    if state is None:
        if move is MinutesMove.CORRECT:
            return Verdict.yes()
        return Verdict.no(
            "这次会议还没有起草会议记录。请先起草，再审签。",
            error=WrongState,
            code="minutes-not-drafted",
        )
    if state == MinutesState.LOCKED:
        return Verdict.no(
            "会议记录已经归档锁定，不再改动。有差错的，请在旁边写更正说明，原文照留。",
            error=WrongState,
            code="minutes-locked",
        )
    return MINUTES.may(MinutesState(state), move)


def is_chair_or_secretary(by: Doer, chair: str, organisation: int) -> Verdict:
    """Whether whoever acts chaired the meeting, or is the organisation's secretary (R01-15, S001-57).

    The chair is known by the name under which the list of posts has him, not by what his account is called.
    """
    if by is SYSTEM or (isinstance(by, Actor) and signs_for(by, chair, organisation)):
        return Verdict.yes()
    return Verdict.no(
        f"会议记录由主持人（{chair or '未填'}）或者书记本人审签，不能由他人代签。",
        source=_LED,
        error=NotAllowed,
        code="not-chair",
    )


def signs_for(actor: Actor, chair: str, organisation: int) -> bool:
    """Whether the actor's own posts there are the secretary's, or held under the chair's name."""
    held = SECRETARIES & set(actor.offices_at(organisation))
    return bool(held) or chair in actor.names_at(organisation)


def says_enough_to_sign(text: str) -> Verdict:
    """Nobody signs an empty page."""
    if text.strip():
        return Verdict.yes()
    return Verdict.no("会议记录还没有内容，不能审签。请先补写主要内容。", code="minutes-empty")


def can_be_noted(state: str | None, text: str) -> Verdict:
    """A note stands beside locked minutes only; before, the text itself is put right."""
    if state != MinutesState.LOCKED:
        return Verdict.no(
            "会议记录还没有归档锁定，直接更正即可，不必写更正说明。", error=WrongState, code="not-locked"
        )
    if not text.strip():
        return Verdict.no("请写明哪里有差错、应为什么。", code="note-missing")
    if len(text.strip()) > LONGEST_NOTE:
        return Verdict.no(f"更正说明最多 {LONGEST_NOTE} 个字，请缩短。", code="note-long")
    return Verdict.yes()


def is_repeated(happened_on: date, repeats_on: date | None, rule: Thinness) -> bool:
    """Whether the text of a record was that of an earlier one too short a time before it."""
    return repeats_on is not None and (happened_on - repeats_on).days <= rule.within_days


def thin_remarks(text: str, before: Collection[str], rule: Thinness) -> tuple[str, ...]:
    """What is thin about minutes, in words; nothing where nothing is. Advice, never a refusal.

    `before` are the texts of the organisation's meetings of that kind in the `within_days` before it.
    """
    bare = "".join(text.split())
    if not bare:
        return ("主要内容空白",)
    found = []
    if bare.rstrip("。.") in rule.says_nothing:
        found.append(f"主要内容只写了“{bare}”，没有写明内容")
    elif len(bare) < rule.least:
        found.append(f"主要内容不足 {rule.least} 个字")
    if text.strip() in {one.strip() for one in before}:
        found.append("主要内容与此前同类会议的记录完全相同")
    return tuple(found)


def has_majority_rule(rule: Majority | None, kind: RecordKind) -> Verdict:
    """Whether a vote can be reckoned at a meeting of this kind at all."""
    if rule is not None:
        return Verdict.yes()
    return Verdict.no(
        f"“{kind.name}”没有规定表决的计票办法，议定事项写入主要内容即可。需要党员大会表决的，请记在支部党员大会里。",
        code="no-majority-rule",
    )


def votes_add_up(matter: str, votes: Votes, found: Turnout) -> Verdict:
    """Whether so many votes can have been given: no more than had a vote and were there."""
    if not matter.strip():
        return Verdict.no("请填写表决事项。", code="matter-missing")
    if len(matter.strip()) > LONGEST_MATTER:
        return Verdict.no(f"表决事项最多 {LONGEST_MATTER} 个字，请缩短。", code="matter-long")
    if min(votes) < 0:
        return Verdict.no("票数不能小于 0。", code="votes-negative")
    if votes.total < 1:
        return Verdict.no("赞成、反对、弃权都是 0，请填写票数。", code="votes-missing")
    present, _ = found.of(Base.VOTING)
    if votes.total > present:
        return Verdict.no(
            f"赞成 {votes.in_favour}、反对 {votes.against}、弃权 {votes.abstained}，共 {votes.total} 票，"
            f"多于到会有表决权的 {present} 人。请核对票数或到会情况。",
            code="votes-above-present",
        )
    return Verdict.yes()


def is_passed(rule: Majority, votes: Votes, found: Turnout) -> bool:
    """Whether a matter was passed: more than the share of those who should have come with a vote (R01-12)."""
    _, due = found.of(Base.VOTING)
    return votes.in_favour * rule.denominator > due * rule.numerator
