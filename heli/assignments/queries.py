"""Reads of 设岗定责: numbers by branch, a branch's assignments, titles without names, one's own."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.assignments import rules
from heli.assignments.catalogue import AssignmentKind, Phase
from heli.assignments.models import Assignment
from heli.assignments.rules import Entered, Span
from heli.kernel.errors import NotFound
from heli.members.models import Belonging
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation


class Line(NamedTuple):
    """One branch in numbers: its members of the day, and how many of them have a post or a task."""

    organisation: int
    name: str
    members: int
    assigned: int


class Person(NamedTuple):
    """A member of a branch, by primary key and name."""

    member: int
    name: str


class Title(NamedTuple):
    """A post or task of a branch and how many of its members answer for it; no name."""

    kind: AssignmentKind
    title: str
    people: int


class Held(NamedTuple):
    """An assignment as it stands; `left_on` is the first day on which its member was not in the branch."""

    assignment: Assignment
    phase: Phase
    left_on: date | None


def branches(scope: Scope, today: date, words: str = "") -> QuerySet[Organisation]:
    """The branches in sight that have members, in the order of the tree; `words` narrow by name."""
    found: QuerySet[Organisation] = Organisation.objects.visible_to(scope).live(today).branches()
    if words:
        found = found.filter(Q(name__contains=words) | Q(initials__startswith=words.lower()))
    return found.filter(member_count__gt=0).order_by("path")


def lines(found: QuerySet[Organisation], today: date) -> list[Line]:
    """The branches in numbers, in the order of the tree: one query."""
    has_one = Assignment.objects.running(today).filter(
        organisation=OuterRef("organisation"), member=OuterRef("member")
    )
    rows = Belonging.objects.valid(today).filter(organisation__in=found.order_by().values("pk"))
    counted = (
        rows.annotate(assigned=Exists(has_one))
        .values("organisation", name=F("organisation__short_name"), path=F("organisation__path"))
        .annotate(members=Count("pk"), having=Count("pk", filter=Q(assigned=True)))
        .order_by("path")
    )
    return [Line(one["organisation"], one["name"], one["members"], one["having"]) for one in counted]


def lines_of(found: Iterable[Organisation], today: date) -> list[Line]:
    """The numbers of some branches, such as those of a page: one query."""
    return lines(Organisation.objects.filter(pk__in=[one.pk for one in found]), today)


def line_of(branch: Organisation, today: date) -> Line:
    """The numbers of one branch, zero where it has no members: one query."""
    found = lines_of([branch], today)
    return found[0] if found else Line(branch.pk, branch.short_name, 0, 0)


def running(branch: Organisation, today: date) -> QuerySet[Assignment]:
    """What a branch has assigned and not ended, by title and name."""
    found: QuerySet[Assignment] = Assignment.objects.running(today).filter(organisation=branch)
    return found.select_related("member").order_by("kind", "title", "member__initials", "member__name", "pk")


def past(branch: Organisation, today: date) -> QuerySet[Assignment]:
    """What a branch has ended or taken back, the latest first."""
    found: QuerySet[Assignment] = Assignment.objects.past(today).filter(organisation=branch)
    return found.select_related("member").order_by("-begins_on", "-pk")


def own(member: int) -> QuerySet[Assignment]:
    """The standing assignments of one member in whatever branch, the latest first."""
    found: QuerySet[Assignment] = Assignment.objects.standing().filter(member=member)
    return found.select_related("organisation").order_by("-begins_on", "-pk")


def as_held(found: Iterable[Assignment], today: date) -> list[Held]:
    """Each with how it stands: one query for when the members left."""
    rows = list(found)
    left = _left({one.pk for one in rows})
    return [Held(one, rules.phase(span(one), left.get(one.pk), today), left.get(one.pk)) for one in rows]


def span(one: Assignment) -> Span:
    """Its days as the rules weigh them."""
    return Span(one.begins_on, one.ends_on, one.ended_at is not None, one.withdrawn_at is not None)


def last_day(one: Assignment, today: date) -> date:
    """The day that is proposed as its last: today, or the last one of its member in the branch."""
    left_on = _left([one.pk]).get(one.pk)
    return today if left_on is None or left_on > today else left_on - timedelta(days=1)


def _left(assignments: Collection[int]) -> dict[int, date | None]:
    """By assignment the day from which its member belonged to the branch no more, None while he does."""
    there = Belonging.objects.filter(member=OuterRef("member"), organisation=OuterRef("organisation"))
    last = there.order_by("-valid_from").values("valid_to")[:1]
    rows = Assignment.objects.filter(pk__in=assignments).annotate(left_on=Subquery(last))
    return dict(rows.values_list("pk", "left_on"))


def titles(branch: Organisation, today: date) -> list[Title]:
    """The posts and tasks of a branch with how many of its members of the day answer for each: one query."""
    there = Belonging.objects.valid(today).filter(member=OuterRef("member"), organisation=branch)
    rows = Assignment.objects.running(today).filter(Exists(there), organisation=branch)
    counted = Counter(rows.order_by("kind", "title").values_list("kind", "title"))
    return [Title(AssignmentKind(kind), title, people) for (kind, title), people in counted.items()]


def people_of(branch: Organisation, on: date) -> list[Person]:
    """The members of a branch on a day by name: one query."""
    found = Belonging.objects.valid(on).filter(organisation=branch)
    rows = found.order_by("member__initials", "member__name", "member")
    return [Person(*row) for row in rows.values_list("member", "member__name")]


def titles_used(branch: Organisation) -> list[str]:
    """Titles that the branch has given, so that the same is written the same way."""
    used = Assignment.objects.standing().filter(organisation=branch).order_by("title")
    return list(used.values_list("title", flat=True).distinct())


def holding(branch: Organisation, entered: Entered) -> list[str]:
    """The names of those among the entered who have the same title at some time of the same days."""
    same = Assignment.objects.standing().filter(
        Q(ends_on=None) | Q(ends_on__gte=entered.begins_on),
        organisation=branch,
        title=entered.title,
        member__in=entered.members,
    )
    if entered.ends_on is not None:
        same = same.filter(begins_on__lte=entered.ends_on)
    return list(same.order_by("member__initials", "pk").values_list("member__name", flat=True))


def seen_branch(actor: Actor, pk: int) -> Organisation:
    """A branch whose roster the actor sees. NotFound for any other organisation."""
    found = visible_organisation(pk, actor.require(Permission.MEMBER_SEE))
    if not found.is_branch:
        raise NotFound("no-branch", f"设岗定责由党支部登记，{found.get_kind_display()}没有。")
    return found


def kept_branch(actor: Actor, pk: int) -> Organisation:
    """A branch for which the actor enters. NotFound for none in sight, NotAllowed for another's."""
    found = seen_branch(actor, pk)
    rules.may_keep(actor, found).require()
    return found


def kept_assignment(actor: Actor, pk: int) -> Assignment:
    """An assignment of a branch for which the actor enters, errors as for the branch."""
    seen = Assignment.objects.visible_to(actor.require(Permission.MEMBER_SEE))
    found: Assignment | None = seen.select_related("organisation", "member").filter(pk=pk).first()
    if found is None:
        raise NotFound("assignment-not-found", "没有这项设岗定责，或它不在您的范围内。")
    rules.may_keep(actor, found.organisation).require()
    return found
