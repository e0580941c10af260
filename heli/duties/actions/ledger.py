"""Loading a ledger: what it states against what Heli holds, parted into new, corrected, equal and vanished.

A record's identity is organisation, day, kind, topic, and the how-manyeth of equals in the ledger.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from heli.duties.actions.rows import RecordRow
from heli.duties.catalogue import RecordSource
from heli.duties.models import Record
from heli.kernel.errors import Invalid
from heli.kernel.periods import PeriodKind, period_on

Identity = tuple[int, date, str, str, int]
ROOM = {"topic": 200, "chair": 60, "recorder": 60, "remarks": 300}
"""How many signs the columns hold; the check of a workbook has to keep to them."""
LABELS = {"topic": "主题", "chair": "主持人", "recorder": "记录人", "remarks": "系统提示"}
CORRECTED = ("due", "present", "chair", "recorder", "text", "remarks")


class Held(NamedTuple):
    """A record that Heli holds, as far as a ledger can differ from it."""

    pk: int
    organisation_id: int
    happened_on: date
    kind: str
    topic: str
    ordinal: int
    source: str
    withdrawn: bool
    said: tuple[object, ...]

    @property
    def identity(self) -> Identity:
        return self.organisation_id, self.happened_on, self.kind, self.topic, self.ordinal


@dataclass
class Ledger:
    """The rows of a ledger by identity; `compare` parts them by what Heli holds."""

    rows: dict[Identity, RecordRow]
    corrected: dict[int, RecordRow] = field(default_factory=dict)
    rechaired: set[int] = field(default_factory=set)
    unchanged: int = 0
    vanished: list[Held] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Sequence[RecordRow]) -> "Ledger":
        """Number equal rows in the order that they stand in."""
        counted: Counter[tuple[int, date, str, str]] = Counter()
        numbered: dict[Identity, RecordRow] = {}
        for row in rows:
            _require_room(row)
            key = (row.organisation_id, row.happened_on, row.kind, row.topic)
            counted[key] += 1
            numbered[*key, counted[key]] = row
        return cls(numbered)

    def compare(self) -> None:
        """Leave in `rows` only what is new; fill the rest.

        A record that was entered on a page stands as entered. One that was declared void stays so while the
        ledger says nothing else. What vanished is looked for in the months that the ledger covers, among the
        organisations that it names.
        """
        organisations = {row.organisation_id for row in self.rows.values()}
        void: dict[Identity, Held] = {}
        for held in self._held():
            row = self.rows.get(held.identity)
            if held.withdrawn:
                void[held.identity] = held
            elif row is not None:
                self._met(held, row)
            elif held.source == RecordSource.IMPORT and held.organisation_id in organisations:
                self.vanished.append(held)
        for identity, held in void.items():
            row = self.rows.get(identity)
            if row is not None and said(row) == held.said:
                self._pass(identity)

    def _met(self, held: Held, row: RecordRow) -> None:
        self._pass(held.identity)
        if held.source == RecordSource.IMPORT and said(row) != held.said:
            self.unchanged -= 1
            self.corrected[held.pk] = row
            if held.said[CORRECTED.index("chair")] != row.chair:
                self.rechaired.add(held.pk)

    def _pass(self, identity: Identity) -> None:
        del self.rows[identity]
        self.unchanged += 1

    def _held(self) -> Iterator[Held]:
        """What Heli holds in the months that the ledger covers."""
        days = [row.happened_on for row in self.rows.values()]
        covered = Record.objects.filter(
            happened_on__gte=period_on(PeriodKind.MONTH, min(days)).start,
            happened_on__lte=period_on(PeriodKind.MONTH, max(days)).end,
        )
        fields = ("pk", *Held._fields[1:7], "withdrawn_at", *CORRECTED)
        for row in covered.order_by("pk").values_list(*fields).iterator(chunk_size=5_000):
            yield Held._make((*row[:7], row[7] is not None, tuple(row[8:])))


def said(row: RecordRow) -> tuple[object, ...]:
    """What a ledger can correct, in the order of CORRECTED."""
    return tuple(getattr(row, name) for name in CORRECTED)


def _require_room(row: RecordRow) -> None:
    for name, most in ROOM.items():
        if len(getattr(row, name)) > most:
            raise Invalid(
                "text-too-long", f"{row.happened_on}“{row.topic[:20]}”的{LABELS[name]}超过 {most} 个字。"
            )
