"""上热中温下凉: the same requirement over the layers (S001-45); and units beside the middle (S001-46)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from heli.accounts.scope import Scope
from heli.appraisal import rules as appraisal
from heli.appraisal.queries.basis import Basis, Standing, basis, lived_in
from heli.appraisal.queries.scores import UnitFigures, units
from heli.appraisal.rules import Counted
from heli.decomposition.catalogue import LAYER_OF, Layer
from heli.duties.rules.readings import Reading
from heli.exchange.models import Gathering
from heli.exchange.rules.acts import Share, lie_of

_NOTHING = Counted(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A requirement at one layer; `owed` 0 where nothing of it fell due or is known there."""

    layer: Layer
    owed: int
    done: int

    @property
    def percent(self) -> Decimal | None:
        return appraisal.share(self.done, self.owed)


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One requirement over all layers, and how it lies."""

    reading: Reading
    cells: Sequence[Cell]
    lie: str

    @property
    def layers(self) -> int:
        """How many layers owe it."""
        return sum(bool(cell.owed) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Layers:
    """Every requirement that fell due over the layers, and all of them together.

    `over_several` are those that more than one layer owes: the ones that can be compared.
    """

    layers: Sequence[Layer]
    whole: Sequence[Cell]
    over_several: Sequence[LayerRow]
    of_one: Sequence[LayerRow]

    @property
    def rows(self) -> list[LayerRow]:
        """Those that can be compared first."""
        return [*self.over_several, *self.of_one]


def ground(of: Gathering, scope: Scope) -> Basis:
    """What both tables rest on: the organisations in `scope`, as of the gathering's day. Six queries."""
    return basis(of.of, of.as_of, lived_in(of.of, of.as_of).visible_to(scope))


def layers(of: Gathering, found: Basis) -> Layers:
    """The same requirement at each layer, of the organisations that `found` holds."""
    alike: Counter[tuple[Layer, Standing]] = Counter(
        (LAYER_OF[subject.kind], found.standing_of(subject))
        for subject in found.subjects.values()
        if subject.kind in LAYER_OF
    )
    figures: dict[tuple[int, Layer], Counted] = defaultdict(lambda: _NOTHING)
    for (layer, where), times in alike.items():
        for reading, counted in found.counts(where):
            key = (reading.pk, layer)
            figures[key] = appraisal.total((figures[key], counted.times(times)))
    there = [layer for layer in Layer if any(at is layer and one.owed for (_, at), one in figures.items())]
    readings = [one for one in found.positions.book.readings if any(pk == one.pk for pk, _ in figures)]
    rows = [_row(one, figures, there, of) for one in readings]
    whole = _cells(
        {layer: appraisal.total(row for (_, at), row in figures.items() if at is layer) for layer in there}
    )
    owed = [row for row in rows if row.layers]
    several = [row for row in owed if row.layers > 1]
    return Layers(there, whole, several, [row for row in owed if row.layers == 1])


def _row(
    reading: Reading, figures: dict[tuple[int, Layer], Counted], there: Sequence[Layer], of: Gathering
) -> LayerRow:
    cells = _cells({layer: figures.get((reading.pk, layer), _NOTHING) for layer in there})
    return LayerRow(reading, cells, lie_of([Share(cell.done, cell.owed) for cell in cells], of.as_of))


def _cells(counted: dict[Layer, Counted]) -> list[Cell]:
    return [Cell(layer, one.owed, one.done) for layer, one in counted.items()]


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit's completion rate beside the middle of all units in sight."""

    unit: UnitFigures
    percent: Decimal | None
    gap: Decimal | None

    @property
    def points(self) -> Decimal:
        """How far from the middle, whichever way, in points to a tenth."""
        return abs(self.gap or Decimal(0)).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Gaps:
    """Units in the order of their names, never of their rates; the middle and the best rate."""

    rows: Sequence[Gap]
    middle: Decimal | None
    best: Decimal | None
    behind: int


def gaps(found: Basis) -> Gaps:
    """Each unit beside the middle one; who is behind comes in the order of names too. One query."""
    rates = [(one, appraisal.share(one.total.done, one.total.owed)) for one in units(found)]
    known = [rate for _, rate in rates if rate is not None]
    middle = appraisal.middle(known)
    rows = [
        Gap(one, rate, None if rate is None or middle is None else rate - middle)
        for one, rate in rates
        if one.total.owed or one.total.unknown
    ]
    behind = sum(one.gap is not None and one.gap < 0 for one in rows)
    return Gaps(rows, middle, max(known, default=None), behind)
