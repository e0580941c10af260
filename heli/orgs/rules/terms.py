"""Terms and elections: what is to be done when, who holds a seat how, and whether a term may be changed.

Seats and states are worked out from dated posts and terms, never typed (R01-34, R02-05, R03-02, R03-12).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from heli.accounts.catalogue import COMMITTEE_OFFICES, Office
from heli.kernel.catalogue import Catalogue
from heli.kernel.errors import WrongState
from heli.kernel.periods import add_months
from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import SETTING, TERM_KINDS, TERMS, Kind, SettingNumber, TermChange, TermStepKind

_ELECTIONS = "《中国共产党基层组织选举工作条例》第三条（R03-02）"
_REMINDERS = "换届提醒督促机制（R01-34）"
_REQUESTS = "党支部换届流程（R03-12）"
_YEAR = 12


def _entry(numbers: Catalogue[SettingNumber], name: str, on: date) -> SettingNumber:
    """The number of a day; of a day before its first one that first one: older terms are entered too."""
    return numbers.get(name, max(on, min(one.since for one in numbers.versions(name))))


class TermTask(StrEnum):
    """What an ending term asks for; the value is the filter's name."""

    REMIND = "remind"
    REQUEST = "request"
    ELECT = "elect"

    @property
    def label(self) -> str:
        return _TASKS[self]


_TASKS = {TermTask.REMIND: "待提醒", TermTask.REQUEST: "待请示", TermTask.ELECT: "待换届"}


class Task(NamedTuple):
    """One thing to do about a term, and its day: the superior reminds, the organisation asks and elects."""

    task: TermTask
    due_on: date


def tasks_of(ends_on: date, on: date, *, reminded: bool, requested: bool) -> tuple[Task, ...]:
    """What is to be done about a term on a day, from a month before it falls due.

    The notice is due six months before the end (R01-34), the request as custom has it (R03-12), the
    election by the end (R03-02). When the term is over the notice is of no use any more.
    """
    ahead = _entry(TERMS(), "ahead", on).number
    notice = add_months(ends_on, -_entry(SETTING(), "term-reminder", on).number)
    request = add_months(ends_on, -_entry(TERMS(), "request-lead", on).number)
    open_tasks = (
        Task(TermTask.REMIND, notice) if not reminded and ends_on >= on else None,
        Task(TermTask.REQUEST, request) if not requested else None,
        Task(TermTask.ELECT, ends_on) if ends_on < on or requested else None,
    )
    return tuple(one for one in open_tasks if one is not None and add_months(one.due_on, -ahead) <= on)


class SeatState(StrEnum):
    """How an office of a committee stands on a day."""

    FILLED = "filled"
    ENDING = "ending"
    CARRIED = "carried"
    VACANT = "vacant"

    @property
    def label(self) -> str:
        return _SEATS[self]


_SEATS = {
    SeatState.FILLED: "在任",
    SeatState.ENDING: "将届满",
    SeatState.CARRIED: "届满未换届，继续履职",
    SeatState.VACANT: "空缺",
}


class Held(NamedTuple):
    """A dated post; `until` is the first day on which it is held no more."""

    office: str
    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Seat:
    """An office of the committee, who holds it (nobody: ""), and how."""

    office: Office
    name: str
    state: SeatState
    since: date | None = None


def seats_of(begins_on: date | None, ends_on: date, posts: Iterable[Held], on: date) -> list[Seat]:
    """The seats of a committee on a day, in order of office.

    Vacant is an office that was held in this term and is no more, and that of the 书记 whenever nobody holds
    it. Whoever still holds one after the term's end without an election carries on.
    """
    mine = [one for one in posts if one.office in COMMITTEE_OFFICES]
    state = _state(ends_on, on)
    seats = []
    for office in Office:
        now = [one for one in mine if one.office == office and _holds(one, on)]
        seats += [Seat(office, one.name, _seat_state(one, state, on), one.since) for one in now]
        in_term = any(
            one.office == office and (begins_on is None or one.until is None or one.until > begins_on)
            for one in mine
            if one.since <= on
        )
        if not now and (office is Office.SECRETARY or in_term):
            seats.append(Seat(office, "", SeatState.VACANT))
    return seats


def _holds(one: Held, on: date) -> bool:
    return one.since <= on and (one.until is None or one.until > on)


def _state(ends_on: date, on: date) -> SeatState:
    if ends_on < on:
        return SeatState.CARRIED
    reminder = _entry(SETTING(), "term-reminder", on)
    return SeatState.ENDING if add_months(on, reminder.number) >= ends_on else SeatState.FILLED


def _seat_state(one: Held, state: SeatState, on: date) -> SeatState:
    """A post that ends by itself within the time of the reminder ends soon too."""
    reminder = _entry(SETTING(), "term-reminder", on)
    soon = one.until is not None and one.until <= add_months(on, reminder.number)
    return SeatState.ENDING if soon and state is SeatState.FILLED else state


def decision_faults(
    kind: TermChange, ends: Sequence[date], until: date, begins_on: date | None, approved_on: date, on: date
) -> list[Verdict]:
    """Whether a term may be extended or advanced to `until`; `ends` are its ends so far, the first one first.

    What is allowed beyond the approval is a year in all, counted from the end that the election set (R03-02).
    """
    if begins_on is not None and until <= begins_on:
        reason = f"本届自 {begins_on} 起，不能在 {until} 届满。请填这一天之后的日期。"
        return [_no("ends-before-it-began", reason)]
    faults = _approval_faults(kind, until, begins_on, approved_on, on)
    if kind is TermChange.EXTENDED and until <= ends[-1]:
        faults.append(
            _no("not-later", f"现在的届满日期是 {ends[-1]}，延期后的日期要晚于它；提前请选提前换届。")
        )
    if kind is TermChange.ADVANCED and until >= ends[-1]:
        faults.append(
            _no("not-earlier", f"现在的届满日期是 {ends[-1]}，提前后的日期要早于它；延期请选延期换届。")
        )
    most = _entry(TERMS(), "term-change-most", on)
    if not add_months(ends[0], -most.number) <= until <= add_months(ends[0], most.number):
        reason = (
            f"原定 {ends[0]} 届满，改到 {until} 超过 {most.number} 个月；延长或提前一般不超过一年。"
            "请改在一年之内，确需如此的写明理由。"
        )
        source = f"{most.source}（{most.rule}）"
        faults.append(Verdict.no(reason, source=source, strength=most.strength, code=most.rule))
    return faults


def _approval_faults(
    kind: TermChange, until: date, begins_on: date | None, approved_on: date, on: date
) -> list[Verdict]:
    """The superior approves within the term, and before an earlier end is reached."""
    if approved_on > on:
        return [_no("in-future", f"批准日期 {approved_on} 晚于今天，请在批准之后登记。")]
    if begins_on is not None and approved_on < begins_on:
        reason = f"批准日期 {approved_on} 早于本届起始的 {begins_on}，请核对批复。"
        return [_no("approved-before-term", reason)]
    if kind is TermChange.ADVANCED and approved_on > until:
        reason = f"批准日期 {approved_on} 晚于提前后的届满日期 {until}；提前换届须先经上级批准，请核对。"
        return [_no("approved-after-end", reason)]
    return []


def step_faults(
    kind: TermStepKind, term: tuple[date | None, date], done_on: date, on: date, *, done: bool
) -> list[Verdict]:
    """Whether a notice or request of a term (its both ends) may have been on that day; `done`: there is one.

    A request more than a year before the end is hardly one for this term: only with a remark (R03-12).
    """
    begins_on, ends_on = term
    source = _REMINDERS if kind is TermStepKind.NOTICE else _REQUESTS
    if done_on > on:
        return [Verdict.no(f"日期 {done_on} 晚于今天，请核对。", source=source, code="in-future")]
    if done:
        return [
            Verdict.no(f"本届的{kind.label}已经登记过。", source=source, error=WrongState, code="step-done")
        ]
    if begins_on is not None and done_on < begins_on:
        reason = f"{kind.label}的日期 {done_on} 早于本届起始的 {begins_on}，不是本届的{kind.label}，请核对。"
        return [Verdict.no(reason, source=source, code="before-term")]
    first = _entry(TERMS(), "request-first", on)
    if kind is TermStepKind.REQUEST and done_on < add_months(ends_on, -first.number):
        reason = (
            f"本届 {ends_on} 届满，{done_on} 的请示早了 {first.number} 个月以上。"
            "请核对日期；确需如此的在备注中写明原因。"
        )
        return [Verdict.no(reason, source=source, strength=Strength.GENERAL, code="request-too-early")]
    return []


def election_faults(
    kind: str,
    last: tuple[date | None, date] | None,
    elected_on: date,
    on: date,
    *,
    founded_on: date | None = None,
    ends_on: date | None = None,
) -> list[Verdict]:
    """Whether a new term may begin with an election; `last` are both ends of the one before.

    `ends_on` is the new term's last day, None for the usual one.
    """
    if kind not in TERM_KINDS:
        return [_no("no-terms", "这类党组织不按届选举，没有任期。")]
    if elected_on > on:
        return [_no("in-future", f"选举日期 {elected_on} 晚于今天。请在选举之后登记。")]
    if founded_on is not None and elected_on < founded_on:
        reason = f"选举日期 {elected_on} 早于这个党组织批准成立的 {founded_on}，请核对。"
        return [_no("before-founding", reason)]
    ends = _length_faults(kind, last, elected_on, ends_on)
    if last is None:
        return ends
    begins_before, ends_before = last
    if begins_before is not None and elected_on <= begins_before:
        return [_no("before-last-term", f"本届自 {begins_before} 起，新一届的选举日期要晚于它。"), *ends]
    if add_months(elected_on, _entry(SETTING(), "term-reminder", on).number) < ends_before:
        reason = f"本届 {ends_before} 才届满；提前换届须报上级党组织批准，请先登记批复，或写明理由。"
        early = Verdict.no(reason, source=_ELECTIONS, strength=Strength.GENERAL, code="R03-02")
        return [early, *ends]
    return ends


def _length_faults(
    kind: str, last: tuple[date | None, date] | None, elected_on: date, ends_on: date | None
) -> list[Verdict]:
    """A term ends after its election, within the years of its kind, and after the term before it."""
    entry, usual = _length(kind, elected_on), usual_end(kind, elected_on)
    source, until = f"{entry.source}（{entry.rule}）", ends_on or usual
    if until <= elected_on:
        reason = f"届满日期 {until} 不在选举日期 {elected_on} 之后：一届从选举那天起，请改，或不填。"
        return [Verdict.no(reason, source=source, code="ends-before-it-began")]
    if until > usual:
        reason = f"每届任期{entry.number}年：{elected_on} 选举的，最晚 {usual} 届满。请改早，或不填。"
        return [Verdict.no(reason, source=source, code="term-length")]
    if last is not None and last[1] >= until:
        reason = f"已有一届在 {last[1]} 届满，新一届要在它之后届满。请核对选举日期和届满日期。"
        return [_no("term-once", reason)]
    return []


def usual_end(kind: str, elected_on: date) -> date:
    """The last day of a term that begins with this election: five years or three (R02-05)."""
    return add_months(elected_on, _length(kind, elected_on).number * _YEAR)


def _length(kind: str, elected_on: date) -> SettingNumber:
    long = kind in {Kind.ORGAN_COMMITTEE, Kind.COMMITTEE, Kind.DISCIPLINE_COMMITTEE}
    return _entry(SETTING(), "committee-term" if long else "branch-term", elected_on)


def _no(code: str, reason: str) -> Verdict:
    return Verdict.no(reason, source=_ELECTIONS, code=code)
