"""Loading the 党组织名册: organisations, units, both superiors, versions and terms, in one action."""

from collections.abc import Collection, Sequence
from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.kernel.action import Doer, action, note
from heli.orgs.actions.rows import OrgRow
from heli.orgs.actions.terms import write_terms
from heli.orgs.actions.units import enter_units, write_organs
from heli.orgs.actions.versions import Change, write_versions
from heli.orgs.catalogue import LEADING_KINDS, Kind
from heli.orgs.models import Organisation, Unit
from heli.orgs.rules.change import VERSIONED
from heli.orgs.rules.forest import Forest
from heli.orgs.rules.index import identity
from heli.orgs.rules.names import initials, name_key, place_of, short_name
from heli.sheets.taken import TakenIn, Vanished

CHUNK = 500
_STATE = ("code", "name_key", "short_name", "initials", "founded_on", "outside", "note", *VERSIONED)


@action
def take_in(
    *, rows: Sequence[OrgRow], by: Doer, at: datetime, named: Collection[int] = frozenset()
) -> TakenIn:
    """Write what the rows state; those that state what Heli holds already change nothing.

    `rows` come from `sheets.check`: their superiors are among them or held, without a cycle. `named` are the
    primary keys of organisations that refused rows name: they have not vanished. An organisation that no row
    names any more is returned in `vanished` where the rows cover its organ, and never touched. What differs
    makes a new version from the day of loading (S000-16: a figure of a past day does not change).
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    held = list(Organisation.objects.order_by("path"))
    before = {one.pk: _state(one) for one in held}
    forest = Forest.of(held, {row.pk: row.key for row in rows if row.pk is not None})
    _enter(forest, rows, enter_units(rows), _place(rows, held))
    forest.settle()
    created = _create(forest)
    changed = _update(held, before)
    write_organs()
    write_versions(created=created, changed=changed, by=by, at=at)
    termed = write_terms({forest.nodes[row.key].pk: row for row in rows}, today=at.date())
    touched = {change.organisation.pk for change in changed} | termed
    updated = sum(1 for row in rows if row.pk is not None and row.pk in touched)
    note(created=len(created), updated=updated, changed=len(changed), terms=len(termed))
    unchanged = len(rows) - len(created) - updated
    return TakenIn(len(created), updated, unchanged, _vanished(held, forest, rows, named))


def _place(rows: Sequence[OrgRow], held: Sequence[Organisation]) -> str:
    """The city that the topmost 机关工委 is named for; screens leave it out of short names (S003-12)."""
    stated = {row.key for row in rows if row.kind is Kind.WORK_COMMITTEE}
    committees = [row.name for row in rows if row.kind is Kind.WORK_COMMITTEE and row.parent not in stated]
    committees += [one.name for one in held if one.kind == Kind.WORK_COMMITTEE]
    return next(filter(None, map(place_of, committees)), "")


def _enter(forest: Forest, rows: Sequence[OrgRow], units: dict[str, Unit], place: str) -> None:
    """Put what the rows state into the forest's organisations, new ones included."""
    for row in rows:
        organisation = forest.nodes.setdefault(row.key, Organisation())
        organisation.code, organisation.name, organisation.name_key = row.code, row.name, name_key(row.name)
        organisation.short_name = short_name(row.name, place)
        organisation.initials = initials(organisation.short_name)
        organisation.kind, organisation.nature, organisation.system = row.kind, row.nature, row.system
        organisation.founded_on, organisation.note = row.founded_on, row.note
        organisation.leading, organisation.outside = row.leading, row.outside
        organisation.unit = units[row.unit]
        forest.parent[row.key], forest.leader[row.key] = row.parent, row.leader


def _create(forest: Forest) -> list[Organisation]:
    """Insert the new ones, superiors before those beneath; then tell all who their superiors are."""
    new = [key for key in forest.parents_first() if forest.nodes[key].pk is None]
    waves: dict[tuple[int, bool], list[Organisation]] = {}
    for key in new:
        organisation = forest.nodes[key]
        wave = (len(organisation.path), organisation.kind not in LEADING_KINDS)
        waves.setdefault(wave, []).append(organisation)
    keys = {id(forest.nodes[key]): key for key in new}
    for wave in sorted(waves):
        for organisation in waves[wave]:
            forest.tell(keys[id(organisation)])
        Organisation.objects.bulk_create(waves[wave], batch_size=CHUNK)
    without = [forest.nodes[key] for key in new if forest.leader[key] and not forest.nodes[key].leader_id]
    for key in forest.nodes:
        forest.tell(key)
    Organisation.objects.bulk_update(without, ["leader"], batch_size=CHUNK)
    return [forest.nodes[key] for key in new]


def _update(held: Sequence[Organisation], before: dict[int, tuple[object, ...]]) -> list[Change]:
    """Write those that differ from what Heli held; the changes, each with the names of its fields."""
    changes: list[Change] = []
    for organisation in held:
        now, was = _state(organisation), before[organisation.pk]
        if now != was:
            fields = frozenset(name for name, a, b in zip(_STATE, was, now, strict=True) if a != b)
            changes.append(Change(organisation, fields))
    Organisation.objects.bulk_update(
        [change.organisation for change in changes],
        [name.removesuffix("_id") for name in _STATE],
        batch_size=CHUNK,
    )
    return changes


def _state(organisation: Organisation) -> tuple[object, ...]:
    return tuple(getattr(organisation, name) for name in _STATE)


def _vanished(
    held: Sequence[Organisation], forest: Forest, rows: Sequence[OrgRow], named: Collection[int]
) -> tuple[Vanished, ...]:
    """Live organisations of the organs that the rows cover (of all, with a 机关工委 among them), unnamed."""
    covered = {forest.nodes[row.key].organ_id for row in rows}
    everywhere = any(row.kind is Kind.WORK_COMMITTEE for row in rows)
    standing = {row.pk for row in rows} | set(named)
    return tuple(
        Vanished(identity(one.code, one.name), one.name)
        for one in held
        if one.closed_on is None and one.pk not in standing and (everywhere or one.organ_id in covered)
    )
