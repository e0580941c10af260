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


@dataclass(frozen=True, slots=True)
class Layers:
    """Every requirement that fell due over the layers, and all of them together."""

    layers: Sequence[Layer]
    whole: Sequence[Cell]
    lie: str
    rows: Sequence[LayerRow]

    @property
    def over_several(self) -> list[LayerRow]:
        """Those that more than one layer owes: the ones that can be compared."""
        return [row for row in self.rows if sum(bool(cell.owed) for cell in row.cells) > 1]


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
    return Layers(
        there, whole, _lie(whole, of), [row for row in rows if any(cell.owed for cell in row.cells)]
    )


def _row(
    reading: Reading, figures: dict[tuple[int, Layer], Counted], there: Sequence[Layer], of: Gathering
) -> LayerRow:
    cells = _cells({layer: figures.get((reading.pk, layer), _NOTHING) for layer in there})
    return LayerRow(reading, cells, _lie(cells, of))


def _cells(counted: dict[Layer, Counted]) -> list[Cell]:
    return [Cell(layer, one.owed, one.done) for layer, one in counted.items()]


def _lie(cells: Sequence[Cell], of: Gathering) -> str:
    return lie_of([Share(cell.done, cell.owed) for cell in cells], of.as_of)


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit's completion rate beside the middle of all units in sight."""

    unit: UnitFigures
    percent: Decimal | None
    gap: Decimal | None


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
