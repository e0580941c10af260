"""Where lines and cells lead: the addresses of the packages below, with their filters."""

from functools import cache, lru_cache

from django.urls import reverse
from django.utils.http import urlencode


def record(organisation_id: int, kind: str) -> str:
    """The form that records this kind of meeting or document of the organisation."""
    return _with("orglife:record", organisation=organisation_id, kind=kind)


def duties(year: int, **filters: object) -> str:
    """The list of duties, narrowed by state, requirement, group, organisation, organ; empty ones left out."""
    return _with("duties:list", year=year, **filters)


def of_organisation(pk: int) -> str:
    """One organisation's duties of the year."""
    return reverse("duties:of_organisation", args=[pk])


def duty(organisation: int, requirement_id: int, period: int) -> str:
    """One duty: its record, or what may be done about it."""
    return reverse("duties:duty", args=[organisation, requirement_id, period])


def year(pk: int) -> str:
    """One organisation's year on one page."""
    return reverse("home:year", args=[pk])


def requirement(pk: int) -> str:
    """One requirement, where its open points are settled."""
    return reverse("duties:requirement", args=[pk])


def open_requirements() -> str:
    """The requirements of the plan that leave something open."""
    return _with("duties:plan", open=1)


def fulfilling(record_id: int) -> str:
    """The record that fulfilled a duty."""
    return reverse("duties:record", args=[record_id])


def decisions() -> str:
    """待定事项."""
    return reverse("intake:decisions")


def intake(pk: int) -> str:
    """One intake: what its check met, and the confirmation."""
    return reverse("intake:show", args=[pk])


def unit_board(organ_id: int) -> str:
    """The board of one unit's organisations."""
    return reverse("home:unit_board", args=[organ_id])


def board(**filters: object) -> str:
    """The board, narrowed by group and state."""
    return _with("home:board", **filters)


def terms(state: str) -> str:
    """The list of terms, narrowed to a state."""
    return _with("elections:terms", state=state)


def term_step(pk: int, task: str) -> str:
    """The form that records the notice or the request about an organisation's term."""
    return reverse(f"elections:{task}", args=[pk])


def _with(name: str, **query: object) -> str:
    asked = [_pair(key, str(value)) for key, value in query.items() if value not in (None, "")]
    return f"{_path(name)}?{'&'.join(asked)}" if asked else _path(name)


@cache
def _path(name: str) -> str:
    """The address of a page without arguments: a board asks for the same one in each of its cells."""
    return reverse(name)


@lru_cache(maxsize=4_096)
def _pair(key: str, value: str) -> str:
    return urlencode({key: value})
