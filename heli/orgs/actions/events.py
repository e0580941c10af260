"""组织变动: carrying out a change on a document, as an event that is never altered (S000-09, S000-18)."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.rules import may, may_somewhere
from heli.kernel.action import SYSTEM, Doer, action, note
from heli.kernel.bulk import update_rows
from heli.kernel.errors import Invalid, NotAllowed
from heli.kernel.verdict import Strength, Verdict
from heli.orgs.actions.splicing import Splice
from heli.orgs.actions.units import write_organs
from heli.orgs.catalogue import BRANCH_KINDS, EventRole
from heli.orgs.models import Event, EventBatch, EventPart, Organisation, Unit
from heli.orgs.queries.changes import weighed
from heli.orgs.queries.held import Held
from heli.orgs.queries.planning import Plan, plan
from heli.orgs.queries.spans import spans_of
from heli.orgs.rules.change import NOBODY, VERSIONED, Change, Founding

__all__ = ["NOBODY", "Change", "Founding", "carry_out", "record_effects"]

CHUNK = 500
_TODAY = (
    *VERSIONED,
    "name_key",
    "short_name",
    "initials",
    "closed_on",
)


@action
def carry_out(
    *,
    change: Change,
    by: Doer,
    at: datetime,
    correction: bool = False,
    batch: EventBatch | None = None,
    undoes: Event | None = None,
    why: str = "",
    held: Held | None = None,
) -> Event:
    """Do what the change says, from its day on; returns the event, with everything it did.

    Invalid with the first verdict that refuses (H), or where one asks for a reason (G) and `why` is empty;
    NotAllowed where an organisation concerned is out of reach. Organisations are locked meanwhile: of two
    changes at once the second weighs what the first left. `held` keeps them for the next event of a batch.
    """
    may_somewhere(by, Permission.ORGANISATION_CHANGE).require()
    held = held or Held()
    organisations = held.take()
    _may_change(change, {one.pk: one for one in organisations}, by).require()
    planned = plan(change, organisations, _units(change), at.date())
    verdicts = weighed(planned)
    _require(verdicts, why)
    event = Event.objects.create(
        kind=change.kind,
        happened_on=change.happened_on,
        document_number=change.document_number.strip(),
        reason=change.reason.strip(),
        batch=batch,
        undoes=undoes,
        is_correction=correction,
        recorded_at=at,
        recorded_by=by.label[:120],
    )
    _write(planned, event, by, at)
    event.effects = json.dumps(_effects(planned, verdicts, why), ensure_ascii=False, separators=(",", ":"))
    event.save(update_fields=["effects"])
    note(kind=str(change.kind), changed=len(planned.altered), closed=len(planned.closed), why=why)
    held.put(organisations + [planned.forest.nodes[key] for key in planned.founded])
    return event


@action
def record_effects(*, event: Event, effects: Mapping[str, object], by: Doer, at: datetime) -> None:
    """Add to an event what it did elsewhere, in numbers: members moved, posts ended, duties handed over.

    Called by what carried the event out, in the same action. Invalid for a name that is taken already.
    """
    may_somewhere(by, Permission.ORGANISATION_CHANGE).require()
    known = json.loads(event.effects)
    if known.keys() & effects.keys():
        raise Invalid("effects-recorded", "这次变动的结果已经记录，不能改写。")
    event.effects = json.dumps({**known, **effects}, ensure_ascii=False, separators=(",", ":"))
    event.save(update_fields=["effects"])


def _may_change(change: Change, held: Mapping[int, Organisation], by: Doer) -> Verdict:
    """Every organisation concerned, and every superior before and after, must be within reach.

    A committee changes branches beneath it (R01-06, R01-07); what is above a branch, the 机关工委 changes.
    """
    for target in _concerned(change, held):
        allowed = may(by, Permission.ORGANISATION_CHANGE, target)
        if not allowed:
            return allowed
    if by is SYSTEM or (isinstance(by, Actor) and by.scope(Permission.ORGANISATION_CHANGE).everything):
        return Verdict.yes()
    subjects = [held[pk] for pk in (*change.subjects, *change.ended) if pk in held]
    kinds = {str(one.kind) for one in subjects} | {str(one.kind) for one in change.founding}
    kinds |= {str(change.new_kind)} if change.new_kind else set()
    if kinds <= BRANCH_KINDS and change.new_leader is None and change.new_leading is None:
        return Verdict.yes()
    return Verdict.no(
        "机关党委、党总支办理所属党支部的变动；党总支以上党组织和领导关系的变动，请报机关工委办理。",
        source="《中国共产党支部工作条例（试行）》第六条、第七条（条号待核原文）",
        error=NotAllowed,
        code="above-branches",
    )


def _concerned(change: Change, held: Mapping[int, Organisation]) -> Iterable[Organisation]:
    pks: list[int | None] = [*change.subjects, *change.ended, change.successor, change.new_parent]
    pks += [held[pk].parent_id for pk in (*change.subjects, *change.ended) if pk in held]
    pks += [founding.parent for founding in change.founding]
    pks += [one.organisation for one in change.restored]
    return [held[pk] for pk in dict.fromkeys(pks) if pk is not None and pk in held]


def _require(verdicts: Iterable[Verdict], why: str) -> None:
    """Refuse what must not be; ask for a reason where something is generally not so."""
    verdicts = list(verdicts)
    for verdict in verdicts:
        if verdict.strength is Strength.HARD:
            verdict.require()
    general = [one for one in verdicts if one.strength is Strength.GENERAL]
    if general and not why.strip():
        told = "".join(one.reason for one in general)
        raise Invalid("reason-needed", f"{told}请写明理由后再办理。", source=general[0].source)


def _units(change: Change) -> dict[str, Unit]:
    """The units that the change names; new ones are entered."""
    units = {one.name: one for one in Unit.objects.filter(name__in=change.unit_names)}
    for founding in change.founding:
        if founding.unit and founding.unit not in units:
            units[founding.unit] = Unit.objects.create(name=founding.unit, nature=founding.nature)
    for name in change.unit_names:
        if name not in units:
            units[name] = Unit.objects.create(name=name, nature=change.new_nature or "unstated")
    return units


def _write(planned: Plan, event: Event, by: Doer, at: datetime) -> None:
    """Today's organisations, their versions from the day on, and who took part as what."""
    spans = spans_of(planned)
    _create(planned)
    for one in planned.closed:
        one.closed_on = event.happened_on
    for one in planned.reopened:
        one.closed_on = None
    told = [one.organisation for one in planned.altered]
    update_rows(Organisation, ["path"], [(one.path, one.pk) for one in planned.repathed])
    values = attrgetter(*_TODAY, "pk")
    update_rows(Organisation, _TODAY, map(values, [*told, *planned.closed, *planned.reopened]))
    write_organs()
    Splice(spans, event, by, at).write()
    EventPart.objects.bulk_create(
        [EventPart(event=event, organisation_id=pk, role=role) for pk, role in _parts(planned)],
        batch_size=CHUNK,
    )


def _create(planned: Plan) -> None:
    """Insert the new ones, then tell everyone held who the superiors are."""
    forest = planned.forest
    for key, founding in zip(planned.founded, planned.change.founding, strict=True):
        one = forest.nodes[key]
        forest.tell(key)
        one.save(force_insert=True)
        one.covered.set(Unit.objects.filter(name__in=founding.covered))
    for altered in planned.altered:
        forest.tell(f"pk:{altered.organisation.pk}")


def _parts(planned: Plan) -> Iterable[tuple[int, EventRole]]:
    parts = {one.organisation.pk: one.role for one in planned.altered}
    parts |= {one.pk: EventRole.SUBJECT for one in (*planned.closed, *planned.reopened)}
    parts |= dict.fromkeys(planned.change.subjects, EventRole.SUBJECT)
    if planned.change.successor is not None and planned.change.successor not in planned.change.subjects:
        parts[planned.change.successor] = EventRole.SUCCESSOR
    parts |= {planned.forest.nodes[key].pk: EventRole.FOUNDED for key in planned.founded}
    return parts.items()


def _effects(planned: Plan, verdicts: Iterable[Verdict], why: str) -> dict[str, Any]:
    """What the event did to organisations, for `queries.changes.inverse`; the reason; what was told."""
    told = [one for one in verdicts if one.strength in {Strength.OPTION, Strength.LOCAL}]
    changes: dict[str, dict[str, list[Any]]] = {}
    for one in planned.altered:
        for name in sorted(one.told - {"path"}):
            before = one.values[name][0]
            if isinstance(before, str) and before.startswith("pk:"):
                before = int(before.removeprefix("pk:"))
            changes.setdefault(str(one.organisation.pk), {})[name] = [
                before,
                getattr(one.organisation, name),
            ]
    return {
        "changes": changes,
        "closed": [one.pk for one in planned.closed],
        "reopened": [one.pk for one in planned.reopened],
        "founded": [planned.forest.nodes[key].pk for key in planned.founded],
        "why": why.strip(),
        "told": [[one.code, one.reason, one.source] for one in told],
    }
