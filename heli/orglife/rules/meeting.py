"""May this meeting be held, and by whom? Pure answers on one meeting; nothing here asks the database.

Who is due follows from the kind of record: all members, those with a vote, or the committee.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from heli.accounts.catalogue import Office
from heli.duties.catalogue import RecordForm, RecordKind, Roster
from heli.kernel.catalogue import Catalogue, Entry
from heli.kernel.errors import Invalid
from heli.kernel.verdict import Verdict
from heli.members.catalogue import Standing
from heli.orglife.catalogue import NOT_DUE, Absence, Base, Chairing, Quorum
from heli.orgs.catalogue import BRANCH_KINDS

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

    @property
    def title(self) -> str:
        """The offices as shown beside the name."""
        return "、".join(office.label for office in self.offices)


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


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who was due and who came, as told by whoever records the meeting.

    By name: `people` are those who can be due, `away` their absences by key, NOT_DUE among the reasons.
    By number, where no roster is known: `numbers`.
    """

    people: tuple[Person, ...] = ()
    away: Mapping[str, str] = field(default_factory=dict)
    numbers: Turnout | None = None

    @property
    def is_told(self) -> bool:
        """Whether it is known yet how many were due and came."""
        return bool(self.people) or self.numbers is not None

    @property
    def due(self) -> tuple[Person, ...]:
        """The persons due at this meeting."""
        return tuple(person for person in self.people if self.away.get(person.key) != NOT_DUE)

    @property
    def turnout(self) -> Turnout:
        """How many were due and came."""
        return turnout(self.due, self.away) if self.people else self.numbers or Turnout(due=0, present=0)


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


def share_in_words(rule: Quorum) -> str:
    half = (rule.numerator, rule.denominator) == (1, 2)
    return "半数" if half else f"{rule.denominator} 分之 {rule.numerator}"


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


def has_committee(kind: RecordKind, org_kind: str, *, there: bool) -> Verdict:
    """A meeting of a branch's 支委会 needs one (R01-28, R01-29); others than branches always have theirs."""
    if there or kind.roster is not Roster.COMMITTEE or org_kind not in BRANCH_KINDS:
        return Verdict.yes()
    return Verdict.no(
        "本支部不设支部委员会，不能记支部委员会会议；需要支部讨论的事项，请召开支部党员大会。",
        source="《中国共产党支部工作条例（试行）》第二十一条（R01-28、R01-29）",
        code="no-committee",
    )


def has_form(kind: RecordKind, form: RecordForm) -> Verdict:
    """A meeting is recorded as a meeting, a document filed as a document."""
    if kind.form is form:
        return Verdict.yes()
    return Verdict.no(f"“{kind.name}”是{kind.form.label}，请按{kind.form.label}记录。", code="form-differs")


def is_of_the_time(kind: RecordKind, on: date) -> Verdict:
    """Whether there was such a kind of record on that day."""
    if kind.in_force(on):
        return Verdict.yes()
    return Verdict.no(f"{on} 还没有“{kind.name}”的规定，请核对日期。", code="before-its-rule")


def has_chair(chair: str) -> Verdict:
    """Every meeting is chaired by somebody (R01-15)."""
    return Verdict.yes() if chair.strip() else Verdict.no("请填写主持人。", code="chair-missing")


def numbers_agree(gathering: Gathering) -> Verdict:
    """Numbers that are told beside a roster are the roster's: nobody is taken as present by mistake."""
    told, found = gathering.numbers, gathering.turnout
    if told is None or not gathering.people or (told.due, told.present) == (found.due, found.present):
        return Verdict.yes()
    return Verdict.no(
        f"填的是应到 {told.due} 人、实到 {told.present} 人，按名册和缺席名单是应到 {found.due} 人、"
        f"实到 {found.present} 人。请逐个列出缺席的人，不必填人数。",
        code="numbers-differ",
    )


def absences_hold(kind: RecordKind, gathering: Gathering) -> Verdict:
    """Who is told to be away is due, with a reason; not due at all is somebody at a 党小组会 only."""
    reasons = {value for value in Absence.values if value}
    if kind.roster is Roster.GROUP:
        reasons.add(NOT_DUE)
    if not set(gathering.away) <= {person.key for person in gathering.people}:
        return Verdict.no("缺席人员不在应到名单中，名单可能刚刚更新，请核对。", code="absent-not-due")
    if not set(gathering.away.values()) <= reasons:
        return Verdict.no("请给每位缺席人员选择原因。", code="absence-unexplained")
    return Verdict.yes()
