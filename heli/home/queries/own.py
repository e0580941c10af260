"""The reader's own organisations: what each has to do, by turn, and its year in twelve columns."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from heli.almanac.rules.placing import Key
from heli.debriefing.catalogue import MENDED_KIND
from heli.duties.catalogue import RECORD_KINDS, DutyState, Roster
from heli.duties.queries.briefs import Brief, Position
from heli.duties.queries.positions import Positions
from heli.duties.rules.kinds import kinds_recorded_by
from heli.duties.rules.readings import Reading, bits_of
from heli.home import rules
from heli.home.catalogue import Line, OwnYear, Turn
from heli.home.queries import addresses
from heli.kernel.periods import PeriodKind

Planned = Mapping[int, Mapping[Key, date]]
"""Days that own organisations (primary keys) have planned for their duties."""

_OPEN = (DutyState.DUE_SOON, DutyState.OVERDUE, DutyState.UNKNOWN, DutyState.NOT_DUE)
_FOR_ALL = frozenset({Roster.ALL, Roster.FULL, Roster.GROUP})
_TOLD_APART = frozenset({MENDED_KIND})
"""What a list made elsewhere fulfils when its last item is done: the items are told, not the list again."""


@dataclass
class Piece:
    """Duties of one organisation and requirement that stand alike, one line: (period, due day) each.

    `planned` are the days that the branch's calendar has for them (R01-17).
    """

    turn: Turn
    state: DutyState
    brief: Brief
    reading: Reading
    may_record: bool
    slots: list[tuple[str, date]] = field(default_factory=list)
    planned: list[date] = field(default_factory=list)

    @property
    def due_on(self) -> date:
        """The earliest of its days."""
        return min(day for _, day in self.slots)


def lines(found: Positions, own: Mapping[int, bool], planned: Planned) -> dict[Turn, list[Line]]:
    """The lines of the own organisations by turn; `own` says for each whether the reader may record there."""
    pieces = sorted(
        (
            piece
            for pk, may_record in own.items()
            for piece in _pieces(found, pk, may_record, planned.get(pk, {}))
        ),
        key=lambda one: (*rules.urgency(one.state, one.due_on), one.reading.number),
    )
    told: dict[Turn, list[Line]] = defaultdict(list)
    for piece in pieces:
        told[piece.turn].append(_line(piece, found.today))
    return told


def coming(found: Positions, own: Mapping[int, bool]) -> tuple[date, str] | None:
    """The next duty of an own organisation that is in no group yet: its day and what it is."""
    ahead = [
        (position.due(index), _what(position.reading, [_period(position.reading, index)]))
        for pk, may_record in own.items()
        for position in _positions(found, pk)
        if position.reading.kinds and _is_told(position.reading, may_record, found.today)
        for index in bits_of(position.masks.not_due)
    ]
    return min(ahead, default=None)


def years(found: Positions, own: Mapping[int, bool]) -> list[OwnYear]:
    """The year of each own organisation that owes anything."""
    return [_year(found, found.briefs[pk]) for pk in own if any(_positions(found, pk))]


def _positions(found: Positions, pk: int) -> list[Position]:
    brief = found.briefs.get(pk)
    return [] if brief is None else found.of(brief)


def _is_told(reading: Reading, may_record: bool, today: date) -> bool:
    """Whether who may record, or who only looks on, is told of it here."""
    if reading.kinds and reading.kinds <= _TOLD_APART:
        return False
    return may_record or _concerns_all(reading, today)


def _pieces(found: Positions, pk: int, may_record: bool, planned: Mapping[Key, date]) -> list[Piece]:
    """The open duties of one organisation, those that stand alike together."""
    made: dict[tuple[int, Turn, DutyState], Piece] = {}
    for position in _positions(found, pk):
        reading, masks = position.reading, position.masks
        if not _is_told(reading, may_record, found.today):
            continue
        for state in _OPEN:
            for index in bits_of(masks.of(state)):
                due_on = position.due(index)
                turn = rules.turn_of(
                    state=state,
                    due_on=due_on,
                    today=found.today,
                    may_record=may_record,
                    answerable=bool(reading.kinds),
                )
                if turn is not None:
                    piece = Piece(turn, state, found.briefs[pk], reading, may_record)
                    piece = made.setdefault((reading.pk, turn, state), piece)
                    piece.slots.append((_period(reading, index), due_on))
                    day = planned.get(Key(reading.pk, index))
                    piece.planned += [] if day is None else [day]
    return list(made.values())


def _concerns_all(reading: Reading, on: date) -> bool:
    """Whether every member takes part in what fulfils it: a 党员大会, not a committee's meeting."""
    return any(kind.roster in _FOR_ALL for kind in RECORD_KINDS().on(on) if kind.id in reading.kinds)


def _period(reading: Reading, index: int) -> str:
    """3月, 二季度, 上半年; nothing for what is owed once a year, whose day says it."""
    if reading.is_triggered or reading.period_kind == PeriodKind.YEAR:
        return ""
    return reading.period(index).name.removeprefix(f"{reading.year}年")


def _what(reading: Reading, names: Sequence[str]) -> str:
    said = rules.periods_said(names)
    return f"{reading.measure}（{said}）" if said else reading.measure


def _line(piece: Piece, today: date) -> Line:
    reading, brief = piece.reading, piece.brief
    days = rules.days_said(piece.due_on, today)
    several = len(piece.slots) > 1 and piece.due_on < today
    label, url = _way(piece, today)
    return Line(
        what=_what(reading, [name for name, _ in piece.slots]),
        whom=brief.name,
        when=f"最早{days}" if several else days,
        label=label,
        url=url,
        state=piece.state,
        due_on=piece.due_on,
        note="；".join(filter(None, (_note(piece), _planned(piece, today)))),
    )


def _way(piece: Piece, today: date) -> tuple[str, str]:
    """The button: recording it, where the reader may and a record of his organisation answers it."""
    reading, brief = piece.reading, piece.brief
    if not reading.kinds:
        return "查看条目", addresses.requirement(reading.pk)
    answering = [kind.id for kind in kinds_recorded_by(brief.kind, today) if kind.id in reading.kinds]
    if piece.may_record and answering:
        return "去记录", addresses.record(brief.pk, answering[0])
    return "查看", addresses.duties(reading.year, organisation=brief.pk, requirement=reading.pk)


def _note(piece: Piece) -> str:
    """What a line that cannot be in time any more asks for, or why it waits."""
    if not piece.reading.kinds:
        return "待机关工委明确由哪种记录完成"
    if piece.turn is Turn.OTHERS:
        return "由支部书记、委员办理"
    if piece.state == DutyState.UNKNOWN:
        return "还没有这类记录，情况未知；已开展的请补记"
    if piece.state == DutyState.OVERDUE:
        once = piece.reading.is_triggered or piece.reading.period_kind == PeriodKind.YEAR
        return "逾期后仍应完成" if once else "当期已开展的请补记，没有开展的不能补办"
    return ""


def _planned(piece: Piece, today: date) -> str:
    """The day that the calendar has, or had, where there is one to tell."""
    if len(piece.planned) != 1 or len(piece.slots) != 1:
        return ""
    (day,) = piece.planned
    said = f"{day.month}月{day.day}日"
    return f"年历安排在 {said}" if day >= today else f"年历原定 {said}，还没有记录"


def _year(found: Positions, brief: Brief) -> OwnYear:
    states: dict[int, Counter[str]] = {month: Counter() for month in range(1, 13)}
    for position in found.of(brief):
        masks = position.masks
        for state in DutyState:
            for index in bits_of(masks.of(state)):
                due_on = position.due(index)
                if due_on.year == found.book.year:
                    states[due_on.month][state] += 1
    url = addresses.of_organisation(brief.pk)
    months = [rules.month_column(month, counted, url) for month, counted in states.items()]
    return OwnYear(brief.name, url, months, addresses.year(brief.pk))
