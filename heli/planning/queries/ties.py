"""Business tied to tasks of the plan, and the four together (四同)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.scope import Scope
from heli.duties.models import Record, Requirement
from heli.duties.rules.kinds import kind_name
from heli.kernel.errors import NotFound
from heli.orgs.models import Organisation
from heli.planning.models import Tie

STEPS = (("planned", "同谋划"), ("deployed", "同部署"), ("advanced", "同推进"), ("assessed", "同考核"))
A_LIST = 200
"""How many records of the year are offered to show a step by."""


@dataclass(frozen=True, slots=True)
class Row:
    """A tie with its four steps: (code, name, the record that shows it or None)."""

    one: Tie
    steps: Sequence[tuple[str, str, Record | None]]

    @property
    def done(self) -> int:
        return sum(record is not None for _, _, record in self.steps)


def of_year(scope: Scope, year: int, requirement: int | None = None) -> list[Row]:
    """The ties of a year's tasks of the organisations in `scope`, those with gaps first. One query."""
    found = (
        Tie.objects.visible_to(scope)
        .filter(untied_at=None, requirement__plan__year=year)
        .select_related("requirement", "organisation", *(code for code, _ in STEPS))
        .order_by("requirement__number", "organisation__path", "pk")
    )
    if requirement is not None:
        found = found.filter(requirement=requirement)
    rows = [Row(one, [(code, name, getattr(one, code)) for code, name in STEPS]) for one in found]
    return sorted(rows, key=lambda row: row.done)


def tie(pk: int, scope: Scope) -> Tie:
    """One tie in `scope`; NotFound (`tie-unknown`) otherwise."""
    found: Tie | None = (
        Tie.objects.visible_to(scope)
        .select_related("requirement__plan", "organisation")
        .filter(pk=pk, untied_at=None)
        .first()
    )
    if found is None:
        raise NotFound("tie-unknown", "没有这一项关联，或不在您的范围内。请从“四同”页面进入。")
    return found


def offered_records(organisation: Organisation, year: int, today: date) -> list[tuple[int, str]]:
    """Records of an organisation that may show a step: (primary key, words), newest first."""
    found = Record.objects.standing().filter(organisation=organisation, happened_on__year=year)
    return [
        (one.pk, f"{one.happened_on} {kind_name(one.kind, today)} {one.topic}")
        for one in found.order_by("-happened_on", "-pk")[:A_LIST]
    ]


def offered_requirements(year: int) -> list[tuple[int, str]]:
    """The year's tasks: (primary key, words)."""
    found = Requirement.objects.owed().of_year(year).order_by("plan", "number")
    return [(one.pk, f"{one.number}. {one.measure}") for one in found]


def offered_organisations(scope: Scope, today: date) -> list[tuple[int, str]]:
    """Where the reader may tie something."""
    found = Organisation.objects.live(today).visible_to(scope).order_by("path")
    return [(one.pk, one.short_name) for one in found]
