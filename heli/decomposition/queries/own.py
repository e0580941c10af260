"""What waits for the reader: tasks of his organisations, what was returned to them, deadlines to answer."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.timezone import localdate

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.decomposition.catalogue import PARAMETERS, WAITING, ProposalState, TaskAct, TaskState
from heli.decomposition.models import Proposal, Task, TaskQuerySet, TaskStep
from heli.duties.models import Requirement

_WAITING = sorted(WAITING)
SHOWS: dict[str, str] = {
    "waiting": "待签收",
    "held": "待分解",
    "broken_down": "已分解",
    "returned": "已退回上级",
    "back": "下级退回",
    "days": "期限建议",
}
"""The tabs of one's own tasks: states of tasks handed to it, then what its own handing down met."""


class OpenItem(NamedTuple):
    """A line for 今日要务: what is asked of whom by when, and where it is done."""

    what: str
    whom: str
    due_on: date
    label: str
    url: str


class Own(NamedTuple):
    """The reader's organisations (primary keys): all, where he enters, from where he hands down."""

    all: frozenset[int]
    enters: frozenset[int]
    gives: frozenset[int]


def own_of(actor: Actor) -> Own:
    """By posts and membership, delegated ones included."""
    enters = frozenset(actor.scope(Permission.RECORD_ENTER).organisations)
    gives = frozenset(actor.scope(Permission.TASK_HAND_DOWN).organisations)
    branch = {actor.branch_id} if actor.branch_id is not None else set()
    return Own(enters | gives | branch | {post.organisation_id for post in actor.posts}, enters, gives)


def shown(own: Own, items: Collection[Requirement], show: str) -> TaskQuerySet:
    """The tasks of one tab, the earliest deadline first."""
    tasks = Task.objects.filter(requirement__in=[one.pk for one in items])
    if show == "back":
        tasks = tasks.filter(giver__in=own.gives, state=TaskState.RETURNED)
    else:
        tasks = tasks.filter(organisation__in=own.all, state__in=_states(show))
    found: TaskQuerySet = tasks.select_related("organisation", "giver", "requirement__plan")
    return found.order_by("due_on", "requirement__number", "pk")


def _states(show: str) -> Sequence[str]:
    return _WAITING if show == "waiting" else (TaskState.TAKEN_UP.value,) if show == "held" else (show,)


def proposals_of(own: Own) -> Sequence[Proposal]:
    """Unsettled deadlines at the reader's organisations or proposed by them, the oldest first: one query."""
    found = Proposal.objects.unsettled().filter(
        Q(task__organisation__in=own.all) | Q(task__giver__in=own.gives)
    )
    related = found.select_related("task__organisation", "task__giver", "task__requirement")
    return list(related.order_by("proposed_at", "pk"))


def numbers(own: Own, items: Collection[Requirement], proposals: int) -> dict[str, int]:
    """How many stand on each tab: two queries."""
    within = Task.objects.filter(requirement__in=[one.pk for one in items])
    rows = within.filter(organisation__in=own.all).order_by().values_list("state")
    states: Counter[str] = Counter(dict(rows.annotate(number=Count("pk"))))
    found = {show: sum(states[state] for state in _states(show)) for show in SHOWS}
    back = within.filter(giver__in=own.gives, state=TaskState.RETURNED).count()
    return found | {"back": back, "days": proposals}


def open_items(actor: Actor, today: date) -> list[OpenItem]:
    """What the reader has to take up, to answer or to decide, the earliest first.

    One line an organisation and kind of matter. One query, none for who enters and hands down nowhere.
    """
    own = own_of(actor)
    if not (own.enters or own.gives):
        return []
    first, *others = _matters(own)
    rows = first.union(*others, all=True)
    found = [_item(matter, whom, number, since, today) for matter, whom, number, since in rows]
    return sorted(found, key=lambda one: (one.due_on, one.what, one.whom))


_SAID = {
    "waiting": ("签收上级下达的任务", "去签收", "waiting", "take_up_days"),
    "back": ("答复下级退回的任务", "去答复", "back", "take_up_days"),
    "asked": ("答复期限建议", "去答复", "days", "answer_days"),
    "differed": ("处理对期限的不同意见", "去处理", "days", "answer_days"),
}
"""For each matter: what it says, its button, its tab, and the number of days that it may take."""


def _matters(own: Own) -> Iterator[QuerySet[Any, Any]]:
    """Rows of (matter, organisation, how many, since when), a matter a query."""
    tasks, proposals = Task.objects.standing(), Proposal.objects.all()
    last = TaskStep.objects.filter(task=OuterRef("pk"), act=TaskAct.RETURN).order_by("-acted_at", "-pk")
    waiting = tasks.filter(organisation__in=own.enters, state__in=_WAITING)
    yield _by("waiting", waiting, "organisation__short_name", "handed_at")
    back = tasks.filter(giver__in=own.gives, state=TaskState.RETURNED)
    dated = back.annotate(came_back=Subquery(last.values("acted_at")[:1]))
    yield _by("back", dated, "giver__short_name", "came_back")
    asked = proposals.filter(task__organisation__in=own.enters, state=ProposalState.OPEN)
    yield _by("asked", asked, "task__organisation__short_name", "proposed_at")
    differed = proposals.filter(task__giver__in=own.gives, state=ProposalState.ANSWERED)
    yield _by("differed", differed, "task__giver__short_name", "answered_at")


def _by(matter: str, rows: QuerySet[Any], name: str, moment: str) -> QuerySet[Any, Any]:
    said = rows.order_by().annotate(matter=Value(matter, CharField())).values_list("matter", name)
    counted: QuerySet[Any, Any] = said.annotate(number=Count("pk"), first=Min(moment))
    return counted


def _item(matter: str, whom: str, number: int, since: datetime, today: date) -> OpenItem:
    what, label, show, days = _SAID[matter]
    due_on = localdate(since) + timedelta(days=PARAMETERS().get(days, today).value)
    said = f"{what}（{number} 项）" if number > 1 else what
    return OpenItem(said, whom, due_on, label, f"{reverse('decomposition:mine')}?show={show}")
