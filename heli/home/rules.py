"""Whose turn a duty is, how its day is said, and which state a month shows. No queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from heli.duties.catalogue import DutyState
from heli.home.catalogue import Turn
from heli.kernel.periods import PeriodKind, period_on
from heli.ui.catalogue import Month, State

_DONE = frozenset({DutyState.ON_TIME, DutyState.LATE})
_URGENCY = {DutyState.DUE_SOON: 0, DutyState.OVERDUE: 1, DutyState.UNKNOWN: 2, DutyState.NOT_DUE: 3}
_MONTH_SHOWS = (State.OVERDUE, State.DUE_SOON, State.UNKNOWN, State.NOT_DUE, State.LATE, State.ON_TIME)
NAMED = 3
"""So many missed periods are named one by one; more of them are counted."""


def turn_of(
    *, state: DutyState, due_on: date, today: date, may_record: bool, answerable: bool
) -> Turn | None:
    """The group in which a reader finds a duty of an own organisation; None while it asks for nothing yet.

    `may_record`: the reader enters the records that fulfil it. `answerable`: the plan's words say which
    record does; where they do not, everybody waits for the 工委. Who may not record waits for the officers,
    and is told what falls due this month, in which he takes part.
    """
    month_end = period_on(PeriodKind.MONTH, today).end
    if state in _DONE:
        return None
    if not answerable:
        return Turn.OTHERS if due_on <= month_end else None
    if state in (DutyState.OVERDUE, DutyState.UNKNOWN):
        return Turn.NOW if may_record else Turn.OTHERS
    if state == DutyState.DUE_SOON:
        return Turn.NOW if may_record else Turn.MONTH
    return Turn.MONTH if due_on <= month_end else None


def urgency(state: DutyState, due_on: date) -> tuple[int, date]:
    """What comes first: what can still be in time, by its day; then what is past it; then what is unknown."""
    return _URGENCY[state], due_on


def days_said(due_on: date, today: date) -> str:
    """还有 3 天, 今天到期, 已过 12 天."""
    days = (due_on - today).days
    if days == 0:
        return "今天到期"
    return f"还有 {days} 天" if days > 0 else f"已过 {-days} 天"


def periods_said(names: Sequence[str]) -> str:
    """3月、4月; past NAMED of them 1月、2月、3月等 5 期. Empty for duties without a period of their own."""
    shown = [name for name in names if name]
    if len(shown) <= NAMED:
        return "、".join(shown)
    return f"{'、'.join(shown[:NAMED])}等 {len(shown)} 期"


def month_state(states: Iterable[str]) -> State:
    """What a month's column shows of the states of its duties: what needs attention first."""
    present = set(states)
    return next((state for state in _MONTH_SHOWS if state.value in present), State.NOT_DUE)


def month_column(month: int, states: Counter[str], url: str) -> Month:
    """A month's column: its state, how many duties it has and how many of them are done."""
    return Month(month, month_state(states), states.total(), sum(states[one] for one in _DONE), url)
