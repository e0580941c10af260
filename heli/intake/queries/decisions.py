"""What is left for the office to decide: questions raised by loads, and requirements with open points."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import QuerySet

from heli.accounts.actor import Scope
from heli.duties.catalogue import OpenPoint, RequirementState
from heli.duties.models import Requirement
from heli.intake.models import Decision
from heli.kernel.errors import NotFound


def known_keys(kinds: Collection[str]) -> set[tuple[str, str]]:
    """(kind, key) of every decision of these kinds, settled ones too."""
    return set(Decision.objects.filter(kind__in=kinds).values_list("kind", "subject_key"))


def listed(scope: Scope, *, settled: bool, kind: str = "") -> QuerySet[Decision]:
    """Open decisions in the order in which they were raised; settled ones, the latest first."""
    found = Decision.objects.visible_to(scope).filter(settled_at__isnull=not settled)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("-settled_at", "pk") if settled else found.order_by("kind", "pk")


def one(pk: int, scope: Scope) -> Decision:
    """The decision of that number; NotFound where there is none."""
    found = Decision.objects.visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("decision-unknown", "没有这一待定事项。")
    return found


class OpenRequirement(NamedTuple):
    """A requirement of a plan that its words leave open, and what they leave open."""

    requirement: Requirement
    points: tuple[str, ...]


def open_requirements(scope: Scope) -> list[OpenRequirement]:
    """Requirements in force with open points, by year and number: their own page settles them."""
    found = (
        Requirement.objects.visible_to(scope)
        .exclude(open_points="")
        .exclude(state=RequirementState.WITHDRAWN)
        .select_related("plan")
        .order_by("-plan__year", "plan", "number")
    )
    return [
        OpenRequirement(one, tuple(OpenPoint(code).label for code in one.open_points.split(",")))
        for one in found
    ]


def open_count(scope: Scope) -> int:
    """How many things are to be decided in all."""
    return Decision.objects.visible_to(scope).open().count() + len(open_requirements(scope))
