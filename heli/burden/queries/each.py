"""减负账 organisation by organisation, in the tree's order: a page of them at a time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from heli.accounts.scope import Scope
from heli.burden.queries.asked import AskedOf, Holder, asked_of_each
from heli.circulation.catalogue import Asked
from heli.circulation.models import Notice
from heli.circulation.queries.sending import told_between
from heli.circulation.rules import burden as notice_burden
from heli.duties.queries.parts import counted_in
from heli.duties.rules.burden import burden_of, hours
from heli.orgs.models import Organisation, OrganisationQuerySet


class Each(NamedTuple):
    """One organisation: requests, times, and what they take it."""

    pk: int
    name: str
    requests: int
    times: int
    minutes: int

    @property
    def hours(self) -> int:
        """Rounded up."""
        return hours(self.minutes)


def organisations_in(scope: Scope, year: int, today: date) -> OrganisationQuerySet:
    """Those of which a year asks something, as far as `scope` covers them, in the tree's order."""
    found: OrganisationQuerySet = counted_in(year, today).visible_to(scope).order_by("path")
    return found


def each(page: Sequence[Organisation], year: int, day: date, today: date) -> list[Each]:
    """The account of each organisation of a page: eight queries."""
    keys = [one.pk for one in page]
    found = asked_of_each(Organisation.objects.filter(pk__in=keys), year, today)
    notices = told_between(Scope(organisations=tuple(keys)), date(year, 1, 1), day)
    costs = {one.pk: notice_burden(Asked(one.asked), 1, day).minutes for one in notices}
    return [_each(found, holder, notices, costs, day) for holder in found.holders]


def _each(
    found: AskedOf, holder: Holder, notices: Mapping[Notice, set[int]], costs: Mapping[int, int], day: date
) -> Each:
    turns: Counter[int] = Counter()
    minutes = 0
    for reading in found.book.readings:
        number = sum(turn.due_on <= day for turn in found.of(reading, holder))
        if number:
            turns[reading.pk] = number
            minutes += burden_of(reading, 1, number, day).minutes
    told = [costs[one.pk] for one, to in notices.items() if holder.brief.pk in to]
    requests, times = len(turns) + len(told), turns.total() + len(told)
    return Each(holder.brief.pk, holder.brief.name, requests, times, minutes + sum(told))
