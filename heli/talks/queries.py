"""Reads of 谈心谈话: the people of a branch, its coverage and talks, numbers by branch, one's own talks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import COMMITTEE_OFFICES, Office, Permission
from heli.duties.models import Record
from heli.kernel.errors import NotFound
from heli.members.models import Belonging, Member, Post
from heli.orgs.catalogue import BRANCH_KINDS
from heli.orgs.models import Organisation
from heli.talks import rules
from heli.talks.catalogue import HEART_TALK, NUMBERS
from heli.talks.models import Talk, Talker
from heli.talks.rules import Coverage, Pair, Person, coverage


class Line(NamedTuple):
    """One branch in numbers: its members of the day, and how many of them it has talked with."""

    organisation: int
    name: str
    members: int
    talked: int

    @property
    def open(self) -> int:
        return self.members - self.talked


class OpenItem(NamedTuple):
    """What waits for the officers of a branch: how many it has not talked with, until the year's last day."""

    organisation: Organisation
    untalked: int
    due_on: date


@dataclass(frozen=True, slots=True)
class BranchPage:
    """A branch in a year, for its officers. `birthdays`: who joined in the month of today, by the day."""

    people: tuple[Person, ...]
    coverage: Coverage
    record: Record | None
    birthdays: tuple[Member, ...]


def times_a_year(on: date) -> int:
    """How often each member is talked with in a year (R01-24)."""
    return NUMBERS().get("talks-a-year", on).number


def last_day(year: int, today: date) -> date:
    """The day on which a year is looked at: today, or its last."""
    return min(today, date(year, 12, 31))


def people_of(branch: Organisation, on: date) -> tuple[Person, ...]:
    """The members of a branch on a day by name, with who is an officer: two queries."""
    posts = (
        Post.objects.held(on).filter(organisation=branch, office__in=COMMITTEE_OFFICES).exclude(member=None)
    )
    held: dict[int, list[Office]] = {}
    for member, office in posts.order_by("valid_from", "pk").values_list("member", "office"):
        held.setdefault(member or 0, []).append(Office(office))
    found = (
        Belonging.objects.valid(on)
        .filter(organisation=branch)
        .order_by("member__initials", "member__name", "member")
    )
    return tuple(
        Person(pk, name, initials, pk in held, "、".join(str(one.label) for one in held.get(pk, ())))
        for pk, name, initials in found.values_list("member", "member__name", "member__initials")
    )


def coverage_of(branch: Organisation, year: int, today: date) -> Coverage:
    """What the standing talks of a year cover: three queries."""
    on = last_day(year, today)
    return _coverage(branch, people_of(branch, on), year, on)


def _coverage(branch: Organisation, people: Collection[Person], year: int, on: date) -> Coverage:
    talks = Talk.objects.standing().of_year(year).filter(organisation=branch)
    rows = (
        Talker.objects.filter(talk__in=talks)
        .order_by("talk", "-leads", "pk")
        .values_list("talk", "member", "leads")
    )
    leads = {talk: member for talk, member, first in rows if first}
    pairs = [Pair(leads[talk], member) for talk, member, first in rows if not first]
    return coverage(people, pairs, times_a_year(on))


def record_of_year(branch: Organisation, year: int) -> Record | None:
    """The latest record of 谈心谈话 that counts in a year, however it was entered."""
    found = Record.objects.fulfilling().counting_in([year]).filter(organisation=branch, kind=HEART_TALK)
    return found.order_by("-happened_on", "-pk").first()


def branch_page(branch: Organisation, year: int, today: date) -> BranchPage:
    """Everything of a branch's page but the talks themselves: five queries."""
    on = last_day(year, today)
    people = people_of(branch, on)
    joined = Member.objects.present().filter(organisation=branch, joined_on__month=today.month)
    return BranchPage(
        people,
        _coverage(branch, people, year, on),
        record_of_year(branch, year),
        tuple(
            sorted(joined, key=lambda one: (one.joined_on.day if one.joined_on else 0, one.initials, one.pk))
        ),
    )


def talks_of(branch: Organisation, year: int) -> QuerySet[Talk]:
    """The talks of a year with who took part, the latest first; those taken back too."""
    found = Talk.objects.filter(organisation=branch).of_year(year).select_related("record")
    return found.prefetch_related(_talkers()).order_by("-held_on", "-pk")


def own_talks(member: int) -> QuerySet[Talk]:
    """The standing talks that one member took part in, the latest first."""
    found = Talk.objects.standing().filter(talkers__member=member).select_related("organisation")
    return found.prefetch_related(_talkers()).order_by("-held_on", "-pk")


def _talkers() -> "Prefetch[str, QuerySet[Talker], str]":
    told = Talker.objects.select_related("member").order_by(
        "-leads", "member__initials", "member__name", "pk"
    )
    return Prefetch("talkers", queryset=told)


def with_whom(talk: Talk, member: int) -> list[str]:
    """With whom one member talked: whoever led sees all whom he talked with, each of them only him."""
    talkers = list(talk.talkers.all())
    if any(one.leads and one.member_id == member for one in talkers):
        return [one.member.name for one in talkers if not one.leads]
    return [one.member.name for one in talkers if one.leads]


def is_known(branch: Organisation, entered: rules.Entered) -> bool:
    """Whether the same talk stands already: day, kind, who led, and with whom."""
    same = Talk.objects.standing().filter(organisation=branch, kind=entered.kind, held_on=entered.held_on)
    wanted = {entered.leads, *entered.others}
    for talk in same.filter(talkers__member=entered.leads, talkers__leads=True).prefetch_related("talkers"):
        if {one.member_id for one in talk.talkers.all()} == wanted:
            return True
    return False


def kept_branch(actor: Actor, pk: int) -> Organisation:
    """A branch whose talks the actor keeps. NotFound for none in sight, NotAllowed for another's."""
    branch = Organisation.objects.filter(pk=pk, kind__in=BRANCH_KINDS).first()
    keeps = branch is not None and rules.may_keep(actor, branch)
    if branch is None or (not keeps and not actor.may(Permission.ORGANISATION_SEE, branch)):
        raise NotFound("branch-not-found", "没有这个党支部，或它不在您的范围内。")
    rules.may_keep(actor, branch).require()
    return branch


def kept_talk(actor: Actor, pk: int) -> Talk:
    """A talk of a branch whose talks the actor keeps. NotFound for any other."""
    talk = Talk.objects.select_related("organisation", "record").filter(pk=pk).first()
    if talk is None or not rules.may_keep(actor, talk.organisation):
        raise NotFound("talk-not-found", "没有这次谈心谈话，或它不在您的范围内。")
    return talk


def kept_branches(actor: Actor) -> list[Organisation]:
    """The branches whose talks the actor keeps, in the order of the tree."""
    scope = actor.scope(Permission.TALK_KEEP)
    if scope.is_empty:
        return []
    kept = Organisation.objects.visible_to(scope).branches().filter(closed_on=None)
    return list(kept.order_by("path"))


def by_branch(scope: Scope, year: int, today: date) -> list[Line]:
    """The numbers of every branch in scope, in the order of the tree: one query.

    Counted of the members of the day, at least so many talks each; no name leaves the branch.
    """
    on = last_day(year, today)
    talked = (
        Talker.objects.filter(
            member=OuterRef("member"),
            talk__organisation=OuterRef("organisation"),
            talk__withdrawn_at=None,
            talk__held_on__range=(date(year, 1, 1), on),
        )
        .order_by()
        .values("member")
        .annotate(times=Coalesce(Count("talk"), 0))
        .values("times")
    )
    rows = Belonging.objects.valid(on).visible_to(scope).filter(organisation__kind__in=BRANCH_KINDS)
    counted = (
        rows.annotate(times=Subquery(talked, output_field=IntegerField()))
        .values("organisation", name=F("organisation__short_name"), path=F("organisation__path"))
        .annotate(members=Count("pk"), talked=Count("pk", filter=Q(times__gte=times_a_year(on))))
        .order_by("path")
    )
    return [Line(one["organisation"], one["name"], one["members"], one["talked"]) for one in counted]


def open_items(actor: Actor, today: date) -> list[OpenItem]:
    """For 今日要务: branches of the actor with members not talked with, from the month that is set."""
    if today.month < NUMBERS().get("remind-from-month", today).number:
        return []
    found = [(one, coverage_of(one, today.year, today)) for one in kept_branches(actor)]
    due_on = date(today.year, 12, 31)
    return [OpenItem(branch, len(told.untalked), due_on) for branch, told in found if told.untalked]
