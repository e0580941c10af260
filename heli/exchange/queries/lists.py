"""大检视 and 承诺事项 as lists over all gatherings that one may see (S001-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from heli.accounts.scope import Scope
from heli.exchange.catalogue import CATEGORIES, UNSORTED, Outcome
from heli.exchange.models import Exhibit, Gathering, Problem, Promise
from heli.kernel.errors import NotFound

UNSORTED_CODE = "none"
"""How an address says 未归类."""


@dataclass(frozen=True, slots=True)
class ProblemFilters:
    """What the list of problems is narrowed to; an empty value narrows nothing."""

    gathering: int | None = None
    category: str = ""
    exhibit: int | None = None
    waiting: bool = False


def problems(scope: Scope, filters: ProblemFilters) -> QuerySet[Any]:
    """Problems in the order of the tree, each with `promised`, how many promises answer it: one query."""
    found = Problem.objects.visible_to(scope).annotate(promised=Count("promises"))
    if filters.gathering:
        found = found.filter(exhibit__gathering=filters.gathering)
    if filters.exhibit:
        found = found.filter(exhibit=filters.exhibit)
    if filters.category:
        found = found.filter(category="" if filters.category == UNSORTED_CODE else filters.category)
    if filters.waiting:
        found = found.filter(promised=0)
    found = found.select_related("exhibit__organisation", "exhibit__gathering__organiser")
    ordered: QuerySet[Any] = found.order_by(
        "-exhibit__gathering__held_on", "exhibit__organisation__path", "pk"
    )
    return ordered


def by_category(scope: Scope, gathering: int | None, on: date) -> list[tuple[str, str, int, int]]:
    """Each category with its code, name, number of problems, and how many nobody answers yet: one query."""
    found = Problem.objects.visible_to(scope)
    if gathering:
        found = found.filter(exhibit__gathering=gathering)
    rows = found.order_by().values_list("category")
    counted = {
        category: (number, number - promised)
        for category, number, promised in rows.annotate(
            number=Count("pk", distinct=True),
            promised=Count("pk", distinct=True, filter=Q(promises__isnull=False)),
        )
    }
    named = [(one.id, one.id, one.name) for one in CATEGORIES().on(on)] + [("", UNSORTED_CODE, UNSORTED)]
    return [(code, name, *counted[key]) for key, code, name in named if key in counted]


def problem(pk: int, scope: Scope) -> Problem:
    """One of them; NotFound (`problem-unknown`) where there is none that `scope` may see."""
    found: Problem | None = (
        Problem.objects.visible_to(scope)
        .select_related("exhibit__organisation", "exhibit__gathering__organiser")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("problem-unknown", "没有这条问题，或它不在您的范围内。请从列表进入。")
    return found


@dataclass(frozen=True, slots=True)
class PromiseFilters:
    """What the list of promises is narrowed to; `state`: open, reported, late, or an outcome."""

    gathering: int | None = None
    organisation: int | None = None
    state: str = ""


STATES = {
    "open": "待回头看",
    "late": "已到期，待回头看",
    "reported": "已报告，待认定",
    Outcome.KEPT.value: Outcome.KEPT.label,
    Outcome.PARTLY.value: Outcome.PARTLY.label,
    Outcome.BROKEN.value: Outcome.BROKEN.label,
}


def promises(scope: Scope, filters: PromiseFilters, today: date) -> QuerySet[Any]:
    """Promises, what is still open first, the earliest day first: one query."""
    found = Promise.objects.visible_to(scope)
    if filters.gathering:
        found = found.filter(exhibit__gathering=filters.gathering)
    if filters.organisation:
        found = found.filter(exhibit__organisation=filters.organisation)
    if filters.state == "late":
        found = found.filter(outcome="", due_on__lt=today)
    elif filters.state == "reported":
        found = found.filter(outcome="", reported_at__isnull=False)
    elif filters.state:
        found = found.filter(outcome="" if filters.state == "open" else filters.state)
    found = found.select_related("exhibit__organisation", "exhibit__gathering__organiser", "record")
    return found.order_by("settled_at", "due_on", "pk")


def promise_numbers(scope: Scope, gathering: int | None, today: date) -> dict[str, int]:
    """How many promises stand where: one query."""
    found = Promise.objects.visible_to(scope)
    if gathering:
        found = found.filter(exhibit__gathering=gathering)
    counted: dict[str, int] = found.aggregate(
        open=Count("pk", filter=Q(outcome="")),
        late=Count("pk", filter=Q(outcome="", due_on__lt=today)),
        reported=Count("pk", filter=Q(outcome="", reported_at__isnull=False)),
        kept=Count("pk", filter=Q(outcome=Outcome.KEPT)),
        partly=Count("pk", filter=Q(outcome=Outcome.PARTLY)),
        broken=Count("pk", filter=Q(outcome=Outcome.BROKEN)),
    )
    return counted


def promise(pk: int, scope: Scope) -> Promise:
    """One of them; NotFound (`promise-unknown`) where there is none that `scope` may see."""
    found: Promise | None = (
        Promise.objects.visible_to(scope)
        .select_related("exhibit__organisation", "exhibit__gathering__organiser", "record", "requirement")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("promise-unknown", "没有这项承诺，或它不在您的范围内。请从列表进入。")
    return found


def to_look_back(of: Gathering) -> list[Promise]:
    """What a 回头看 looks back at: promises made to the same organiser that fell due by its day (S001-85)."""
    found = Promise.objects.filter(
        exhibit__gathering__organiser=of.organiser_id, due_on__lte=of.as_of
    ).select_related("exhibit__organisation", "exhibit__gathering", "record")
    return list(found.order_by("exhibit__organisation__path", "due_on", "pk"))


def names_of(of: Gathering) -> dict[str, tuple[int, str]]:
    """Participants by full and by short name: exhibit and short name. One query."""
    rows = Exhibit.objects.filter(gathering=of).values_list(
        "pk", "organisation__name", "organisation__short_name"
    )
    found: dict[str, tuple[int, str]] = {}
    for pk, name, short in rows:
        found[name] = found[short] = (pk, short)
    return found


def known_problems(of: Gathering) -> Sequence[tuple[int, str]]:
    """Problems that are there already, by exhibit."""
    return list(Problem.objects.filter(exhibit__gathering=of).values_list("exhibit", "text"))
