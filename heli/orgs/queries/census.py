"""How many organisations there are: by kind, and the share that sits in 直属单位 (S000-16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from heli.accounts.actor import Scope
from heli.orgs.catalogue import LEADING_KINDS, Kind
from heli.orgs.models import Organisation
from heli.orgs.queries.history import as_of


@dataclass(frozen=True, slots=True)
class Census:
    """Organisations of a scope on the day `on`; `attached` those in 直属单位, `by_kind` in order of rank.

    Leading bodies (党组) are in `total` and not in `hanging`, of which the share is taken: they lead Party
    organisations and stand in no tree (R08-01).
    """

    on: date
    total: int
    attached: int
    by_kind: tuple[tuple[Kind, int], ...]

    @property
    def hanging(self) -> int:
        """Organisations of 隶属: all but the leading bodies."""
        return sum(number for kind, number in self.by_kind if kind not in LEADING_KINDS)

    @property
    def attached_percent(self) -> int:
        """The share in 直属单位 in whole percent, halves upwards; 0 where there is nothing to share."""
        return (200 * self.attached + self.hanging) // (2 * self.hanging) if self.hanging else 0

    @property
    def attached_share(self) -> float | None:
        """The share in 直属单位 from 0 to 1; None where there is nothing to share."""
        return self.attached / self.hanging if self.hanging else None


def census(scope: Scope, on: date) -> Census:
    """Today's organisations, by today's tree: one query."""
    rows = Organisation.objects.visible_to(scope).live(on).values_list("kind", "attached")
    return _census(on, rows.annotate(number=Count("pk")).order_by("kind", "attached"))


def census_as_of(scope: Scope, on: date) -> Census:
    """The organisations of the day `on` as they were on it, from their versions: one query.

    Whose they are follows today's tree; kind and 直属单位 follow the version of the day, so that the figure
    of a past day stays what it was.
    """
    rows = as_of(on, scope).values_list("kind", "attached")
    return _census(on, rows.annotate(number=Count("pk")).order_by("kind", "attached"))


def _census(on: date, rows: Iterable[tuple[str, bool, int]]) -> Census:
    by_kind: dict[Kind, int] = dict.fromkeys(Kind, 0)
    attached = 0
    for kind, is_attached, number in rows:
        by_kind[Kind(kind)] += number
        attached += number if is_attached else 0
    present = tuple((kind, number) for kind, number in by_kind.items() if number)
    return Census(on, sum(by_kind.values()), attached, present)
