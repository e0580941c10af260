"""领导干部执行情况 of some days, within a scope: eleven queries, whatever the size (S001-44).

Attendance is read of the branches of the leading cadres alone, once and in groups, never of the whole city.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q, QuerySet

from heli.accounts.actor import Scope
from heli.accounts.catalogue import LEADING_OFFICES, Office
from heli.duties.catalogue import Checked
from heli.duties.models import Record, Source
from heli.members.models import Belonging, Member, Post
from heli.orglife.catalogue import Absence
from heli.orglife.models import Attendance
from heli.orglife.rules.leading import (
    BODIES,
    HEADED,
    HEADS,
    Cadre,
    Coming,
    Figures,
    Other,
    Told,
    figures,
    title,
)
from heli.orgs.models import Organisation, Unit
from heli.orgs.queries.timeline import timelines
from heli.orgs.rules.names import initials

LECTURE = "lecture"
DEMOCRATIC_LIFE = "democratic_life"

Lectures = Mapping[str, Collection[tuple[int, int, int | None]]]
"""By the name of the chair, of each 党课: record, organisation, organ."""


@dataclass(frozen=True, slots=True)
class Leading:
    """`cadres` by name; `others` by branch; `organs` names the units in which they lead, by name."""

    since: date
    until: date
    cadres: tuple[Cadre, ...]
    others: Mapping[int, tuple[Other, ...]]
    organs: Mapping[int, str]

    def of(self, organ: int | None = None) -> tuple[Cadre, ...]:
        """Those who lead in one organ; None for all."""
        return tuple(one for one in self.cadres if organ is None or one.organ == organ)

    def figures(self, organ: int | None = None) -> Figures:
        """Counted over one organ, or over all: whoever leads in two organs counts in each, once in all."""
        cadres = self.of(organ)
        if organ is None:
            cadres = tuple({one.member or (one.name, one.organ): one for one in cadres}.values())
        branches = {one.branch for one in cadres if one.branch is not None}
        beside = {one.member: one for branch in branches for one in self.others.get(branch, ())}
        return figures(cadres, beside.values())


def leading(scope: Scope, since: date, until: date, among: Q | None = None) -> Leading:
    """Whoever leads on `until`, at bodies or in branches that `scope` covers, and what he did since `since`.

    `among` narrows the posts.
    """
    posts = leading_posts(scope, until, among)
    organs = _organs_of({post.organisation_id for post in posts}, until)
    cadres = _persons(posts, organs)
    branches = _branches(scope, cadres, since, until)
    now = {member: where[-1] for member, where in branches.items()}
    lectures = _lectures(scope, cadres, now, since, until)
    coming = _coming(branches, since, until)
    told = _democratic(scope, posts, organs, since, until)
    found = [
        replace(
            one,
            branch=now.get(one.member or 0),
            coming=_sum(coming, one.member or 0, branches.get(one.member or 0, ())),
            lectures=_given(one, lectures, branches.get(one.member or 0, ())),
            democratic=told.get(_key(one), Told.NOT_DUE),
        )
        for one in cadres
    ]
    names = Unit.objects.filter(pk__in={one.organ for one in found}).order_by("name")
    return Leading(
        since,
        until,
        tuple(found),
        _others(set(now.values()), {one.member for one in found}, coming, lectures, until),
        dict(names.values_list("pk", "name")),
    )


def leading_posts(scope: Scope, until: date, among: Q | None) -> list[Post]:
    leads = Q(office__in=LEADING_OFFICES, organisation__kind__in=BODIES)
    leads |= Q(office__in=HEADS, organisation__kind__in=HEADED)
    found = Post.objects.held(until).filter(leads, among or Q(), organisation__outside=False)
    if not scope.everything:
        bodies = Organisation.objects.visible_to(scope).values("pk")
        members = Member.objects.visible_to(scope).values("pk")
        found = found.filter(Q(organisation__in=bodies) | Q(member__in=members))
    return list(found.select_related("organisation", "member").order_by("valid_from", "pk"))


def _organs_of(bodies: Collection[int], on: date) -> Mapping[int, int]:
    """The unit in which each body counted on the day."""
    return {pk: segments[-1].organ_id for pk, segments in timelines(bodies, on, on).items()}


def _persons(posts: Iterable[Post], organs: Mapping[int, int]) -> list[Cadre]:
    """One for each person of an organ: a post that names no line of the roster goes by its name."""
    held: dict[tuple[int, str], list[Post]] = defaultdict(list)
    for post in posts:
        held[organs.get(post.organisation_id, post.organisation.organ_id), post.name].append(post)
    found: list[Cadre] = []
    for (organ, name), theirs in held.items():
        lines: set[int | None] = {post.member_id for post in theirs if post.member_id is not None}
        for line in lines or {None}:
            mine = [
                post
                for post in theirs
                if post.member_id == line or (post.member_id is None and len(lines) < 2)
            ]
            found.append(
                Cadre(
                    name=name,
                    initials=next((post.member.initials for post in mine if post.member), initials(name)),
                    organ=organ,
                    held=tuple(post.pk for post in mine),
                    posts=tuple(
                        title(post.organisation.short_name, post.get_office_display()) for post in mine
                    ),
                    offices=frozenset(Office(post.office) for post in mine),
                    member=line,
                )
            )
    return sorted(found, key=lambda one: (one.initials, one.name, one.organ, one.member or 0))


def _branches(scope: Scope, cadres: Iterable[Cadre], since: date, until: date) -> dict[int, tuple[int, ...]]:
    """Where each belonged in those days, as far as it is in sight, the last first known last; of those who
    belong to a branch in sight on `until`."""
    lines = {one.member for one in cadres if one.member is not None}
    rows = Belonging.objects.filter(member__in=lines, valid_from__lte=until)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=since)).visible_to(scope)
    found: dict[int, list[int]] = defaultdict(list)
    ended: dict[int, date | None] = {}
    for member, branch, ends in rows.order_by("valid_from").values_list("member", "organisation", "valid_to"):
        found[member].append(branch)
        ended[member] = ends
    return {
        member: tuple(where)
        for member, where in found.items()
        if ended[member] is None or (ended[member] or until) > until
    }


def _coming(
    branches: Mapping[int, Collection[int]], since: date, until: date
) -> dict[int, dict[int, Coming]]:
    """By member and branch: the meetings of those branches at which he was due by name."""
    wanted = {branch for where in branches.values() for branch in where}
    rows = (
        Attendance.objects.filter(
            record__organisation__in=wanted,
            record__happened_on__range=(since, until),
            record__withdrawn_at=None,
        )
        .exclude(record__checked=Checked.RETURNED)
        .order_by()
        .values_list("member", "record__organisation")
        .annotate(due=Count("pk"), came=Count("pk", filter=Q(absence=Absence.PRESENT)))
    )
    found: dict[int, dict[int, Coming]] = defaultdict(dict)
    for member, branch, due, came in rows:
        found[member][branch] = Coming(due, came)
    return found


def _sum(coming: Mapping[int, Mapping[int, Coming]], member: int, branches: Collection[int]) -> Coming | None:
    if not branches:
        return None
    theirs = [coming.get(member, {}).get(branch, Coming()) for branch in set(branches)]
    return Coming(sum(one.due for one in theirs), sum(one.came for one in theirs))


def within(since: date, until: date) -> Q:
    """Records of those days: by the day they count for, where that is another than the day they happened."""
    return Q(counts_on=None, happened_on__range=(since, until)) | Q(counts_on__range=(since, until))


def _lectures(
    scope: Scope, cadres: Iterable[Cadre], now: Mapping[int, int], since: date, until: date
) -> Lectures:
    """Those held in the branches of the cadres, or anywhere in the organs that they lead: two queries.

    Of the city they are asked by day and kind, of a part of it by organisation and day: indexes serve both;
    a condition over both days would read every record.
    """
    branches, organs = set(now.values()), {one.organ for one in cadres}
    rows = Record.objects.fulfilling().filter(kind=LECTURE).exclude(chair="")
    if not scope.everything:
        near = Q(pk__in=branches) | Q(organ__in=organs)
        rows = rows.filter(organisation__in=Organisation.objects.visible_to(scope).filter(near).values("pk"))
    days = (since, until)
    found: dict[str, list[tuple[int, int, int | None]]] = defaultdict(list)
    for part in (rows.filter(counts_on=None, happened_on__range=days), rows.filter(counts_on__range=days)):
        for pk, organisation, organ, chair in part.order_by().values_list(
            "pk", "organisation", "organ", "chair"
        ):
            if organ in organs or organisation in branches:
                found[chair.strip()].append((pk, organisation, organ))
    return found


def _given(one: Cadre, lectures: Lectures, branches: Collection[int]) -> tuple[int, ...]:
    """By name, in his branch or anywhere in the organ that he leads."""
    return tuple(
        pk
        for pk, organisation, organ in lectures.get(one.name, ())
        if organ == one.organ or organisation in branches
    )


def _others(
    branches: Collection[int],
    cadres: Collection[int | None],
    coming: Mapping[int, Mapping[int, Coming]],
    lectures: Lectures,
    until: date,
) -> dict[int, tuple[Other, ...]]:
    """The members of the branches on the day who lead nothing."""
    spoke = {(given[1], chair) for chair, many in lectures.items() for given in many}
    found: dict[int, list[Other]] = defaultdict(list)
    rows = Belonging.objects.valid(until).filter(organisation__in=branches)
    for branch, member, name in rows.order_by("pk").values_list("organisation", "member", "member__name"):
        if member not in cadres:
            came = coming.get(member, {}).get(branch, Coming())
            found[branch].append(Other(member, came, (branch, name) in spoke))
    return {branch: tuple(many) for branch, many in found.items()}


def _key(one: Cadre) -> tuple[int, str]:
    return one.organ, one.name


def democratic_records(scope: Scope, bodies: Collection[int], since: date, until: date) -> QuerySet[Record]:
    """The 民主生活会 of leading bodies in those days, the latest first."""
    found = Record.objects.fulfilling().filter(within(since, until), kind=DEMOCRATIC_LIFE)
    return found.filter(organisation__in=bodies).visible_to(scope).order_by("-happened_on", "-pk")


def _democratic(
    scope: Scope, posts: Iterable[Post], organs: Mapping[int, int], since: date, until: date
) -> dict[tuple[int, str], Told]:
    """What is known of each member of a body: by name where names were kept, else where everyone came."""
    seats = [post for post in posts if post.office in LEADING_OFFICES]
    sources = dict(
        Source.objects.filter(record_kind=DEMOCRATIC_LIFE, since__lte=until).values_list("org_kind", "since")
    )
    held: dict[int, list[Record]] = defaultdict(list)
    for record in democratic_records(scope, {post.organisation_id for post in seats}, since, until):
        held[record.organisation_id].append(record)
    named = {
        (record, member): absence
        for record, member, absence in Attendance.objects.filter(
            record__in=[record for many in held.values() for record in many]
        ).values_list("record", "member", "absence")
    }
    found: dict[tuple[int, str], Told] = {}
    for post in seats:
        told = _told(post, held.get(post.organisation_id, ()), named)
        if told is Told.NOT_HELD and (
            post.organisation.kind not in sources or not scope.covers(post.organisation)
        ):
            told = Told.UNKNOWN
        found[organs.get(post.organisation_id, post.organisation.organ_id), post.name] = told
    return found


def _told(post: Post, records: Iterable[Record], named: Mapping[tuple[int, int], str]) -> Told:
    best = Told.NOT_HELD
    for record in records:
        if post.valid_from > record.happened_on:
            continue
        absence = named.get((record.pk, post.member_id or 0))
        everyone = record.due is not None and record.due == record.present
        if absence == Absence.PRESENT or (absence is None and everyone):
            return Told.ATTENDED
        best = Told.AWAY if absence else Told.UNKNOWN
    return best
