"""One duty as its page shows it; what is waived or extended; the windows of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.scope import Scope
from heli.duties.catalogue import PERIOD_OF, RECORD_KINDS, Cadence, Dispensing
from heli.duties.models import (
    Dispensation,
    Fulfilment,
    Plan,
    Record,
    Requirement,
    RequirementKind,
    Window,
)
from heli.duties.queries.listing import Duty, duty_of
from heli.duties.rules import judging
from heli.duties.rules.kinds import kind_name
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.kernel.verdict import Verdict, all_of
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation


@dataclass(frozen=True, slots=True)
class DutyPage:
    """One duty with all that stands behind it; `granted` has what was taken back, too, newest first."""

    organisation: Organisation
    requirement: Requirement
    duty: Duty
    records: Sequence[Record]
    granted: Sequence[Dispensation]

    @property
    def dispensation(self) -> Dispensation | None:
        """The waiver or extension in force."""
        return next((one for one in self.granted if one.revoked_at is None), None)


def duty_page(organisation: int, requirement: int, period: int, scope: Scope, today: date) -> DutyPage:
    """One duty of an organisation in `scope`; NotFound for anything else."""
    held = visible_organisation(organisation, scope)
    asked = Requirement.objects.visible_to(scope).select_related("plan").filter(pk=requirement).first()
    if asked is None:
        raise NotFound("requirement-unknown", "没有这个责任条目，可能地址不完整。请从应办清单进入。")
    answered = Fulfilment.objects.filter(
        requirement=asked, organisation=held, year=asked.plan.year, period=period
    )
    return DutyPage(
        organisation=held,
        requirement=asked,
        duty=duty_of(asked, held, period, today),
        records=list(Record.objects.filter(pk__in=answered.values("record")).order_by("happened_on", "pk")),
        granted=list(
            Dispensation.objects.filter(requirement=asked, organisation=held, period=period).order_by(
                "-granted_at", "-pk"
            )
        ),
    )


def may_dispense(actor: Actor, found: DutyPage) -> Verdict:
    """Whether the reader may waive or extend this duty, with the reason where he may not."""
    duty = found.duty
    open_still = Verdict.yes()
    if duty.state in judging.DONE:
        open_still = Verdict.no("这一项已经完成，不需要免除或延期。", code="done-already")
    elif found.dispensation is not None:
        open_still = Verdict.no("已经办理过免除或延期；要改的，先撤销原来的。", code="dispensed-already")
    return all_of(
        actor.may(Permission.DUTY_DISPENSE, found.organisation),
        judging.is_not_own(actor, found.organisation.pk),
        open_still,
    )


def dispensation(pk: int, scope: Scope) -> Dispensation:
    """One that `scope` covers; NotFound (`dispensation-unknown`) otherwise."""
    rows = Dispensation.objects.visible_to(scope).select_related("requirement__plan", "organisation")
    found: Dispensation | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("dispensation-unknown", "没有这一项免除或延期，或不在您的范围内。请从应办清单进入。")
    return found


class Granted(NamedTuple):
    """A waiver or extension in force, with its period in words, and whether the extended day is past."""

    one: Dispensation
    period: str
    ended: bool


def in_force(scope: Scope, year: int, today: date) -> list[Granted]:
    """What is waived or extended of a year's duties, by organisation. One query."""
    rows = (
        Dispensation.objects.in_force()
        .visible_to(scope)
        .filter(requirement__plan__year=year)
        .select_related("requirement", "organisation")
        .order_by("organisation__path", "requirement__number", "period")
    )
    return [
        Granted(one, _period(one, year), one.kind == Dispensing.EXTENSION and (one.until or today) < today)
        for one in rows
    ]


def _period(one: Dispensation, year: int) -> str:
    cadence = one.requirement.cadence
    if cadence not in PERIOD_OF:
        return "到期时"
    return Period(PERIOD_OF[cadence], year, one.period).name.removeprefix(f"{year}年") or "全年"


class Opened(NamedTuple):
    """A window, what it is for, and whether it is past."""

    one: Window
    name: str
    is_past: bool


def windows(scope: Scope, year: int, today: date) -> list[Opened]:
    """The windows of a year's plans, soonest to close first. One query."""
    rows = Window.objects.visible_to(scope).filter(plan__year=year).order_by("closes_on", "pk")
    return [Opened(one, kind_name(one.record_kind, today), one.closes_on < today) for one in rows]


def window(pk: int) -> Window:
    """One window; NotFound (`window-unknown`) where there is none."""
    found = Window.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("window-unknown", "没有这一条开展时限。请从开展时限页面进入。")
    return found


def plan_of(year: int) -> Plan:
    """The year's plan; NotFound (`plan-unknown`) before there is one."""
    found = Plan.objects.filter(year=year).order_by("pk").first()
    if found is None:
        raise NotFound(
            "plan-unknown", f"{year} 年还没有年度计划。请先编制或导入年度任务分解表，再登记开展时限。"
        )
    return found


def yearly_kinds(year: int, today: date) -> list[tuple[str, str]]:
    """The kinds of record that answer what the year's plans ask once a year: (id, name)."""
    asked = Requirement.objects.owed().of_year(year).filter(cadence=Cadence.YEAR)
    kinds = set(
        RequirementKind.objects.filter(requirement__in=asked).values_list("record_kind", flat=True).distinct()
    )
    return [(kind.id, kind.name) for kind in RECORD_KINDS().on(today) if kind.id in kinds]
