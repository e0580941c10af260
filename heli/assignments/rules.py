"""What may be assigned, ended and taken back, and how an assignment stands on a day (S002-28). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.accounts.scope import Target
from heli.assignments.catalogue import MOST_ABOUT, MOST_TITLE, Phase
from heli.kernel.action import Doer
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Verdict, all_of

SOURCE = "党员作用发挥记录（S002-28）"


@dataclass(frozen=True, slots=True)
class Entered:
    """One title for several members, by primary key, as entered."""

    title: str
    about: str
    begins_on: date
    ends_on: date | None
    members: frozenset[int]


class Span(NamedTuple):
    """From when to when an assignment goes, and whether somebody ended it or took it back."""

    begins_on: date
    ends_on: date | None
    ended: bool
    withdrawn: bool


def tidy(text: str) -> str:
    """A title with its blanks put right, so that one title is written one way."""
    return " ".join(text.split())


def may_keep(by: Doer, branch: Target) -> Verdict:
    """Whether whoever acts enters for a branch and sees its names: its own officers, nobody above them."""
    return all_of(may(by, Permission.MEMBER_SEE, branch), may(by, Permission.RECORD_ENTER, branch))


def is_branch(kind_is_branch: bool) -> Verdict:
    """Only a branch assigns."""
    return Verdict.yes() if kind_is_branch else _no("设岗定责由党支部登记，请选择党支部。", "not-a-branch")


def can_be_assigned(
    entered: Entered, roster: Collection[int], today: date, *, holding: Sequence[str]
) -> Verdict:
    """Whether it can stand. `roster` are the members of the branch on its first day, `holding` the names of
    those among the entered who have the same title already at some time of it."""
    return all_of(_said(entered), _days(entered, today), _whom(entered, roster, holding))


def can_be_ended(span: Span, ends_on: date, today: date) -> Verdict:
    """Whether an assignment can be said to have ended on a day, its last one."""
    if span.withdrawn:
        return _no("这项登记已经撤回，不用再结束。", "assignment-withdrawn", state=True)
    if span.ended or (span.ends_on is not None and span.ends_on < today):
        return _no(f"已于 {span.ends_on} 结束，不用再次登记。", "assignment-over", state=True)
    if ends_on < span.begins_on:
        return _no(f"结束日期不能早于开始日期 {span.begins_on}。", "ends-before-start")
    if ends_on > today:
        return _no(f"{ends_on} 还没有到，到时再登记结束。", "day-to-come")
    return Verdict.yes()


def can_be_withdrawn(*, withdrawn: bool, reason: str) -> Verdict:
    """Whether an entry made by mistake can be taken back; whatever really was is ended instead."""
    if withdrawn:
        return _no("这项登记已经撤回。", "assignment-withdrawn", state=True)
    return Verdict.yes() if reason.strip() else _no("请写明撤回的原因。", "reason-missing")


def phase(span: Span, left_on: date | None, today: date) -> Phase:
    """How it stands on a day; `left_on` is the first day on which its member no more belonged there."""
    if span.withdrawn:
        return Phase.WITHDRAWN
    if span.ends_on is not None and (span.ended or span.ends_on < today):
        return Phase.OVER
    return Phase.TO_END if left_on is not None and left_on <= today else Phase.RUNNING


def _said(entered: Entered) -> Verdict:
    if not entered.title:
        return _no("请填写岗位或任务的名称。", "title-missing")
    if len(entered.title) > MOST_TITLE:
        return _no(f"名称最多 {MOST_TITLE} 个字。", "title-long")
    if len(entered.about) > MOST_ABOUT:
        return _no(f"职责最多 {MOST_ABOUT} 个字。", "about-long")
    return Verdict.yes()


def _days(entered: Entered, today: date) -> Verdict:
    if entered.begins_on > today:
        return _no(f"{entered.begins_on} 还没有到，开始以后再登记。", "day-to-come")
    if entered.ends_on is not None and entered.ends_on < entered.begins_on:
        return _no("结束日期不能早于开始日期。", "ends-before-start")
    return Verdict.yes()


def _whom(entered: Entered, roster: Collection[int], holding: Sequence[str]) -> Verdict:
    if not entered.members:
        return _no("请至少勾选一名党员。", "members-missing")
    if not entered.members <= set(roster):
        said = (
            f"{entered.begins_on} 本支部名册中还没有（或已没有）所选的党员，"
            "请核对开始日期和人员；更早就担任的，填名册查得到的日期。"
        )
        return _no(said, "not-on-the-roster")
    if holding:
        said = f"{'、'.join(holding)}在这段时间已登记“{entered.title}”，同一项不重复登记。"
        return _no(said, "already-assigned", state=True)
    return Verdict.yes()


def _no(reason: str, code: str, *, state: bool = False) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=WrongState if state else Invalid, code=code)
