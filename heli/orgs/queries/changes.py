"""What a 组织变动 will do, said before it is done; what undoes it; and the events that were carried out."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from heli.accounts.actor import Scope
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import EventKind, EventRole, Kind, LeadershipSystem, Leading, Nature
from heli.orgs.models import Event, Organisation, Unit
from heli.orgs.queries.planning import Altered, Plan, plan
from heli.orgs.queries.spans import day_faults, spans_of
from heli.orgs.rules.change import LABELS, Change, Restored
from heli.orgs.rules.grounds import ground_of, grounded

_CHOICES = {"kind": Kind, "nature": Nature, "system": LeadershipSystem, "leading": Leading}


class FieldChange(NamedTuple):
    """What of an organisation changes, in words for the screen."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Foresight:
    """One organisation that a change touches, as it will be, and what differs."""

    organisation: Organisation
    role: EventRole
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change will do. `changed` and `along` are complete only where nothing refuses.

    `along` move with their superior; `founded` are the new organisations, unsaved.
    """

    changed: tuple[Foresight, ...]
    along: tuple[Foresight, ...]
    closed: tuple[Organisation, ...]
    reopened: tuple[Organisation, ...]
    founded: tuple[Organisation, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def refusals(self) -> tuple[Verdict, ...]:
        """What forbids it (H)."""
        return tuple(one for one in self.verdicts if one.strength is Strength.HARD)

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        """What asks for a written reason (G)."""
        return tuple(one for one in self.verdicts if one.strength is Strength.GENERAL)

    @property
    def advice(self) -> tuple[Verdict, ...]:
        """What is only told (M, P)."""
        return tuple(one for one in self.verdicts if one.strength in {Strength.OPTION, Strength.LOCAL})

    @property
    def touched(self) -> frozenset[int]:
        """Primary keys of everything held whose history goes on differently."""
        told = [one.organisation for one in (*self.changed, *self.along)]
        return frozenset(one.pk for one in (*told, *self.closed, *self.reopened))


def foresee(change: Change, on: date) -> Foreseen:
    """What carrying the change out on the day `on` would do; nothing is written. Five queries."""
    units = {one.name: one for one in Unit.objects.filter(name__in=change.unit_names)}
    for place, name in enumerate(change.unit_names, start=1):
        units.setdefault(name, Unit(pk=-place, name=name))
    planned = plan(change, list(Organisation.objects.order_by("path")), units, on)
    return told(planned, weighed(planned))


def weighed(planned: Plan) -> tuple[Verdict, ...]:
    """Every verdict on a plan that is not yes, the plan's own and those of its day, each once."""
    verdicts = [one for one in planned.verdicts if not one]
    if all(one.strength is not Strength.HARD for one in verdicts):
        verdicts += day_faults(spans_of(planned))
    return tuple(dict.fromkeys(grounded(verdicts)))


def told(planned: Plan, verdicts: Sequence[Verdict]) -> Foreseen:
    """A plan in words."""
    units = _unit_names(planned)
    lines = [
        Foresight(one.organisation, one.role, tuple(_field_changes(planned, one, units)))
        for one in sorted(planned.altered, key=lambda one: one.organisation.path)
    ]
    return Foreseen(
        changed=tuple(one for one in lines if one.role is not EventRole.ALONG),
        along=tuple(one for one in lines if one.role is EventRole.ALONG),
        closed=tuple(planned.closed),
        reopened=tuple(planned.reopened),
        founded=tuple(planned.forest.nodes[key] for key in planned.founded),
        verdicts=tuple(verdicts),
    )


def _unit_names(planned: Plan) -> dict[int, str]:
    wanted: set[int] = set()
    for one in planned.altered:
        for name in ("unit_id", "organ_id"):
            wanted.update(value for value in one.values.get(name, ()) if value is not None)
    names = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    new = {-place: name for place, name in enumerate(planned.change.unit_names, start=1)}
    return new | names


def _field_changes(planned: Plan, one: Altered, units: dict[int, str]) -> Iterable[FieldChange]:
    for name, (before, after) in one.values.items():
        if name in LABELS:
            yield FieldChange(
                LABELS[name], _said(planned, name, before, units), _said(planned, name, after, units)
            )


def _said(planned: Plan, name: str, value: Any, units: dict[int, str]) -> str:
    if name in {"parent_id", "leader_id"}:
        return planned.name(value)
    if name in {"unit_id", "organ_id"}:
        return units.get(value, "无")
    return str(_CHOICES[name](value).label) if name in _CHOICES else str(value)


def events(scope: Scope) -> QuerySet[Event]:
    """The events of which `scope` covers an organisation, the latest first."""
    found: QuerySet[Event] = Event.objects.visible_to(scope)
    return found.select_related("batch", "undoes", "undone_by").order_by("-happened_on", "-pk")


def events_of(organisation: Organisation) -> QuerySet[Event]:
    """The events that an organisation took part in, the latest first, with all who did."""
    found: QuerySet[Event] = Event.objects.filter(parts__organisation=organisation).distinct()
    found = found.select_related("batch", "undoes", "undone_by")
    return found.prefetch_related("parts__organisation").order_by("-happened_on", "-pk")


def inverse(event: Event, *, happened_on: date, document_number: str, reason: str) -> Change:
    """The change that undoes an event, weighed like any other; WrongState where it is undone already."""
    if Event.objects.filter(undoes=event).exists():
        raise WrongState(
            "event-undone", "这次变动已经撤回过，不能再撤回一次。", source=ground_of("event-undone")
        )
    effects = json.loads(event.effects)
    closed, founded, reopened = (tuple(effects.get(name, ())) for name in ("closed", "founded", "reopened"))
    kind, subjects, ended = _undoing(event, closed, founded, reopened)
    return Change(
        kind=kind,
        happened_on=happened_on,
        document_number=document_number,
        reason=reason,
        subjects=subjects,
        successor=_subjects(event)[0] if kind is EventKind.MERGED else None,
        restored=tuple(_restored(effects.get("changes", {}))),
        ended=ended,
    )


def _undoing(
    event: Event, closed: tuple[int, ...], founded: tuple[int, ...], reopened: tuple[int, ...]
) -> tuple[EventKind, tuple[int, ...], tuple[int, ...]]:
    """What the undoing is, of whom, and who is closed besides.

    A closing is undone by 恢复, a founding by 撤销, a split whose organisation stayed by 合并 back into it.
    """
    if closed:
        return EventKind.REOPENED, closed, founded + reopened
    if founded:
        return EventKind.MERGED if event.kind == EventKind.SPLIT else EventKind.CLOSED, founded, ()
    if reopened:
        return EventKind.CLOSED, reopened, ()
    return EventKind(event.kind), _subjects(event), ()


def _subjects(event: Event) -> tuple[int, ...]:
    parts = event.parts.filter(role=EventRole.SUBJECT).order_by("pk")
    return tuple(parts.values_list("organisation_id", flat=True))


def _restored(changes: dict[str, dict[str, list[Any]]]) -> Iterable[Restored]:
    for pk, fields in changes.items():
        for name, (before, after) in fields.items():
            yield Restored(int(pk), name, before, after)
