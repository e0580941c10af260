"""A version tried on a past period beside another: who moves, by how much, because of which indicator."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from heli.accounts.scope import Scope
from heli.kernel.periods import Period
from heli.orgs.models import Organisation
from heli.schemes.catalogue import Definition
from heli.schemes.models import Version
from heli.schemes.queries.ground import ground
from heli.schemes.queries.scoring import Scored, by_limits
from heli.schemes.queries.standing import Reckoned, class_of, placed, reckoned, tier_of


@dataclass(frozen=True, slots=True)
class Cause:
    """An indicator that moved a total, by its share of the hundred, in points."""

    name: str
    by: Decimal


@dataclass(frozen=True, slots=True)
class Mover:
    """One organisation by both versions; None where nothing is known, or the version does not hold for it."""

    pk: int
    name: str
    class_code: str
    before: Decimal | None
    after: Decimal | None
    before_tier: str
    after_tier: str
    before_place: int | None
    after_place: int | None
    causes: tuple[Cause, ...]

    @property
    def by(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def changes_tier(self) -> bool:
        return self.before_tier != self.after_tier


@dataclass(frozen=True)
class Trial:
    """Two versions beside each other over one period, as known on a day."""

    before: Reckoned
    after: Reckoned
    movers: tuple[Mover, ...]

    @property
    def changed_tier(self) -> int:
        return sum(one.changes_tier for one in self.movers)

    @property
    def moved(self) -> int:
        return sum(bool(one.by) for one in self.movers)

    @property
    def by_tier(self) -> list[tuple[str, int, int]]:
        """How many stand in each tier by both, in the order of the new version's tiers."""
        names = dict.fromkeys(
            [
                *(one.name for one in self.after.definition.tiers),
                *(one.name for one in self.before.definition.tiers),
            ]
        )
        return [
            (
                name,
                sum(one.before_tier == name for one in self.movers),
                sum(one.after_tier == name for one in self.movers),
            )
            for name in names
        ]


def trial(before: Version, after: Version, period: Period, on: date, scope: Scope) -> Trial:
    """Both versions over the same ground, of those whom `after` is for: its queries and two statements.

    Those that move most come first.
    """
    base = ground(period, on)
    first = reckoned(before, period, on, full=True, over=base, within=after.scheme)
    second = reckoned(after, period, on, full=True, over=base)
    old = {one.organisation: one for one in first.scores}
    new = {one.organisation: one for one in second.scores}
    names = dict(Organisation.objects.visible_to(scope).values_list("pk", "short_name"))
    old_places, new_places = _places(first), _places(second)
    movers = [
        Mover(
            pk,
            names[pk],
            class_of(new.get(pk) or old[pk]),
            _points(old.get(pk)),
            _points(new.get(pk)),
            tier_of(old[pk], first.definition) if pk in old else "",
            tier_of(new[pk], second.definition) if pk in new else "",
            old_places.get(pk),
            new_places.get(pk),
            _causes(old.get(pk), new.get(pk), first.definition, second.definition),
        )
        for pk in {**old, **new}
        if pk in names
    ]
    movers.sort(key=lambda one: (not one.changes_tier, -abs(one.by or Decimal(0)), one.pk))
    return Trial(first, second, tuple(movers))


def _places(found: Reckoned) -> dict[int, int | None]:
    grouped: dict[str, list[Scored]] = {}
    for one in found.scores:
        grouped.setdefault(class_of(one), []).append(one)
    return {
        pk: place for inside in grouped.values() for pk, place in placed(inside, found.definition).items()
    }


def _points(one: Scored | None) -> Decimal | None:
    return None if one is None or one.total is None else Decimal(one.total).scaleb(-2)


def _causes(
    old: Scored | None, new: Scored | None, first: Definition, second: Definition
) -> tuple[Cause, ...]:
    """What each indicator gives of the hundred, new less old, the largest first; by name."""
    before, after = _given(old, first), _given(new, second)
    moved = {name: after.get(name, 0) - before.get(name, 0) for name in {**before, **after}}
    ordered = sorted(moved.items(), key=lambda one: (-abs(one[1]), one[0]))
    return tuple(Cause(name, Decimal(by).scaleb(-2)) for name, by in ordered[:3] if by)


def _given(one: Scored | None, definition: Definition) -> dict[str, int]:
    """The hundredths of the total that each indicator gives, and limits of groups; the known weight read as
    the whole."""
    if one is None or not one.known:
        return {}
    found = {words: by * 10_000 // one.known for words, by in by_limits(one, definition).items()}
    for line in one.lines:
        if line.points and line.weight:
            part = line.indicator.part
            earned = (2 * 10_000 * line.points + one.known) // (2 * one.known) if part.earns else line.points
            found[line.indicator.name] = found.get(line.indicator.name, 0) + (
                -earned if part == "deduction" else earned
            )
    return found
