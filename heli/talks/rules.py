"""What may be entered as a talk, and whom a branch has talked with in a year (R01-24, R01-25). Pure.

Never all pairs: every member at least so often as the parameter says, each officer with another officer and
with a member who is none.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.accounts.scope import Target
from heli.kernel.action import Doer
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.talks.catalogue import TalkKind

SOURCE = "《中国共产党支部工作条例（试行）》（R01-24）"


class Person(NamedTuple):
    """A member of the branch; `officer`: on its committee, or its secretary where it has none."""

    member: int
    name: str
    initials: str
    officer: bool
    title: str = ""


class Pair(NamedTuple):
    """Two members who talked, by primary key."""

    leads: int
    other: int


@dataclass(frozen=True, slots=True)
class Entered:
    """A talk as entered: `leads` and `others` by primary key, None where nobody is chosen."""

    kind: TalkKind
    held_on: date
    leads: int | None
    others: frozenset[int]


def may_keep(by: Doer, branch: Target) -> Verdict:
    """Whether whoever acts enters and sees the talks of a branch: its own officers, nobody above them."""
    return may(by, Permission.TALK_KEEP, branch)


def is_branch(kind_is_branch: bool) -> Verdict:
    """Only a branch keeps talks."""
    return Verdict.yes() if kind_is_branch else _no("谈心谈话由党支部登记，请选择党支部。", "not-a-branch")


def can_be_entered(entered: Entered, people: Collection[Person], today: date, *, again: bool) -> Verdict:
    """Whether a talk can stand: its day, who took part, and whether the kind fits them.

    `people` are the members of the branch on that day; `again`: the same is entered already.
    """
    return all_of(
        _day(entered.held_on, today),
        _took_part(entered, {one.member for one in people}),
        _fits(entered, {one.member for one in people if one.officer}),
        _no("这次谈心谈话已经登记过，不用重复登记。", "talk-known", state=True) if again else Verdict.yes(),
    )


def can_be_withdrawn(*, withdrawn: bool) -> Verdict:
    """One that was taken back stays so."""
    return _no("这次登记已经撤回。", "talk-withdrawn", state=True) if withdrawn else Verdict.yes()


def _day(held_on: date, today: date) -> Verdict:
    if held_on > today:
        return _no(f"{held_on} 还没有到，谈过以后再登记。", "day-to-come")
    if held_on.year < today.year - 1:
        return _no(f"只登记去年以来的谈心谈话，{held_on} 太早，请核对年份。", "day-too-early")
    return Verdict.yes()


def _took_part(entered: Entered, members: Collection[int]) -> Verdict:
    if entered.leads is None:
        return _no("请选择谈话人。", "leads-missing")
    if not entered.others:
        return _no("请至少勾选一名谈话对象。", "others-missing")
    if entered.leads in entered.others:
        return _no("谈话人不能同时是谈话对象，请去掉其中一处。", "talks-with-himself")
    if not {entered.leads, *entered.others} <= set(members):
        said = f"{entered.held_on} 名册中还没有（或已没有）所选的党员，请核对日期和人员。"
        return _no(said, "not-on-the-roster")
    return Verdict.yes()


def _fits(entered: Entered, officers: Collection[int]) -> Verdict:
    leads, others = entered.leads in officers, {one in officers for one in entered.others}
    match entered.kind:
        case TalkKind.AMONG_COMMITTEE if not (leads and others == {True}):
            return _no(
                "“支委之间”的双方都应是支部委员。请改选人员或情形；委员有变动的，先更新任职。",
                "kind-committee",
            )
        case TalkKind.AMONG_MEMBERS if leads or True in others:
            return _no("“党员之间”的双方都不是支部委员。有委员参加的，请选“支委与党员”。", "kind-members")
        case TalkKind.COMMITTEE_AND_MEMBER if not (leads and others == {False}) and (
            leads or others != {True}
        ):
            return _no("“支委与党员”应有一方是支部委员、另一方不是。请分开登记，或改选情形。", "kind-mixed")
        case TalkKind.SPECIAL if len(entered.others) > 1:
            return _no("“特殊情况”逐人登记，请只勾选一名党员（R01-25）。", "special-alone")
    return Verdict.yes()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whom a branch has talked with in a year. Every tuple is in the order of names.

    `untalked`: not often enough yet; `apart`: officers who have not talked with another officer; `aloof`:
    officers who have not talked with a member who is none; `among`: how many of those who are no officers
    have talked with one another, which is told and asked of nobody.
    """

    total: int
    untalked: tuple[Person, ...]
    apart: tuple[Person, ...]
    aloof: tuple[Person, ...]
    among: int

    @property
    def talked(self) -> int:
        return self.total - len(self.untalked)

    @property
    def is_whole(self) -> bool:
        """Every member, and each officer with both sorts; a branch without members covers nothing."""
        return self.total > 0 and not (self.untalked or self.apart or self.aloof)


def coverage(people: Collection[Person], pairs: Collection[Pair], times: int) -> Coverage:
    """The coverage of the members of a day by the talks of a year, at least `times` with each."""
    officers = {one.member for one in people if one.officer}
    plain = {one.member for one in people} - officers
    often = Counter(one for pair in pairs for one in pair)
    with_officer = {one for one, other in _both_ways(pairs) if other in officers}
    with_plain = {one for one, other in _both_ways(pairs) if other in plain}
    return Coverage(
        total=len(people),
        untalked=tuple(one for one in people if often[one.member] < times),
        apart=tuple(one for one in people if one.officer and one.member not in with_officer)
        if len(officers) > 1
        else (),
        aloof=tuple(one for one in people if one.officer and one.member not in with_plain) if plain else (),
        among=len(plain & with_plain),
    )


def _both_ways(pairs: Iterable[Pair]) -> Iterator[tuple[int, int]]:
    for leads, other in pairs:
        yield leads, other
        yield other, leads


def may_see_numbers(actor: Actor) -> Verdict:
    """Whether the numbers by branch are open to the reader: whoever sees a roster."""
    return actor.may_at_all(Permission.MEMBER_SEE)


def _no(reason: str, code: str, *, state: bool = False) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=WrongState if state else Invalid, code=code)
