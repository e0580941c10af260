"""One exhibit: what is filled in of it, what it says, what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.appraisal.queries.basis import basis, lived_in
from heli.duties.models import Record, Requirement
from heli.duties.rules.kinds import kinds_recorded_by
from heli.exchange.catalogue import CATEGORIES, UNSORTED, State
from heli.exchange.models import Comment, Exhibit, Gathering, Objection, Problem, Promise
from heli.exchange.queries.standing import NOTHING, Measured, measured_on
from heli.exchange.rules import acts, judging
from heli.kernel.verdict import Verdict

EXCHANGE = "duty_exchange"
"""The kind of record that a gathering is for those who took part (S001-14)."""


@dataclass(frozen=True, slots=True)
class Page:
    """An exhibit with everything that hangs on it, and what the reader may do."""

    exhibit: Exhibit
    problems: Sequence[Problem]
    promises: Sequence[Promise]
    comments: Sequence[Comment]
    objections: Sequence[Objection]
    may_enter: bool
    may_hold: bool
    may_object: Verdict
    may_record: bool
    changeable: bool


def page(one: Exhibit, actor: Actor, today: date) -> Page:
    """At most six queries."""
    gathering = one.gathering
    objections = list(one.objections.order_by("-pk").prefetch_related("changes"))
    may_enter = bool(actor.may(Permission.RECORD_ENTER, one.organisation))
    return Page(
        exhibit=one,
        problems=list(one.problems.order_by("pk")),
        promises=list(one.promises.order_by("due_on", "pk").select_related("record", "requirement")),
        comments=list(one.comments.order_by("pk").select_related("organisation")),
        objections=objections,
        may_enter=may_enter,
        may_hold=bool(actor.may(Permission.GATHERING_HOLD, gathering.organiser)),
        may_object=_may_object(one, actor, today),
        may_record=may_enter and can_record(one, today),
        changeable=gathering.state == State.SHOWING,
    )


def _may_object(one: Exhibit, actor: Actor, today: date) -> Verdict:
    right = actor.may(Permission.GATHERING_SPEAK, one.organisation)
    if not right:
        return right
    gathering = one.gathering
    return judging.may_object(
        gathering.state,
        shown=one.is_handed_in,
        open_already=False,
        until=gathering.objections_until,
        today=today,
    )


def filled_in(gathering: Gathering, organisation: int) -> Measured:
    """The figures that Heli fills in, as known now: nobody types them. Six queries."""
    return measured_on([organisation], gathering.of, gathering.as_of).get(organisation, NOTHING)


def of_exhibit(one: Exhibit) -> Measured:
    """The figures as they were handed in, or corrected since."""
    return Measured(one.owed, one.done, one.on_time, one.unknown, one.score, one.class_code)


def suggested(one: Exhibit) -> list[str]:
    """Lines to begin the problems with: what the organisation owed and has not done, by requirement."""
    gathering = one.gathering
    from_sheet = _undone(one.organisation_id, gathering)
    return [f"{group}：{measure}还有 {left} 项没有完成" for group, measure, left in from_sheet]


class Undone(NamedTuple):
    """A requirement of which something was left undone."""

    group: str
    measure: str
    left: int


def _undone(organisation: int, gathering: Gathering) -> list[Undone]:
    period, on = gathering.of, gathering.as_of
    found = basis(period, on, lived_in(period, on).filter(pk=organisation))
    names = dict(Requirement.objects.of_year(period.year).values_list("pk", "group"))
    known = {one.name for one in CATEGORIES().on(on)}
    told = []
    for subject in found.subjects.values():
        for reading, counted in found.counts(found.standing_of(subject)):
            group = names.get(reading.pk, "")
            if counted.owed > counted.done:
                told.append(
                    Undone(
                        group if group in known else "责任落实", reading.measure, counted.owed - counted.done
                    )
                )
    return told


def can_record(one: Exhibit, today: date) -> bool:
    """Whether the organisation may enter that it took part: its kind records such, the day has come, once."""
    kinds = {kind.id for kind in kinds_recorded_by(one.organisation.kind, one.gathering.held_on)}
    held = one.gathering.held_on <= today and one.gathering.state != State.CALLED_OFF
    return one.record_id is None and one.is_handed_in and held and EXCHANGE in kinds


def evidence_of(one: Exhibit) -> list[Record]:
    """Records of the organisation since the gathering's day: what a promise may be shown by; one query."""
    since = one.gathering.held_on
    found = Record.objects.standing().filter(organisation=one.organisation, happened_on__gte=since)
    return list(found.order_by("-happened_on", "-pk")[:50])


def category_name(code: str, on: date) -> str:
    """What a category is called; 未归类 for none."""
    return next((one.name for one in CATEGORIES().on(on) if one.id == code), UNSORTED)


def numbers(gathering: Gathering) -> dict[str, int]:
    """How many take part, have shown, speak, object, promise: two queries."""
    counted = Exhibit.objects.filter(gathering=gathering).aggregate(
        invited=Count("pk"),
        shown=Count("pk", filter=Q(handed_in_at__isnull=False)),
        speaking=Count("pk", filter=Q(speak_order__isnull=False)),
    )
    objections = Objection.objects.filter(exhibit__gathering=gathering, answered_at=None).count()
    return {**counted, "objections": objections}


def open_objections(gathering: Gathering) -> int:
    return Objection.objects.filter(exhibit__gathering=gathering, answered_at=None).count()


LEAST = ("results_least", "problem_least")


def least(on: date) -> dict[str, int]:
    """The numbers that the form tells of."""
    return {name: acts.number(name, on) for name in LEAST}
