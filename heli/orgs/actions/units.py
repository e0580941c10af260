"""Units as the rows name them, and which of them are 直属单位 of which organ."""

from collections import defaultdict
from collections.abc import Iterable

from heli.orgs.actions.rows import OrgRow
from heli.orgs.catalogue import LEADING_KINDS, Nature
from heli.orgs.models import Organisation, Unit

CHUNK = 500


def enter_units(rows: Iterable[OrgRow]) -> dict[str, Unit]:
    """Every unit by name, those that the rows bring included; natures follow the rows.

    Where rows of one unit differ, the leading body's nature counts, then the first that is stated.
    """
    units = {unit.name: unit for unit in Unit.objects.all()}
    changed: list[Unit] = []
    for name, nature in _natures(rows).items():
        unit = units.get(name)
        if unit is None:
            units[name] = Unit(name=name, nature=nature)
        elif nature is not Nature.UNSTATED and unit.nature != nature:
            unit.nature = nature
            changed.append(unit)
    Unit.objects.bulk_create([unit for unit in units.values() if unit.pk is None], batch_size=CHUNK)
    Unit.objects.bulk_update(changed, ["nature"], batch_size=CHUNK)
    return units


def _natures(rows: Iterable[OrgRow]) -> dict[str, Nature]:
    stated: dict[str, Nature] = {}
    for row in sorted(rows, key=lambda row: row.kind not in LEADING_KINDS):
        if stated.get(row.unit, Nature.UNSTATED) is Nature.UNSTATED:
            stated[row.unit] = row.nature
    return stated


def write_organs() -> None:
    """Set each unit's organ from the organisations that sit in it: none where one of them counts in it.

    A unit whose last organisation was closed keeps the organ that it had.
    """
    organs: dict[int, set[int]] = defaultdict(set)
    live = Organisation.objects.filter(closed_on=None).order_by("path")
    for unit_id, organ_id in live.values_list("unit_id", "organ_id"):
        organs[unit_id].add(organ_id)
    changed: list[Unit] = []
    for unit in Unit.objects.filter(organisations__closed_on=None, organisations__isnull=False).distinct():
        organ = None if unit.pk in organs[unit.pk] else min(organs[unit.pk])
        if unit.organ_id != organ:
            unit.organ_id = organ
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["organ"], batch_size=CHUNK)
