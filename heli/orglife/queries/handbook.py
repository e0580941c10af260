"""A branch's year for its 工作手册, gathered from what was entered once; and who signs a 签到表."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from heli.accounts.actor import Actor
from heli.accounts.catalogue import COMMITTEE_OFFICES, Office, Permission
from heli.accounts.rules import may
from heli.duties.catalogue import RecordForm, RecordKind
from heli.duties.models import Record
from heli.duties.queries.listing import Duty, duties_of
from heli.duties.rules.kinds import kinds_recorded_by
from heli.kernel.errors import Invalid, NotFound
from heli.kernel.verdict import Verdict, all_of
from heli.members.models import Belonging, Post
from heli.orglife import rules
from heli.orglife.catalogue import HANDBOOKS, Absence, Handbook
from heli.orglife.models import Attendance, Minutes, MinutesNote, OrgLife, Rectification, VotedMatter
from heli.orglife.queries.due import kind_of_record, posts_held, roster
from heli.orglife.rules import Person
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation
from heli.orgs.queries.timeline import as_of_day

YEARS_BACK = 4


class Held(NamedTuple):
    """One meeting with what the book says of it: names, votes, notes, state of the minutes."""

    record: Record
    kind: RecordKind
    present: tuple[str, ...]
    away: tuple[str, ...]
    minutes: Minutes | None
    matters: tuple[VotedMatter, ...]
    notes: tuple[MinutesNote, ...]


class Listed(NamedTuple):
    """One member on the roster of the book."""

    name: str
    standing: str
    joined_on: date | None
    offices: str


@dataclass(frozen=True, slots=True)
class Book:
    """Everything in the 工作手册 of a branch and year, as of the day `on`."""

    organisation: Organisation
    year: int
    on: date
    today: date
    template: Handbook
    committee: tuple[Post, ...]
    roster: tuple[Listed, ...]
    duties: tuple[Duty, ...]
    meetings: tuple[Held, ...]
    documents: tuple[tuple[Record, RecordKind], ...]
    life: OrgLife | None
    measures: tuple[Rectification, ...]


def branch_for_book(pk: int, actor: Actor) -> Organisation:
    """The branch whose book or sheet is asked for. NotFound outside RECORD_SEE, or for what is no branch."""
    found = visible_organisation(pk, actor.require(Permission.RECORD_SEE))
    if not found.is_branch:
        raise NotFound("no-branch", "工作手册和签到表由党支部使用，请选择党支部。")
    return found


def may_take_out(actor: Actor, organisation: Organisation) -> Verdict:
    """Whether a book with the names of members in it may be taken out."""
    return all_of(
        may(actor, Permission.RECORD_SEE, organisation), may(actor, Permission.MEMBER_SEE, organisation)
    )


def book(organisation: Organisation, year: int, today: date) -> Book:
    """Gather the book of a year; Invalid for a year to come or long past. A fixed number of queries."""
    if not today.year - YEARS_BACK <= year <= today.year:
        raise Invalid("year-unlikely", f"只能打印 {today.year - YEARS_BACK} 至 {today.year} 年的工作手册。")
    on = min(today, date(year, 12, 31))
    records = list(
        Record.objects.standing()
        .filter(organisation=organisation, happened_on__year=year)
        .order_by("happened_on", "pk")
    )
    kinds = [(one, kind_of_record(one)) for one in records]
    posts = Post.objects.filter(organisation=organisation, valid_from__lte=on, office__in=COMMITTEE_OFFICES)
    posts = posts.filter(Q(valid_to=None) | Q(valid_to__gt=date(year, 1, 1)))
    life = OrgLife.objects.select_related("record").filter(organisation=organisation, year=year).first()
    order = list(Office)
    return Book(
        organisation=organisation,
        year=year,
        on=on,
        today=today,
        template=HANDBOOKS().get("branch", on),
        committee=tuple(sorted(posts, key=lambda one: (order.index(Office(one.office)), one.valid_from))),
        roster=_roster(organisation, on),
        duties=tuple(duties_of(organisation, year, today)),
        meetings=_meetings([pair for pair in kinds if pair[1].form is RecordForm.MEETING]),
        documents=tuple(pair for pair in kinds if pair[1].form is RecordForm.DOCUMENT),
        life=life,
        measures=tuple(Rectification.objects.standing().filter(life=life).order_by("due_on", "pk"))
        if life
        else (),
    )


def _roster(organisation: Organisation, on: date) -> tuple[Listed, ...]:
    """The members of the day by pinyin, as the dated rows of 组织关系 say."""
    offices: dict[int, list[str]] = defaultdict(list)
    for post in Post.objects.held(on).filter(organisation=organisation).exclude(member=None):
        offices[post.member_id or 0].append(str(Office(post.office).label))
    rows = Belonging.objects.valid(on).filter(organisation=organisation).select_related("member")
    return tuple(
        Listed(
            row.member.name,
            row.get_standing_display(),
            row.member.joined_on,
            "、".join(offices[row.member_id]),
        )
        for row in rows.order_by("member__initials", "member__name", "pk")
    )


def _meetings(kinds: list[tuple[Record, RecordKind]]) -> tuple[Held, ...]:
    """The meetings with what stands beside each: four queries for all."""
    pks = [one.pk for one, _ in kinds]
    present: dict[int, list[str]] = defaultdict(list)
    away: dict[int, list[str]] = defaultdict(list)
    rows = Attendance.objects.filter(record__in=pks).select_related("member")
    for row in rows.order_by("member__initials", "member"):
        if row.absence == Absence.PRESENT:
            present[row.record_id].append(row.member.name)
        else:
            away[row.record_id].append(f"{row.member.name}（{row.get_absence_display()}）")
    minutes = {one.record_id: one for one in Minutes.objects.filter(record__in=pks)}
    matters: dict[int, list[VotedMatter]] = defaultdict(list)
    for matter in VotedMatter.objects.standing().filter(minutes__in=minutes.values()).order_by("pk"):
        matters[matter.minutes_id].append(matter)
    notes: dict[int, list[MinutesNote]] = defaultdict(list)
    for note in MinutesNote.objects.filter(minutes__in=minutes.values()).order_by("pk"):
        notes[note.minutes_id].append(note)
    return tuple(
        Held(
            record=one,
            kind=kind,
            present=tuple(present[one.pk]),
            away=tuple(away[one.pk]),
            minutes=minutes.get(one.pk),
            matters=tuple(matters[minutes[one.pk].pk]) if one.pk in minutes else (),
            notes=tuple(notes[minutes[one.pk].pk]) if one.pk in minutes else (),
        )
        for one, kind in kinds
    )


def meeting_kinds(organisation: Organisation, today: date) -> list[RecordKind]:
    """The kinds of meeting that a 签到表 may be of."""
    return [
        kind
        for kind in kinds_recorded_by(organisation.kind, today)
        if kind.form is RecordForm.MEETING
        and rules.has_committee(kind, organisation.kind, there=organisation.has_committee)
    ]


def due_at(organisation: Organisation, kind: RecordKind, day: date) -> tuple[Person, ...]:
    """Who is due at a meeting of a kind on a day, to come or past; empty where no names are known."""
    held = as_of_day(organisation, day)
    return roster(held, kind, day, posts_held(held, day))
