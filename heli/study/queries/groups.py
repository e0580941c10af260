"""理论学习中心组: which bodies met in which quarter, and one of them with its sessions (R15-03)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.duties.models import Record, Source
from heli.members.models import Post
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.study import rules
from heli.study.catalogue import GROUP_STUDY
from heli.study.models import StudyPlan
from heli.study.rules import Quarter

GROUP_KINDS = (Kind.PARTY_GROUP, Kind.LEADING_COMMITTEE, Kind.LEADING_BODY)


class GroupLine(NamedTuple):
    """A body's year: its four quarters, the quarters that are missing in words, whether it has a plan."""

    organisation: Organisation
    quarters: Sequence[Quarter]
    lacking: str
    sessions: int
    has_plan: bool


@dataclass(frozen=True, slots=True)
class GroupPage:
    """`leader` is the 组长, the body's secretary; attendance in numbers, never by name."""

    line: GroupLine
    sessions: Sequence[Record]
    leader: str


def groups(scope: Scope, today: date, words: str = "") -> QuerySet[Organisation]:
    """The leading bodies in sight, in the order of the tree."""
    found: QuerySet[Organisation] = Organisation.objects.visible_to(scope).live(today)
    if words:
        found = found.filter(Q(name__contains=words) | Q(initials__startswith=words.lower()))
    return found.filter(kind__in=GROUP_KINDS).order_by("path")


def group_lines(found: Collection[Organisation], year: int, today: date) -> list[GroupLine]:
    """Three queries, however many bodies."""
    days: dict[int, list[date]] = defaultdict(list)
    for pk, day in (
        _sessions(year, today).filter(organisation__in=found).values_list("organisation_id", "happened_on")
    ):
        days[pk].append(day)
    since = dict(Source.objects.filter(record_kind=GROUP_STUDY).values_list("org_kind", "since"))
    plans = StudyPlan.objects.filter(organisation__in=found, year=year)
    planned = set(plans.values_list("organisation_id", flat=True))
    lines = []
    for one in found:
        held = rules.quarters(days[one.pk], year, today, since=since.get(one.kind), founded_on=one.founded_on)
        lines.append(GroupLine(one, held, rules.lacking(held), len(days[one.pk]), one.pk in planned))
    return lines


def group_page(organisation: Organisation, year: int, today: date) -> GroupPage:
    """One body's year with its sessions: five queries."""
    (line,) = group_lines([organisation], year, today)
    sessions = _sessions(year, today).filter(organisation=organisation).order_by("happened_on", "pk")
    leaders = Post.objects.held(today).filter(organisation=organisation, office=Office.LEAD_SECRETARY)
    leader = leaders.order_by("valid_from", "pk").values_list("name", flat=True).first() or ""
    return GroupPage(line, list(sessions), leader)


def _sessions(year: int, today: date) -> QuerySet[Record]:
    days = date(year, 1, 1), rules.last_day(year, today)
    return Record.objects.standing().filter(kind=GROUP_STUDY, happened_on__range=days)
