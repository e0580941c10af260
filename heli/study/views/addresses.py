"""What the pages of study share: the year asked for, the years to choose from, breadcrumbs."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from heli.study import rules
from heli.study.queries.places import wanted_year
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 50
PARAMETER = "year"
_SHOWN = 3


def year_of(request: HttpRequest, today: date, *, ahead: int = 0) -> int:
    """`?year=`, else this one; `ahead`: how many years to come there may be."""
    return wanted_year(request.GET.get(PARAMETER, ""), today, rules.FIRST_YEAR, today.year + ahead)


def years(request: HttpRequest, chosen: int, today: date, *, ahead: int = 0) -> list[Tab]:
    """The last years as tabs of this very page."""
    last = today.year + ahead
    return [
        Tab(f"{year}年", f"{request.path}?{PARAMETER}={year}", year == chosen)
        for year in range(last - _SHOWN + 1, last + 1)
    ]


def with_year(name: str, year: int, *args: int) -> str:
    return f"{reverse(name, args=args)}?{PARAMETER}={year}"


def crumbs(*steps: Crumb | str) -> list[Crumb]:
    """履责, and on to this page."""
    found = [one if isinstance(one, Crumb) else Crumb(one) for one in steps]
    return [Crumb("履责", reverse("duties:records")), *found]
