"""Who is due at a meeting, by name where Heli knows the names."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from heli.accounts.catalogue import COMMITTEE_OFFICES, Office
from heli.duties.catalogue import RecordForm, RecordKind, Roster
from heli.members.models import Member, Post
from heli.orglife import rules
from heli.orglife.rules import Known, Person
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
    held: dict[int, tuple[Office, ...]] = {}
    for post in posts:
        if post.member_id is not None:
            held[post.member_id] = (*held.get(post.member_id, ()), Office(post.office))
    found = Member.objects.filter(there, joined, organisation=organisation).order_by("initials", "name", "pk")
    people = [_person(member, on, held.get(member.pk, ())) for member in found]
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
