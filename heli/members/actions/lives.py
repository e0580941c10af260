"""The rows of where members belong, changed in memory: for `belongings`, which writes them many at once."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from heli.kernel.action import Doer
from heli.kernel.bulk import in_chunks, insert_rows, update_rows
from heli.kernel.errors import WrongState
from heli.members.catalogue import Change
from heli.members.models import Belonging, Member
from heli.orgs.models import Event

_COLUMNS = (
    "member_id",
    "organisation_id",
    "standing",
    "serving",
    "valid_from",
    "valid_to",
    "began",
    "ended",
    "pointer",
    "end_pointer",
    "removed_on",
    "removed_pointer",
    "event_id",
)
_CLOSED = ("valid_to", "ended", "end_pointer", "removed_on", "removed_pointer")
_REWRITTEN = ("organisation_id", "standing", "serving", "began", "pointer", "event_id", *_CLOSED)
_TODAY = ("organisation_id", "standing", "serving", "left_on")


class Turn(NamedTuple):
    """What a member is from a day on; with `organisation_id` None he belongs nowhere here any more."""

    member_id: int
    on: date
    organisation_id: int | None
    standing: str
    serving: str
    began: Change
    ended: Change
    pointer: str = ""


@dataclass(slots=True)
class Row:
    """A belonging in memory; without `pk` it is new."""

    pk: int | None
    member_id: int
    organisation_id: int
    standing: str
    serving: str
    valid_from: date
    valid_to: date | None
    began: str
    ended: str
    pointer: str
    end_pointer: str
    removed_on: date | None
    removed_pointer: str
    event_id: int | None
    changed: bool = False
    rewritten: bool = False

    def close(self, on: date, ended: Change, pointer: str = "") -> None:
        self.valid_to, self.ended, self.end_pointer, self.changed = on, ended, pointer, True

    def cut(self, on: date, began: Change, ended: Change) -> "Row":
        """End on a day and go on from it as another row, which ends as this one did."""
        rest = replace(self, pk=None, valid_from=on, began=began, pointer="", event_id=None)
        self.removed_on, self.removed_pointer = None, ""
        self.close(on, ended)
        return rest


@dataclass(slots=True)
class Lives:
    """The belongings of some members, in order of days, changed in memory and written by `save`."""

    rows: dict[int, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, members: Iterable[int]) -> "Lives":
        """Every row of these members: one query a chunk."""
        lives = cls()
        for chunk in in_chunks(members):
            lives.rows.update({pk: [] for pk in chunk})
            found = Belonging.objects.filter(member__in=chunk).order_by("member", "valid_from")
            for pk, *values in found.values_list("pk", *_COLUMNS):
                row = Row(pk, *values)
                lives.rows[row.member_id].append(row)
        return lives

    def turn(self, turn: Turn, event: Event | None = None) -> None:
        """Make him from `turn.on` on what the turn says. WrongState where that day is past another change."""
        rows = self.rows[turn.member_id]
        last = rows[-1] if rows else None
        if last is not None and turn.on < (last.valid_to or last.valid_from):
            raise WrongState(
                "belonging-changed-later", f"{last.valid_from} 起已有更晚的变动，不能再从 {turn.on} 起变动。"
            )
        if last is None or last.valid_to is not None:
            if turn.organisation_id is not None:
                rows.append(_begin(turn, turn.organisation_id, event))
        elif turn.organisation_id is None:
            _leave(last, turn)
        elif last.valid_from == turn.on:
            _replace(rows, turn, turn.organisation_id, event)
        else:
            last.close(turn.on, turn.ended, turn.pointer)
            rows.append(_begin(turn, turn.organisation_id, event))

    def turn_or_next(self, turn: Turn) -> None:
        """`turn`, or on the first day on which it can be: for a day that a workbook states, not a paper."""
        rows = self.rows[turn.member_id]
        earliest = (rows[-1].valid_to or rows[-1].valid_from) if rows else turn.on
        self.turn(turn._replace(on=max(turn.on, earliest)))

    def move(
        self,
        member_id: int,
        to: int,
        on: date,
        *,
        origins: Collection[int],
        began: Change,
        ended: Change,
        event: Event | None,
    ) -> set[int]:
        """Put one organisation in place of `origins` from a day on; those among them that he has left.

        What he was (standing, serving) stays, and so does every change since.
        """
        rows, left = self.rows[member_id], set[int]()
        _cut_at(rows, on, origins, to, began, ended)
        for place, row in enumerate(rows):
            if row.valid_from < on or row.organisation_id not in origins or row.organisation_id == to:
                continue
            left.add(row.organisation_id)
            if row.valid_from == on:
                row.began = _at_the_seam(rows, place, began, ended)
                row.event_id = event.pk if event else None
            row.organisation_id, row.changed, row.rewritten = to, True, True
        return left

    def save(self, *, by: Doer, at: datetime) -> int:
        """Write rows that changed and rows that are new; how many members that concerns."""
        rows = [row for life in self.rows.values() for row in life]
        changed = [row for row in rows if row.changed and row.pk is not None]
        new = [row for row in rows if row.pk is None]
        _update(_CLOSED, [row for row in changed if not row.rewritten])
        _update(_REWRITTEN, [row for row in changed if row.rewritten])
        stamp = (at, by.label[:120])
        insert_rows(
            Belonging,
            (*_COLUMNS, "recorded_at", "recorded_by"),
            ((*(getattr(row, name) for name in _COLUMNS), *stamp) for row in new),
        )
        return len({row.member_id for row in (*changed, *new)})

    def copy_to_members(self) -> None:
        """Bring today's copy of each member in line with his last row."""
        update_rows(Member, _TODAY, self._copies())

    def _copies(self) -> Iterator[tuple[object, ...]]:
        for member_id, rows in self.rows.items():
            if rows and any(row.changed or row.pk is None for row in rows):
                last = rows[-1]
                yield last.organisation_id, last.standing, last.serving, last.valid_to, member_id


def _update(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """What a row that only ended does not change is not written: its indexes stay as they are."""
    update_rows(Belonging, columns, ((*(getattr(row, name) for name in columns), row.pk) for row in rows))


def _begin(turn: Turn, organisation_id: int, event: Event | None) -> Row:
    return Row(
        None,
        turn.member_id,
        organisation_id,
        turn.standing,
        turn.serving,
        turn.on,
        None,
        turn.began,
        "",
        turn.pointer,
        "",
        None,
        "",
        event.pk if event else None,
    )


def _leave(last: Row, turn: Turn) -> None:
    if last.valid_from >= turn.on:
        raise WrongState(
            "belonging-just-begun",
            f"组织关系自 {last.valid_from} 起才在这里，减少日期最早为次日。请核对日期。",
        )
    last.close(turn.on, turn.ended, turn.pointer)


def _replace(rows: list[Row], turn: Turn, organisation_id: int, event: Event | None) -> None:
    """A second change on one day: the row that began on it says both."""
    last = rows[-1]
    if last.organisation_id != organisation_id:
        last.began = _at_the_seam(rows, len(rows) - 1, turn.began, turn.ended)
    last.organisation_id, last.standing, last.serving = organisation_id, turn.standing, turn.serving
    last.pointer = turn.pointer or last.pointer
    last.event_id = event.pk if event else last.event_id
    last.changed = last.rewritten = True


def _cut_at(
    rows: list[Row], on: date, origins: Collection[int], to: int, began: Change, ended: Change
) -> None:
    """Where a row of these organisations runs over the day, make two of it."""
    for place, row in enumerate(rows):
        over = row.valid_from < on and (row.valid_to is None or row.valid_to > on)
        if over and row.organisation_id in origins and row.organisation_id != to:
            rows.insert(place + 1, row.cut(on, began, ended))
            return


def _at_the_seam(rows: Sequence[Row], place: int, began: Change, ended: Change) -> str:
    """How a row begins that another organisation takes over from its first day; the row before ends so."""
    row, before = rows[place], rows[place - 1] if place else None
    if before is None or before.valid_to != row.valid_from:
        return row.began
    before.ended, before.changed = ended, True
    return began
