"""Where a line of the calendar leads: addresses of other packages, by name."""

from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode


def record(organisation: int, kind: str, day: date) -> str:
    """The form that records a meeting of this kind of the organisation on a day."""
    query = urlencode({"organisation": str(organisation), "kind": kind, "day": day.isoformat()})
    return f"{reverse('orglife:record')}?{query}"


def of_branch(organisation: int, year: int) -> str:
    """The calendar of a branch."""
    return f"{reverse('almanac:branch', args=[organisation])}?year={year}"


def page(name: str) -> str:
    """A page without parameters; "" where there is none of that name."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
