"""One organisation as its page shows it: both superiors, figures, setting, what is beneath, its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS, Kind, LeadershipSystem, Leading, Nature
from heli.orgs.models import Event, Organisation, OrganisationVersion
from heli.orgs.queries import past
from heli.orgs.queries.changes import events_of
from heli.orgs.queries.history import as_of
from heli.orgs.queries.past import organisation_as_of
from heli.orgs.queries.setting import setting_of
from heli.orgs.queries.tree import Node, child_counts, terms_of
from heli.orgs.rules.setting import Term, term_of

MOST_BENEATH = 50


class Superior(NamedTuple):
    """One of the two superiors; `is_visible` says whether the reader may open its page."""

    organisation: Organisation
    is_visible: bool


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """`members` and `full` are of everything beneath, None where Heli knows no roster of it.

    `beneath` are the organisations that hang on it directly, of a leading body those that it leads directly;
    at most MOST_BENEATH of `beneath_total`.
    """

    organisation: Organisation
    parent: Superior | None
    leader: Superior | None
    members: int | None
    full: int | None
    ends_on: date | None
    term: Term
    faults: Sequence[Verdict]
    beneath: Sequence[Node]
    beneath_total: int
    led_total: int

    @property
    def leads(self) -> bool:
        return self.organisation.kind in LEADING_KINDS

    @property
    def has_roster(self) -> bool:
        """Whether members belong to it or to what is beneath it: a leading body has none of its own."""
        return not self.leads


def visible_organisation(pk: int, scope: Scope) -> Organisation:
    """The organisation, if `scope` covers it; NotFound otherwise, whether it exists or not."""
    found: Organisation | None = (
        Organisation.objects.visible_to(scope)
        .select_related("unit__function", "organ", "parent", "leader", "inner")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("organisation-not-found", "没有这个党组织，或它不在您的范围内。")
    return found


def organisation_page(pk: int, scope: Scope, on: date) -> OrganisationPage:
    """Everything that 概况 shows on a day; NotFound as `visible_organisation`. Seven queries at most."""
    organisation = visible_organisation(pk, scope)
    visible = Organisation.objects.visible_to(scope).live(on)
    members, full = _members(organisation, on)
    begins_on, ends_on = organisation.terms.order_by("-ends_on").values_list(
        "begins_on", "ends_on"
    ).first() or (None, None)
    term = term_of(organisation.kind, begins_on, ends_on, on)
    below = _beneath(organisation, visible)
    shown = list(below.select_related("unit").order_by("path")[: MOST_BENEATH + 1])
    return OrganisationPage(
        organisation=organisation,
        parent=_superior(organisation.parent, scope),
        leader=_superior(organisation.leader, scope),
        members=members,
        full=full,
        ends_on=ends_on,
        term=term,
        faults=setting_of(organisation, on),
        beneath=_nodes(shown[:MOST_BENEATH], visible, on),
        beneath_total=len(shown) if len(shown) <= MOST_BENEATH else below.count(),
        led_total=visible.filter(leader=organisation).count() if organisation.kind in LEADING_KINDS else 0,
    )


def organisation_page_on(pk: int, scope: Scope, day: date) -> OrganisationPage:
    """概况 as it was on a past day, by the versions of that day. Setting is checked for today only, and
    members are counted by a higher package. Ten queries at most; NotFound where it did not stand then."""
    organisation = organisation_as_of(pk, scope, day)
    above = {one.pk for one in (organisation.parent, organisation.leader) if one is not None}
    seen = set(Organisation.objects.visible_to(scope).filter(pk__in=above).values_list("pk", flat=True))
    rows = as_of(day, scope)
    leads = organisation.kind in LEADING_KINDS
    below = rows.filter(leader=pk).exclude(parent__leader=pk) if leads else rows.filter(parent=pk)
    shown = past.shown(below.select_related(*past.RELATED).order_by("path")[: MOST_BENEATH + 1])
    numbers, terms = child_counts(rows, shown), past.terms_on([organisation, *shown], day)
    return OrganisationPage(
        organisation=organisation,
        parent=_then(organisation.parent, seen),
        leader=_then(organisation.leader, seen),
        members=None,
        full=None,
        ends_on=None,
        term=terms[pk],
        faults=(),
        beneath=[Node(one, 1, numbers.get(one.pk, 0), False, terms[one.pk]) for one in shown[:MOST_BENEATH]],
        beneath_total=len(shown) if len(shown) <= MOST_BENEATH else below.count(),
        led_total=rows.filter(leader=pk).count() if leads else 0,
    )


def _then(organisation: Organisation | None, seen: set[int]) -> Superior | None:
    return None if organisation is None else Superior(organisation, organisation.pk in seen)


def _superior(organisation: Organisation | None, scope: Scope) -> Superior | None:
    return None if organisation is None else Superior(organisation, scope.covers(organisation))


def _members(organisation: Organisation, on: date) -> tuple[int | None, int | None]:
    """Members and full members of the subtree; None where no roster was loaded, for zero would be a claim."""
    if organisation.kind in LEADING_KINDS:
        return None, None
    if organisation.kind in BRANCH_KINDS:
        members, full = organisation.member_count, organisation.full_count
    else:
        sums = (
            Organisation.objects.live(on)
            .under(organisation.path)
            .aggregate(members=Sum("member_count"), full=Sum("full_count"))
        )
        members, full = sums["members"] or 0, sums["full"] or 0
    return (members, full) if members else (None, None)


def _beneath(organisation: Organisation, visible: QuerySet[Organisation]) -> QuerySet[Organisation]:
    if organisation.kind not in LEADING_KINDS:
        return visible.filter(parent=organisation)
    return visible.filter(leader=organisation).exclude(parent__leader=organisation)


def _nodes(shown: list[Organisation], visible: QuerySet[Organisation], on: date) -> list[Node]:
    numbers, terms = child_counts(visible, shown), terms_of(shown, on)
    return [Node(one, 1, numbers.get(one.pk, 0), False, terms[one.pk]) for one in shown]


class Step(NamedTuple):
    """One step of 沿革: a version, the event that made it, or an event that made none, such as a closing.

    `changes` are (label, before, after), nothing for the first version; `until` is the version's last day,
    None while it is in force. `undone_by` is the event that undid this one.
    """

    day: date
    version: OrganisationVersion | None
    event: Event | None
    changes: Sequence[tuple[str, str, str]] = ()
    is_first: bool = False
    until: date | None = None
    undone_by: Event | None = None

    def is_of(self, day: date) -> bool:
        """Whether its version was in force on a day."""
        return self.version is not None and self.day <= day and (self.until is None or day <= self.until)


def history(organisation: Organisation) -> list[Step]:
    """Its versions and the events that it took part in, the latest first: three queries."""
    versions = organisation.versions.select_related("unit", "organ", "parent", "leader", "event")
    steps: list[Step] = []
    before: OrganisationVersion | None = None
    for version in versions.order_by("valid_from"):
        changes = [] if before is None else _changes(before, version)
        until = version.valid_to - timedelta(days=1) if version.valid_to else None
        steps.append(Step(version.valid_from, version, version.event, changes, before is None, until))
        before = version
    told = {step.event.pk for step in steps if step.event is not None}
    steps += [Step(one.happened_on, None, one) for one in events_of(organisation) if one.pk not in told]
    undone = {
        one.undoes_id: one
        for one in Event.objects.filter(undoes__in=[step.event.pk for step in steps if step.event])
    }
    steps = [step._replace(undone_by=undone.get(step.event.pk)) if step.event else step for step in steps]
    return sorted(steps, key=lambda step: (step.day, step.event.pk if step.event else 0), reverse=True)


def _changes(before: OrganisationVersion, after: OrganisationVersion) -> list[tuple[str, str, str]]:
    was, now = _told(before), _told(after)
    return [(label, was[label], now[label]) for label in now if was[label] != now[label]]


def _told(version: OrganisationVersion) -> dict[str, str]:
    return {
        "名称": version.name,
        "组织类别": Kind(version.kind).label,
        "隶属": version.parent.name if version.parent else "无",
        "领导": version.leader.name if version.leader else "无",
        "领导关系": Leading(version.leading).label if version.leader else "无",
        "所在单位": version.unit.name,
        "所属机关": version.organ.name,
        "单位性质": Nature(version.nature).label,
        "领导体制": LeadershipSystem(version.system).label,
    }
