"""What waits for the reader: tasks of his organisations, what was returned to them, deadlines to answer."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.decomposition import rules
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

    One line an organisation and kind of matter. Three queries, none for who enters and hands down nowhere.
    """
    own = own_of(actor)
    found = [*_to_take_up(own, today), *_returned(own, today), *_to_answer(own, today)]
    return sorted(found, key=lambda one: one.due_on)


def _to_take_up(own: Own, today: date) -> list[OpenItem]:
    if not own.enters:
        return []
    waiting = Task.objects.standing().filter(organisation__in=own.enters, state__in=_WAITING)
    return [
        _item("签收上级下达的任务", number, name, rules.take_up_by(first, today), "去签收", "waiting")
        for name, number, first in _by(waiting, "organisation__short_name", "handed_at")
    ]


def _returned(own: Own, today: date) -> list[OpenItem]:
    if not own.gives:
        return []
    last = TaskStep.objects.filter(task=OuterRef("pk"), act=TaskAct.RETURN).order_by("-acted_at", "-pk")
    back = Task.objects.standing().filter(giver__in=own.gives, state=TaskState.RETURNED)
    dated = back.annotate(came_back=Subquery(last.values("acted_at")[:1]))
    return [
        _item("答复下级退回的任务", number, name, rules.take_up_by(first, today), "去答复", "back")
        for name, number, first in _by(dated, "giver__short_name", "came_back")
    ]


def _to_answer(own: Own, today: date) -> list[OpenItem]:
    """Deadlines that a superior proposed, and differing answers from beneath."""
    if not (own.enters or own.gives):
        return []
    open_ = Q(task__organisation__in=own.enters, state=ProposalState.OPEN)
    answered = Q(task__giver__in=own.gives, state=ProposalState.ANSWERED)
    days = timedelta(days=PARAMETERS().get("answer_days", today).value)
    counted: Counter[tuple[bool, str]] = Counter()
    first: dict[tuple[bool, str], date] = {}
    rows = Proposal.objects.filter(open_ | answered).values_list(
        "state", "task__organisation__short_name", "task__giver__short_name", "proposed_at", "answered_at"
    )
    for state, receiver, giver, proposed, differed in rows:
        mine = state == ProposalState.OPEN
        key, since = (mine, receiver if mine else giver), proposed if mine else differed
        counted[key] += 1
        day = localdate(since) + days
        first[key] = min(first.get(key, day), day)
    return [
        _item(
            "答复期限建议" if mine else "处理对期限的不同意见",
            number,
            name,
            first[mine, name],
            "去答复",
            "days",
        )
        for (mine, name), number in counted.items()
    ]


def _by(tasks: TaskQuerySet, name: str, moment: str) -> list[tuple[str, int, datetime]]:
    """By a name: how many, and the first moment."""
    return list(tasks.order_by().values_list(name).annotate(number=Count("pk"), first=Min(moment)))


def _item(what: str, number: int, whom: str, due_on: date, label: str, show: str) -> OpenItem:
    said = f"{what}（{number} 项）" if number > 1 else what
    return OpenItem(said, whom, due_on, label, f"{reverse('decomposition:mine')}?show={show}")
