"""The reviews of a year of all branches in a scope, in numbers by grade: no name, no order by figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Count, Q

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.orgs.models import Organisation
from heli.orgs.models.organisations import OrganisationQuerySet
from heli.reviews.catalogue import Grade, Progress
from heli.reviews.models import Evaluation, Review


@dataclass(frozen=True, slots=True)
class Line:
    """One branch: its review of the year, None where there is none, and once it is closed its numbers."""

    organisation: Organisation
    review: Review | None
    counts: Mapping[str, int]

    @property
    def progress(self) -> Progress:
        if self.review is None:
            return Progress.NONE
        return Progress.DONE if self.review.is_closed else Progress.GOING

    @property
    def is_closed(self) -> bool:
        return self.review is not None and self.review.is_closed

    @property
    def members(self) -> int:
        return sum(self.counts.values())

    @property
    def grades(self) -> tuple[int, ...]:
        return tuple(self.counts.get(grade, 0) for grade in Grade)


@dataclass(frozen=True, slots=True)
class Overview:
    """The branches of a year in the order of the tree, and what they are in sum."""

    branches: OrganisationQuerySet
    year: int
    progress: Sequence[tuple[Progress, int]]
    total: Mapping[str, int]
    number: int

    @property
    def every(self) -> int:
        """How many branches there are, however far they are."""
        return sum(number for _, number in self.progress)

    @property
    def grades(self) -> tuple[int, ...]:
        return tuple(self.total.get(grade, 0) for grade in Grade)

    @property
    def members(self) -> int:
        return sum(self.total.values())

    def leaf(self, number: str | None, size: int) -> "tuple[Leaf[Organisation], list[Line]]":
        """One page of branches with their lines: three queries."""
        paginator = Paginator(self.branches, size)
        paginator.__dict__["count"] = self.number  # which is counted already
        leaf = paginator.get_page(number)
        return leaf, self.lines(list(leaf))

    def lines(self, branches: Sequence[Organisation] | None = None) -> list[Line]:
        """The lines of these branches, or of all: three queries."""
        found = list(self.branches) if branches is None else branches
        reviews = {
            one.organisation_id: one
            for one in Review.objects.filter(year=self.year, organisation__in=found).select_related("record")
        }
        closed = [one.pk for one in reviews.values() if one.is_closed]
        counts: dict[int, dict[str, int]] = {}
        for pk, grade, number in _counted(Evaluation.objects.filter(review__in=closed), "review_id"):
            counts.setdefault(pk, {})[grade] = number
        return [
            Line(one, held := reviews.get(one.pk), counts.get(held.pk, {}) if held else {}) for one in found
        ]


def overview(scope: Scope, year: int, today: date, progress: str = "") -> Overview:
    """The branches that there are, or that had a review of that year; narrowed by how far they are."""
    there = Q(closed_on=None) | Q(closed_on__gt=today) | Q(reviews__year=year)
    found = Organisation.objects.visible_to(scope).branches()
    found = found.filter(pk__in=found.filter(there).values("pk")).order_by("path")
    held = Review.objects.visible_to(scope).filter(year=year)
    closed = held.exclude(closed_at=None)
    began, done = held.aggregate(began=Count("pk"), done=Count("closed_at")).values()
    every = found.count()
    match progress:
        case Progress.NONE:
            found = found.exclude(pk__in=held.values("organisation"))
        case Progress.GOING:
            found = found.filter(pk__in=held.filter(closed_at=None).values("organisation"))
        case Progress.DONE:
            found = found.filter(pk__in=closed.values("organisation"))
    counted = {
        Progress.NONE: every - began,
        Progress.GOING: began - done,
        Progress.DONE: done,
    }
    rows = Evaluation.objects.filter(review__in=closed.values("pk"))
    total = dict(rows.order_by().values_list("grade").annotate(Count("pk")))
    number = counted[Progress(progress)] if progress else every
    return Overview(found, year, list(counted.items()), total, number)


def own_branches(actor: Actor) -> list[Organisation]:
    """The branches whose reviews the reader holds: one query, none for who holds nowhere."""
    scope = actor.scope(Permission.REVIEW_HOLD)
    if scope.is_empty:
        return []
    found = Organisation.objects.visible_to(scope).branches().filter(closed_on=None)
    return list(found.order_by("path"))


def held_by(branches: Sequence[Organisation]) -> list[Review]:
    """The reviews of these branches, the latest year first."""
    if not branches:
        return []
    found = Review.objects.filter(organisation__in=branches).select_related("organisation", "record")
    return list(found.order_by("-year", "organisation__path"))


def years_known(scope: Scope, today: date) -> list[int]:
    """This year and the years of any review in the scope, the latest first."""
    known = Review.objects.visible_to(scope).order_by().values_list("year", flat=True).distinct()
    return sorted({today.year, today.year - 1, *known}, reverse=True)


def _counted(rows: "object", by: str) -> "Sequence[tuple[int, str, int]]":
    return list(rows.order_by().values_list(by, "grade").annotate(Count("pk")))  # type: ignore[attr-defined]
