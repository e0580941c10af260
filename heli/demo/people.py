"""What stands beside the rosters: second memberships, members of leading bodies and what they answer for."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import cycle
from math import ceil
from random import Random

from heli.accounts.catalogue import Office
from heli.demo.catalogue import Size
from heli.demo.forest import shared
from heli.demo.persons import Persons
from heli.kernel.action import Doer, action
from heli.members.catalogue import ResponsibilityKind
from heli.members.models import Member, Post, Responsibility, SecondMembership
from heli.orgs.catalogue import LEADING_KINDS, Dictionary, Kind
from heli.orgs.models import DictionaryEntry, Organisation, Unit

CHUNK = 1000
LEAD_MEMBERS = 3
FIELDS = ("综合", "业务", "人事", "财务", "法规", "信息化")
STAFF_A_MEMBER = 1.4
"""How many people work in an organ for each member of its own branches."""


@action
def fill_beside(*, size: Size, random: Random, by: Doer, at: datetime) -> None:
    """Write what a roster does not tell, in a constant number of statements a thousand rows."""
    _second_members(size, random, by, at)
    _answerers(random, by, at)
    _staff(random)
    _describe(random)


def _second_members(size: Size, random: Random, by: Doer, at: datetime) -> None:
    """Members who take part in a 兼合式党支部 of their own organ (S001-10, R01-09)."""
    since = date(at.year, 1, 8)
    duals = list(Organisation.objects.filter(kind=Kind.DUAL_BRANCH).order_by("path"))
    wanted: dict[int, list[Organisation]] = defaultdict(list)
    for one in duals:
        wanted[one.organ_id].append(one)
    inside: dict[int, list[int]] = defaultdict(list)
    of_organs = Member.objects.present().filter(organisation__organ__in=list(wanted)).order_by("pk")
    for pk, organ in of_organs.values_list("pk", "organisation__organ"):
        inside[organ or 0].append(pk)
    heads = shared(size.dual_members, [0.5 + random.random() for _ in duals])
    rows = [
        SecondMembership(
            member_id=member,
            organisation=dual,
            valid_from=since,
            reason="参加跨支部的重点工作",
            entered_at=at,
            entered_by=by.label,
        )
        for dual, count in zip(duals, heads, strict=True)
        for member in random.sample(inside[dual.organ_id], min(count, len(inside[dual.organ_id])))
    ]
    SecondMembership.objects.bulk_create(rows, batch_size=CHUNK)


def _answerers(random: Random, by: Doer, at: datetime) -> None:
    """Members of every leading body, and which organisations each answers for (S000-32, S000-33)."""
    persons, since = Persons(random, at.date()), date(at.year, 1, 1)
    bodies = list(Organisation.objects.filter(kind__in=LEADING_KINDS, outside=False).order_by("path"))
    posts = [
        Post(organisation=body, office=Office.LEAD_MEMBER, name=persons.name(), valid_from=since)
        for body in bodies
        for _ in range(LEAD_MEMBERS)
    ]
    Post.objects.bulk_create(posts, batch_size=CHUNK)
    heads = dict(
        Post.objects.filter(office=Office.LEAD_SECRETARY).values_list("organisation_id", "pk").order_by("pk")
    )
    members: dict[int, list[Post]] = defaultdict(list)
    for post in posts:
        members[post.organisation_id].append(post)
    tops: dict[int | None, list[Organisation]] = defaultdict(list)
    highest = Organisation.objects.filter(attached=True, parent__attached=False)
    for one in highest.order_by("path"):
        tops[one.leader_id].append(one)
    own = dict(Organisation.objects.filter(kind=Kind.ORGAN_COMMITTEE).values_list("leader_id", "pk"))
    rows = [
        Responsibility(
            post_id=post,
            organisation_id=organisation,
            kind=kind,
            field=field,
            valid_from=since,
            entered_at=at,
            entered_by=by.label,
        )
        for body in bodies
        for post, organisation, kind, field in _answered(
            heads.get(body.pk), own.get(body.pk), members[body.pk], tops[body.pk]
        )
    ]
    Responsibility.objects.bulk_create(rows, batch_size=CHUNK)


def _answered(
    head: int | None, committee: int | None, members: Sequence[Post], attached: Sequence[Organisation]
) -> Iterator[tuple[int, int, ResponsibilityKind, str]]:
    """The secretary answers first of all, each member directly for his units; the last one for nobody yet."""
    if head is not None and committee is not None:
        yield head, committee, ResponsibilityKind.FIRST, ""
    for (place, member), one in zip(cycle(enumerate(members)), attached[:-1] or attached, strict=False):
        yield member.pk, one.pk, ResponsibilityKind.DIRECT, FIELDS[place % len(FIELDS)]


def _staff(random: Random) -> None:
    """How many people work in each organ: the ground of the 1–2 % for full-time Party affairs (R02-10)."""
    totals: dict[int, int] = defaultdict(int)
    own = Organisation.objects.branches().filter(attached=False).order_by("pk")
    for organ, members in own.values_list("organ_id", "member_count"):
        totals[organ] += members
    units = list(Unit.objects.filter(pk__in=totals).order_by("pk"))
    for unit in units:
        unit.staff_count = ceil(totals[unit.pk] * (STAFF_A_MEMBER + random.random() * 0.4))
    Unit.objects.bulk_update(units, ["staff_count"], batch_size=CHUNK)


def _describe(random: Random) -> None:
    """What each unit is for (S000-26), and in which kind of department each organisation sits (S000-43)."""
    functions = list(DictionaryEntry.objects.filter(dictionary=Dictionary.FUNCTION).order_by("position"))
    inner = {
        one.name: one
        for one in DictionaryEntry.objects.filter(dictionary=Dictionary.INNER).order_by("position")
    }
    units = list(Unit.objects.order_by("pk"))
    for unit in units:
        unit.function = random.choice(functions)
    Unit.objects.bulk_update(units, ["function"], batch_size=CHUNK)
    held = Organisation.objects.filter(outside=False)
    held.filter(attached=True).update(inner=inner["下属单位"])
    own = held.filter(attached=False)
    own.filter(kind__in=(Kind.ORGAN_COMMITTEE, Kind.DISCIPLINE_COMMITTEE)).update(inner=inner["党务部门"])
    own.branches().filter(name__contains="第一").update(inner=inner["行政部门"])
    own.branches().exclude(name__contains="第一").update(inner=inner["业务部门"])
