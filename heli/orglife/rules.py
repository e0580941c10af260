"""May this meeting be held, and by whom? Pure answers on one meeting; nothing here asks the database.

Who is due follows from the kind of record: all members, those with a vote, or the committee.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from heli.accounts.catalogue import Office
from heli.kernel.catalogue import Catalogue, Entry
from heli.kernel.errors import Invalid
from heli.kernel.verdict import Strength, Verdict
from heli.members.catalogue import Standing
from heli.orglife.catalogue import Base, Chairing, Quorum

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Person:
    """One who is due: `key` is "m12" for a member on the roster, "p34" for an office held by nobody on it.

    `voting` is whether the person has a vote on that day, `offices` those held at the organisation then.
    """

    key: str
    name: str
    initials: str
    voting: bool
    member_id: int | None = None
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Turnout:
    """Persons due and present, and of these those with a vote: None where only numbers are known."""

    due: int
    present: int
    voting_due: int | None = None
    voting_present: int | None = None

    def of(self, base: Base) -> tuple[int, int]:
        """(present, due) of the base that a quorum is reckoned of; everyone where the votes are not known."""
        if base is Base.VOTING and self.voting_due is not None and self.voting_present is not None:
            return self.voting_present, self.voting_due
        return self.present, self.due


def rule_for(rules: Catalogue[E], kind: str, on: date) -> E | None:
    """The rule on a kind of record in force on a day; None where there is none."""
    return next((rule for rule in rules.versions(kind) if rule.in_force(on)), None)


def turnout(people: Sequence[Person], away: Collection[str]) -> Turnout:
    """Who came of `people`, when those with the keys `away` did not."""
    came = [person for person in people if person.key not in away]
    return Turnout(
        due=len(people),
        present=len(came),
        voting_due=sum(person.voting for person in people),
        voting_present=sum(person.voting for person in came),
    )


def has_vote(standing: str, full_on: date | None, on: date) -> bool:
    """Whether a member had a vote on a day: only a 正式党员 has (R03-04), from the day of 转正 on."""
    return standing == Standing.FULL and (full_on is None or full_on <= on)


def counts_add_up(found: Turnout) -> Verdict:
    """Somebody was due, somebody came, and not more than were due."""
    if found.due < 1:
        return Verdict.no("应到人数至少为 1 人。", code="nobody-due")
    if found.present < 1:
        return Verdict.no("没有人到会，不能记为已召开。", code="nobody-came")
    if found.present > found.due:
        reason = f"实到 {found.present} 人，多于应到 {found.due} 人，请核对。"
        return Verdict.no(reason, code="came-more-than-due")
    return Verdict.yes()


def quorum(rule: Quorum | None, found: Turnout) -> Verdict:
    """Whether enough came (R01-12, R01-13, R08-07, R15-05); a refusal has the rule's own strength."""
    if rule is None:
        return Verdict.yes()
    present, due = found.of(rule.of)
    if due > 0 and present * rule.denominator >= due * rule.numerator:
        return Verdict.yes()
    part = (
        "半数"
        if (rule.numerator, rule.denominator) == (1, 2)
        else f"{rule.denominator} 分之 {rule.numerator}"
    )
    return Verdict.no(
        f"{rule.who}到会 {present} 人，不足应到 {due} 人的{part}，不能开会。{rule.way_out}",
        source=rule.source,
        strength=rule.strength,
        error=Invalid,
        code="quorum-not-met",
    )


def may_chair(rule: Chairing | None, name: str, officers: Mapping[str, Collection[Office]]) -> Verdict:
    """Whether `name` may chair (R01-15) by the offices held that day; yes where none is known."""
    if rule is None or not any(_held(rule, offices) for offices in officers.values()):
        return Verdict.yes()
    if _held(rule, officers.get(name, ())):
        return Verdict.yes()
    return Verdict.no(
        f"任职名单中，{name} 当天没有可以主持这类会议的职务。{rule.way_out}",
        source=rule.source,
        strength=rule.strength,
        code="chair-without-office",
    )


def _held(rule: Chairing, offices: Collection[Office]) -> bool:
    return any(office in rule.offices for office in offices)


def chair_came(name: str, people: Sequence[Person], away: Collection[str]) -> Verdict:
    """Who chairs is there: not everyone due of that name may be away."""
    same = [person.key for person in people if person.name == name]
    if same and all(key in away for key in same):
        return Verdict.no(f"{name} 是主持人，却未勾选到会，请核对。", code="chair-away")
    return Verdict.yes()


def has_committee(*, needed: bool, there: bool) -> Verdict:
    """A meeting of the 支委会 needs one (R01-28, R01-29)."""
    if there or not needed:
        return Verdict.yes()
    return Verdict.no(
        "本支部不设支部委员会，不能记支部委员会会议；需要支部讨论的事项，请召开支部党员大会。",
        source="《中国共产党支部工作条例（试行）》第二十一条（R01-28、R01-29）",
        code="no-committee",
    )


def blocks(verdict: Verdict) -> bool:
    """Whether a refusal stands against what is done in Heli: only what a regulation demands does (H)."""
    return not verdict and verdict.strength is Strength.HARD
