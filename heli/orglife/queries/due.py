"""Who is due at a meeting, by name where Heli knows the names."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from heli.accounts.catalogue import COMMITTEE_OFFICES, Office
from heli.duties.catalogue import RecordForm, RecordKind, Roster
from heli.duties.models import Record
from heli.duties.rules.recording import kind_of
from heli.members.models import Member, Post
from heli.orglife import rules
from heli.orglife.catalogue import NOT_DUE, Absence
from heli.orglife.models import Attendance
from heli.orglife.rules import Known, Person, Turnout
from heli.orgs.models import Organisation

LEAST_COMMITTEE = 3
"""A 支委会 has three members at least (R01-28): fewer known offices are not the whole of it."""

Officers = Mapping[str, tuple[Office, ...]]
_ORDER = {office.value: place for place, office in enumerate(Office)}


def posts_held(organisation: Organisation, on: date) -> list[Post]:
    """The posts at an organisation on a day, in the order of the offices.

    A day before the first that Heli knows takes that first one: the roster came later than the meeting.
    """
    posts = list(Post.objects.filter(organisation=organisation).select_related("member"))
    day = max([on, *(min(one.valid_from for one in posts),)] if posts else [on])
    held = [one for one in posts if one.valid_from <= day and (one.valid_to is None or one.valid_to > day)]
    return sorted(held, key=lambda one: (_ORDER[one.office], one.valid_from, one.pk))


def officers(posts: Collection[Post]) -> Officers:
    """Names to the offices that they hold."""
    held: dict[str, tuple[Office, ...]] = {}
    for post in posts:
        held[post.name] = (*held.get(post.name, ()), Office(post.office))
    return held


def roster(
    organisation: Organisation, kind: RecordKind, on: date, posts: Collection[Post]
) -> tuple[Person, ...]:
    """The persons who can be due at a meeting of a kind on a day; empty where only numbers are known.

    Only a branch has its members by name. A 党小组 is not kept by Heli, so all members are offered for its
    meeting. A committee of which fewer than LEAST_COMMITTEE are known is not taken for the whole one.
    """
    if not organisation.is_branch or kind.form is not RecordForm.MEETING:
        return ()
    if kind.roster is Roster.COMMITTEE:
        found = _committee(posts, on)
        return found if len(found) >= LEAST_COMMITTEE else ()
    if kind.roster in (Roster.ALL, Roster.FULL, Roster.GROUP):
        people = _members(organisation, on, posts)
        return tuple(one for one in people if one.voting or kind.roster is not Roster.FULL)
    return ()


def _members(organisation: Organisation, on: date, posts: Collection[Post]) -> list[Person]:
    """The members of that day, those with an office first, each part by pinyin."""
    there = Q(left_on=None) | Q(left_on__gt=on)
    joined = Q(joined_on=None) | Q(joined_on__lte=on)
    return _in_order(Member.objects.filter(there, joined, organisation=organisation), on, posts)


def _in_order(members: QuerySet[Member], on: date, posts: Collection[Post]) -> list[Person]:
    held: dict[int, tuple[Office, ...]] = {}
    for post in posts:
        if post.member_id is not None:
            held[post.member_id] = (*held.get(post.member_id, ()), Office(post.office))
    people = [
        _person(member, on, held.get(member.pk, ())) for member in members.order_by("initials", "name", "pk")
    ]
    return sorted(
        people, key=lambda one: min((_ORDER[office] for office in one.offices), default=len(Office))
    )


def _person(member: Member, on: date, offices: tuple[Office, ...]) -> Person:
    return Person(
        key=f"m{member.pk}",
        name=member.name,
        initials=member.initials,
        voting=rules.has_vote(member.standing, member.full_on, on),
        member_id=member.pk,
        offices=offices,
    )


def _committee(posts: Collection[Post], on: date) -> tuple[Person, ...]:
    """One person for each who holds an office of the committee, whether on the roster or not."""
    known = {post.name: post.member for post in posts if post.member is not None}
    people: dict[str, Person] = {}
    for post in posts:
        if post.office not in COMMITTEE_OFFICES:
            continue
        member = post.member or known.get(post.name)
        key = f"p{post.name}" if member is None else f"m{member.pk}"
        offices = (*(people[key].offices if key in people else ()), Office(post.office))
        people[key] = (
            Person(key, post.name, "", voting=True, offices=offices)
            if member is None
            else _person(member, on, offices)
        )
    return tuple(people.values())


def known_organisations() -> dict[int, Known]:
    """What Heli knows of every organisation, by primary key: one query."""
    rows = Organisation.objects.values_list("pk", "kind", "has_committee", "founded_on", "member_count")
    return {
        pk: Known(kind, has_committee or not members, founded_on)
        for pk, kind, has_committee, founded_on, members in rows
    }


def kind_of_record(record: Record) -> RecordKind:
    """The kind of a record as in force on its day."""
    return kind_of(record.kind, record.happened_on)


def absences(record: Record) -> dict[str, str]:
    """Why who was due at a meeting was away, by Person.key; members of another 党小组 as NOT_DUE."""
    rows = dict(Attendance.objects.filter(record=record).values_list("member_id", "absence"))
    away = {f"m{pk}": absence for pk, absence in rows.items() if absence != Absence.PRESENT}
    if rows and kind_of_record(record).roster is Roster.GROUP:
        away |= {one.key: NOT_DUE for one in attending(record) if one.member_id not in rows}
    return away


def attending(record: Record) -> tuple[Person, ...]:
    """Those who were due at a meeting, by name; empty where its attendance is not known by name alone.

    For a 党小组会 the other members of the branch too, who may turn out to have been due. Who has left the
    branch since was there all the same.
    """
    rows = dict(Attendance.objects.filter(record=record).values_list("member_id", "absence"))
    if len(rows) != record.due or sum(not one for one in rows.values()) != record.present:
        return ()
    organisation, on = record.organisation, record.happened_on
    wanted = Q(pk__in=rows)
    if kind_of_record(record).roster is Roster.GROUP:
        wanted |= Q(organisation=organisation, left_on=None)
    return tuple(_in_order(Member.objects.filter(wanted), on, posts_held(organisation, on)))


def turnout_of(record: Record) -> Turnout:
    """How many were due and came at a meeting, with the votes where they are known by name."""
    people = attending(record)
    if not people:
        return Turnout(record.due or 0, record.present or 0)
    away = absences(record)
    due = [one for one in people if away.get(one.key) != NOT_DUE]
    return rules.turnout(due, away)
