"""学时: from meetings and classes attended, in sets; by branch in numbers, by name for the branch itself."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from heli.accounts.actor import Scope
from heli.accounts.catalogue import COMMITTEE_OFFICES
from heli.duties.models import Record
from heli.kernel.errors import NotFound
from heli.members.models import Belonging, Member, Post
from heli.orglife.catalogue import Absence
from heli.orglife.models import Attendance
from heli.orgs.catalogue import UNRECORDED_KINDS
from heli.orgs.models import Organisation
from heli.study import rules
from heli.study.catalogue import ClassKind
from heli.study.models import ClassMember
from heli.study.rules import Earned, Goal

CHUNK = 500
_NOTHING = Earned(Decimal(0), 0)


class Person(NamedTuple):
    """A member of a branch, as far as it concerns his 学时: for his branch and himself."""

    member_id: int
    organisation_id: int
    officer: bool
    earned: Earned
    goal: Goal

    @property
    def reached(self) -> bool:
        return self.goal.met(self.earned)

    def might_reach(self, possible: Decimal) -> bool:
        """Whether it takes meetings of which no names are known to have reached it: unknown."""
        more = self.earned._replace(hours=self.earned.hours + possible)
        return not self.reached and self.goal.met(more)


@dataclass(slots=True)
class BranchLine:
    """A branch in numbers: members and officers, and how many of each have reached what the year asks.

    `unnamed` are meetings that would count and of which only numbers are known: who would have reached it
    with them (`possible` 学时) is unknown, not behind (ADR 5).
    """

    organisation: Organisation
    members: int = 0
    members_reached: int = 0
    officers: int = 0
    officers_reached: int = 0
    unknown: int = 0
    unnamed: int = 0
    possible: Decimal = Decimal(0)

    members_open: int = 0
    officers_open: int = 0

    def take(self, person: Person) -> None:
        """Count a member, after `unnamed` and `possible` are known."""
        unknown = person.might_reach(self.possible)
        behind = not person.reached and not unknown
        self.unknown += unknown
        if person.officer:
            self.officers += 1
            self.officers_reached += person.reached
            self.officers_open += behind
        else:
            self.members += 1
            self.members_reached += person.reached
            self.members_open += behind


class Meeting(NamedTuple):
    """A meeting of a branch of a kind that counts, with what it gives to whoever attended.

    One without `named` has numbers alone: who attended is not known, and nothing counts.
    """

    record: Record
    kind: str
    hours: Decimal
    stated: int | None
    named: bool


def branches(scope: Scope, today: date, words: str = "") -> QuerySet[Organisation]:
    """The branches in sight that have members, in the order of the tree."""
    found: QuerySet[Organisation] = Organisation.objects.visible_to(scope).live(today).branches()
    if words:
        found = found.filter(Q(name__contains=words) | Q(initials__startswith=words.lower()))
    return found.filter(member_count__gt=0).order_by("path")


def lines(found: Collection[Organisation], year: int, today: date) -> list[BranchLine]:
    """The branches in numbers, in the order given."""
    held = {one.pk: BranchLine(one) for one in found}
    for pk, number, hours in _unnamed(list(held), year, today):
        held[pk].unnamed += number
        held[pk].possible += hours
    for person in persons(list(held), year, today):
        held[person.organisation_id].take(person)
    return list(held.values())


def all_lines(scope: Scope, year: int, today: date, words: str = "") -> Iterator[BranchLine]:
    """Every branch in sight, CHUNK at a time: for the workbook."""
    found = list(branches(scope, today, words))
    for start in range(0, len(found), CHUNK):
        yield from lines(found[start : start + CHUNK], year, today)


def persons(organisations: Collection[int], year: int, today: date) -> list[Person]:
    """Who belongs to the branches on the year's last day (or today), with what it gave him. Four queries."""
    on = rules.last_day(year, today)
    there = Belonging.objects.valid(on).filter(organisation__in=organisations)
    places = dict(there.values_list("member_id", "organisation_id"))
    officers = set(officers_held(on).filter(member__in=places).values_list("member_id", flat=True))
    earned = _earned(places.keys(), year, today)
    rule = rules.rules_of(year)
    return [
        Person(
            member,
            place,
            member in officers,
            earned.get(member, _NOTHING),
            rule.goal(officer=member in officers),
        )
        for member, place in places.items()
    ]


def officers_held(on: date) -> QuerySet[Post]:
    """书记和班子成员 of 基层党组织: the 工委 is none."""
    held = Post.objects.held(on).filter(office__in=COMMITTEE_OFFICES).exclude(member=None)
    return held.exclude(organisation__kind__in=UNRECORDED_KINDS)


def _earned(members: Collection[int], year: int, today: date) -> dict[int, Earned]:
    """What a year gave, by member: two queries."""
    rule = rules.rules_of(year)
    hours: dict[int, Decimal] = defaultdict(Decimal)
    trainings: dict[int, int] = defaultdict(int)
    grouped = ("member_id", "record__kind", "record__study_minutes__minutes")
    met = attended(members, year, today).values(*grouped).annotate(times=Count("pk")).order_by(*grouped)
    for member, kind, stated, times in met.values_list(*grouped, "times"):
        hours[member] += rule.meeting(kind, stated) * times
    for member, kind, half_days, certified in (
        attended_classes(year, today)
        .filter(member__in=members)
        .values_list("member_id", "study_class__kind", "study_class__half_days", "study_class__hours")
    ):
        hours[member] += rule.of_class(kind, half_days, certified)
        trainings[member] += kind == ClassKind.TRAINING
    return {member: Earned(hours[member], trainings[member]) for member in hours}


def attended(members: Collection[int], year: int, today: date) -> QuerySet[Attendance]:
    """Attendances of the members that count. A part of a theme day counts with the day, not beside it.

    Day and part are asked as expressions, so that no index of meetings answers: led by one, SQLite begins at
    every meeting of the city (40 s a page) instead of at the attendances of these members.
    """
    day = Coalesce("record__happened_on", Value(date.min), output_field=DateField())
    return Attendance.objects.alias(day=day, whole=Coalesce("record__part_of_id", 0)).filter(
        member__in=members,
        absence=Absence.PRESENT,
        day__range=(date(year, 1, 1), rules.last_day(year, today)),
        whole=0,
        record__kind__in=list(rules.rules_of(year).meetings),
        record__withdrawn_at=None,
    )


def attended_classes(year: int, today: date) -> QuerySet[ClassMember]:
    return ClassMember.objects.filter(
        study_class__withdrawn_at=None,
        study_class__ends_on__range=(date(year, 1, 1), rules.last_day(year, today)),
    )


def _unnamed(organisations: Collection[int], year: int, today: date) -> Iterator[tuple[int, int, Decimal]]:
    """Meetings that count, without anybody by name: branch, how many, 学时 of them together. One query."""
    rule = rules.rules_of(year)
    grouped = ("organisation_id", "kind", "study_minutes__minutes")
    found = _meetings(year, today).filter(organisation__in=organisations).exclude(_NAMED)
    numbers = found.values(*grouped).annotate(number=Count("pk")).order_by(*grouped)
    for pk, kind, stated, number in numbers.values_list(*grouped, "number"):
        if hours := rule.meeting(kind, stated):
            yield pk, number, hours * number


def branch_members(organisation: Organisation, year: int, today: date) -> list[tuple[Member, Person]]:
    """The branch's members with their 学时, by name: for its own officers. Five queries."""
    held = {one.member_id: one for one in persons([organisation.pk], year, today)}
    members = Member.objects.filter(pk__in=held).order_by("initials", "name", "pk")
    return [(one, held[one.pk]) for one in members]


_NAMED = Exists(Attendance.objects.filter(record=OuterRef("pk")))


def _meetings(year: int, today: date) -> QuerySet[Record]:
    days = date(year, 1, 1), rules.last_day(year, today)
    kinds = list(rules.rules_of(year).meetings)
    whole = Record.objects.standing().alias(whole=Coalesce("part_of_id", 0)).filter(whole=0)
    return whole.filter(happened_on__range=days, kind__in=kinds)


def stated_minutes(record: Record) -> int | None:
    stated = getattr(record, "study_minutes", None)
    return None if stated is None else int(stated.minutes)


def meetings(organisation: Organisation, year: int, today: date) -> QuerySet[Record]:
    """The branch's meetings of the year of the kinds that count, the latest first."""
    found = _meetings(year, today).filter(organisation=organisation).annotate(named=_NAMED)
    return found.select_related("study_minutes").order_by("-happened_on", "-pk")


def counted_meetings(found: Collection[Record], year: int) -> list[Meeting]:
    """What each of the meetings gives; no query."""
    rule = rules.rules_of(year)
    return [
        Meeting(
            one,
            rule.meetings[one.kind].name,
            rule.meeting(one.kind, stated_minutes(one)),
            stated_minutes(one),
            bool(one.named),  # type: ignore[attr-defined] # annotated by `meetings`
        )
        for one in found
    ]


def meeting_seen(pk: int, scope: Scope) -> Record:
    """A standing meeting of an organisation in `scope`, to state its minutes; NotFound otherwise."""
    found: Record | None = (
        Record.objects.standing()
        .visible_to(scope)
        .select_related("organisation", "study_minutes")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("record-not-found", "没有这次会议，或它已作废、不在您的范围内。")
    return found
