"""The four checks of a 机构改革 (S004-21), asked of today's rows whenever one looks; a list to work off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.duties.catalogue import RECORD_KINDS, RecordForm, RequirementState
from heli.duties.models import Record, RequirementOwner, Source
from heli.members.models import Member, Post
from heli.orgs.catalogue import BRANCH_KINDS
from heli.orgs.models import EventPart, Organisation, OrganisationQuerySet, Unit
from heli.reorganisation.catalogue import MEETING_GAP_DAYS, Check


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked at: organisations of `scope` (members by `members`), of one organ, or of one batch."""

    scope: Scope
    members: Scope
    on: date
    organ: int | None = None
    batch: int | None = None

    def organisations(self) -> OrganisationQuerySet:
        return self._narrowed(Organisation.objects.visible_to(self.scope))

    def of_members(self) -> OrganisationQuerySet:
        return self._narrowed(Organisation.objects.visible_to(self.members))

    def _narrowed(self, found: OrganisationQuerySet) -> OrganisationQuerySet:
        if self.organ:
            found = found.filter(organ=self.organ)
        if self.batch:
            found = found.filter(
                pk__in=EventPart.objects.filter(event__batch=self.batch).values("organisation")
            )
        return found


class Finding(NamedTuple):
    """One thing to work off: where it is, and what is amiss. `requirement` is set for a duty."""

    organisation_id: int
    organisation: str
    organ: str
    words: str
    requirement: int | None = None


def findings(check: Check, looking: Looking) -> QuerySet[Any]:
    """The rows of one check in the order of the tree; `finding` tells each."""
    match check:
        case Check.MEMBERS:
            return _in_order(Member.objects.present().filter(organisation__in=_no_branch(looking)))
        case Check.DUTIES:
            return _in_order(_unowned(looking))
        case Check.SECRETARIES:
            return _without_secretary(looking).select_related("organ").order_by("path")
        case Check.MEETINGS:
            return _without_meeting(looking).select_related("organ").order_by("path")


def finding(check: Check, row: Any) -> Finding:
    """One row in words."""
    if isinstance(row, Organisation):
        words = (
            "没有任职中的书记" if check is Check.SECRETARIES else f"近 {MEETING_GAP_DAYS} 天没有组织生活记录"
        )
        return Finding(row.pk, row.short_name, row.organ.name, words)
    one = row.organisation
    if isinstance(row, Member):
        where = "已撤销的组织" if one.closed_on is not None else f"{one.get_kind_display()}，没有编入党支部"
        words = f"{row.name}的组织关系仍在{where}"
        return Finding(one.pk, one.short_name, one.organ.name, words)
    words = f"第 {row.requirement.number} 项“{row.requirement.measure}”由已撤销的组织承担，没有承接组织"
    return Finding(one.pk, one.short_name, one.organ.name, words, row.requirement_id)


def _in_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    related = ["organisation__organ"]
    if rows.model is not Member:
        related.append("requirement")
    return rows.select_related(*related).order_by("organisation__path", "pk")


def _no_branch(looking: Looking) -> OrganisationQuerySet:
    """Organisations that no member should belong to: closed ones, and branches that were raised."""
    gone = Q(closed_on__lte=looking.on) | ~Q(kind__in=BRANCH_KINDS)
    return looking.of_members().filter(gone)


def _unowned(looking: Looking) -> QuerySet[RequirementOwner]:
    """Named owners of this year's plan that are closed and that nobody follows."""
    gone = looking.organisations().filter(closed_on__lte=looking.on)
    return RequirementOwner.objects.filter(
        organisation__in=gone,
        until=None,
        requirement__state=RequirementState.ACTIVE,
        requirement__plan__year=looking.on.year,
    )


def _without_secretary(looking: Looking) -> OrganisationQuerySet:
    held = Post.objects.held(looking.on).filter(organisation=OuterRef("pk"), office=Office.SECRETARY)
    return looking.organisations().live(looking.on).branches().filter(~Exists(held))


def _without_meeting(looking: Looking) -> OrganisationQuerySet:
    """Live branches that are old enough, whose kind has a source of meetings, without one for a quarter."""
    since = looking.on - timedelta(days=MEETING_GAP_DAYS)
    kinds = [one.id for one in RECORD_KINDS().on(looking.on) if one.form is RecordForm.MEETING]
    sourced = Source.objects.filter(record_kind__in=kinds, since__lte=since).values("org_kind")
    met = Record.objects.standing().filter(
        organisation=OuterRef("pk"), kind__in=kinds, happened_on__gt=since, happened_on__lte=looking.on
    )
    old = Q(founded_on=None) | Q(founded_on__lte=since)
    branches = looking.organisations().live(looking.on).branches()
    return branches.filter(old, kind__in=sourced).filter(~Exists(met))


class UnitLine(NamedTuple):
    """The numbers of one unit, in the order of `Check`."""

    organ: Unit
    numbers: Mapping[Check, int]


def by_unit(looking: Looking) -> list[UnitLine]:
    """The units where anything is amiss, the most first, each with its four numbers: five queries."""
    numbers: dict[int, dict[Check, int]] = {}
    for check in Check:
        rows = findings(check, looking).order_by()
        field = "organ" if rows.model is Organisation else "organisation__organ"
        for organ, number in rows.values_list(field).annotate(number=Count("pk")):
            numbers.setdefault(organ, dict.fromkeys(Check, 0))[check] = number
    units = Unit.objects.in_bulk(list(numbers))
    lines = [UnitLine(units[organ], found) for organ, found in numbers.items()]
    return sorted(lines, key=lambda line: (-sum(line.numbers.values()), line.organ.name))


def told(check: Check, looking: Looking) -> Iterator[Finding]:
    """Every finding of one check, for a workbook."""
    return (finding(check, row) for row in findings(check, looking).iterator(chunk_size=2_000))
