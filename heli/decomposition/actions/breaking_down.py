"""Breaking tasks down to the organisations below: set-based, whatever the number (S000-24, S003-10)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.timezone import localdate

from heli.accounts.catalogue import Office, Permission
from heli.decomposition import rules
from heli.decomposition.actions.writing import SIGNED, held_now, is_withdrawn, require
from heli.decomposition.catalogue import DEEPEST, HELD, LAYER_OF, Layer, TaskAct, TaskState
from heli.decomposition.models import Task, TaskQuerySet
from heli.decomposition.queries.below import LEADING, led_at_the_top
from heli.kernel.action import Doer, action, note
from heli.kernel.bulk import insert_from
from heli.kernel.errors import Invalid
from heli.kernel.verdict import all_of
from heli.orgs.models import Organisation, OrganisationQuerySet

_COLUMNS = (
    "requirement_id",
    "organisation_id",
    "parent_id",
    "giver_id",
    "level",
    "layer",
    "state",
    "asked",
    "measures",
    "office",
    "due_on",
    "handed_at",
    "handed_by",
    "taken_up_by",
)


@action
def break_down(
    *,
    tasks: Collection[Task],
    by: Doer,
    at: datetime,
    organisations: Collection[int] | None = None,
    kinds: Collection[str] | None = None,
    asked: str = "",
    office: str = "",
    due_on: date | None = None,
) -> int:
    """Break tasks down to all below, or to those of `kinds` or in `organisations` (primary keys).

    Each new task is due with its parent, or on `due_on`, and `office` answers for it there. Who holds the
    requirement already is passed over. A task handed down directly is broken down by its giver. Returns how
    many tasks there are more. NotAllowed without TASK_HAND_DOWN, WrongState where one is not taken up or lies
    too deep, Invalid for a day later than the own one or where nothing is new.
    """
    rules.something_chosen(len(tasks)).require()
    rows = held_now(tasks)
    require(by, Permission.TASK_HAND_DOWN, (rules.breaker(one) for one in rows))
    all_of(
        rules.is_standing(any(is_withdrawn(one) for one in rows)),
        rules.may_all([one.state for one in rows], TaskAct.BREAK_DOWN),
        rules.is_deep_enough(max(one.level for one in rows)),
        rules.fits(asked, rules.ASKED, "要求"),
        *(rules.is_deadline(due_on, one.due_on, localdate(at), "本级的期限") for one in rows if due_on),
    ).require()
    if office and office not in Office:
        raise Invalid("office-unknown", "没有这个岗位，请从列表中选择。")
    to = Organisation.objects.live(localdate(at))
    to = to if kinds is None else to.filter(kind__in=kinds)
    to = to if organisations is None else to.filter(pk__in=organisations)
    parents = Task.objects.filter(pk__in=[one.pk for one in rows])
    made = _hand(parents, to, asked=asked.strip(), office=office, due_on=due_on, by=by, at=at)
    if not made:
        raise Invalid("nothing-handed", "所选下级都已收到这些任务，或者没有可以分解到的下级。")
    note(parents=[one.pk for one in rows][:20], tasks=made)
    return made


@action
def break_down_all(*, tasks: TaskQuerySet, by: Doer, at: datetime) -> int:
    """Break whatever of `tasks` is taken up down to everything below it, without an object each.

    Returns how many tasks there are more; none is no fault here. NotAllowed as `break_down`.
    """
    held = tasks.standing().filter(state__in=HELD, level__lt=DEEPEST)
    owners = Organisation.objects.filter(pk__in=held.values("organisation"))
    require(by, Permission.TASK_HAND_DOWN, owners)
    to = Organisation.objects.live(localdate(at))
    made = _hand(held, to, asked="", office="", due_on=None, by=by, at=at)
    note(tasks=made)
    return made


def _hand(
    parents: TaskQuerySet,
    to: OrganisationQuerySet,
    *,
    asked: str,
    office: str,
    due_on: date | None,
    by: Doer,
    at: datetime,
) -> int:
    """Two statements, one a relation; then the parents are broken down."""
    said = {"asked": asked, "office": office, "due_on": due_on, "by": by.label[:SIGNED], "at": at}
    led = led_at_the_top(localdate(at))
    made = insert_from(
        Task, _COLUMNS, _new("children", parents.exclude(organisation__kind__in=LEADING), to, said)
    )
    bodies = parents.filter(organisation__kind__in=LEADING)
    made += insert_from(Task, _COLUMNS, _new("led", bodies, to.filter(pk__in=led.values("pk")), said))
    beneath = Exists(Task.objects.filter(parent=OuterRef("pk")))
    Task.objects.filter(beneath, pk__in=parents.values("pk"), state=TaskState.TAKEN_UP).update(
        state=TaskState.BROKEN_DOWN
    )
    return made


def _new(
    relation: str, parents: TaskQuerySet, to: OrganisationQuerySet, said: dict[str, Any]
) -> QuerySet[Any]:
    """The new tasks of `parents` at what hangs on them by `relation`, as rows of _COLUMNS."""
    below = f"organisation__{relation}"
    known = Task.objects.exclude(state=TaskState.TAKEN_BACK).filter(
        requirement=OuterRef("requirement_id"), organisation=OuterRef(f"{below}__pk")
    )
    due_on = F("due_on") if said["due_on"] is None else Value(said["due_on"], DateField())
    found: QuerySet[Any] = Task.objects.filter(
        ~Exists(known), **{"pk__in": parents.values("pk"), f"{below}__in": to.values("pk")}
    ).values_list(
        "requirement_id",
        f"{below}__pk",
        "pk",
        Case(
            When(state=TaskState.DIRECT, then=F("giver_id")),
            default=F("organisation_id"),
        ),
        F("level") + 1,
        _layer(f"{below}__kind"),
        _text(TaskState.HANDED),
        _text(said["asked"]),
        _text(""),
        _text(said["office"]),
        due_on,
        Value(said["at"], DateTimeField()),
        _text(said["by"]),
        _text(""),
    )
    return found


def _layer(kind: str) -> Case:
    cases = [
        When(
            Q(**{f"{kind}__in": [one for one, layer in LAYER_OF.items() if layer == wanted]}),
            then=_text(wanted),
        )
        for wanted in Layer
        if wanted is not Layer.BRANCH
    ]
    return Case(*cases, default=_text(Layer.BRANCH))


def _text(text: str) -> Value:
    return Value(str(text), output_field=CharField())
