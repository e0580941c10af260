"""One round and where it stands; the rounds of a scope; who may be enlisted; where grades may be adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Office, Permission
from heli.ballots.catalogue import PollState
from heli.debriefing.catalogue import Grade, Relation
from heli.debriefing.models import Debriefing, Reporter
from heli.debriefing.rules import proposals, rounds
from heli.duties.catalogue import RECORD_KINDS
from heli.duties.models import Record
from heli.kernel.errors import NotFound
from heli.members.models import Post
from heli.orgs.catalogue import LEADING_KINDS
from heli.orgs.models import Organisation


def debriefing(pk: int, scope: Scope) -> Debriefing:
    """One round within the scope; NotFound otherwise, whether there is one or not."""
    found: Debriefing | None = (
        Debriefing.objects.visible_to(scope).select_related("organiser", "meeting").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("debriefing-not-found", "没有这次述职评议，或它不在您的范围内。")
    return found


_NUMBERS = {
    "reporters": Count("reporters", distinct=True),
    "handed_in": Count("reporters", distinct=True, filter=Q(reporters__handed_in_at__isnull=False)),
    "remarked": Count("reporters__remark", distinct=True),
    "confirmed": Count(
        "reporters__feedback",
        distinct=True,
        filter=Q(reporters__feedback__giver_signed_at__isnull=False)
        | Q(reporters__feedback__reporter_signed_at__isnull=False),
    ),
    "signed": Count(
        "reporters__feedback",
        distinct=True,
        filter=Q(
            reporters__feedback__giver_signed_at__isnull=False,
            reporters__feedback__reporter_signed_at__isnull=False,
        ),
    ),
    "groups": Count("groups", distinct=True),
    "polls": Count(
        "groups__poll", distinct=True, filter=Q(groups__poll__state__in=[PollState.OPEN, PollState.CLOSED])
    ),
    "counted": Count("groups__poll", distinct=True, filter=Q(groups__poll__state=PollState.CLOSED)),
}


def standings(rows: Sequence[Debriefing]) -> dict[int, rounds.Standing]:
    """Where each of these rounds stands: two queries."""
    wanted = [one.pk for one in rows]
    ours, theirs = (
        {name: count for name, count in _NUMBERS.items() if (name in ("groups", "polls", "counted")) is part}
        for part in (True, False)
    )
    found: dict[int, dict[str, int]] = {}
    for counts in (ours, theirs):
        rows_of = Debriefing.objects.filter(pk__in=wanted).order_by()
        names = {f"n_{name}": count for name, count in counts.items()}
        for row in rows_of.annotate(**names).values("pk", *names):
            told = {name.removeprefix("n_"): number for name, number in row.items() if name != "pk"}
            found.setdefault(row["pk"], {}).update(told)
    return {
        one.pk: rounds.Standing(
            issued=one.issued_at is not None,
            decided=one.decided_at is not None,
            closed=one.is_closed,
            **found[one.pk],
        )
        for one in rows
    }


def standing(held: Debriefing) -> rounds.Standing:
    """Where one round stands: two queries."""
    return standings([held])[held.pk]


def scale(held: Debriefing) -> proposals.Scale:
    """Its worths and lines: one query."""
    lines = list(held.lines.all())
    return proposals.Scale(
        {Grade(one.grade): one.worth for one in lines}, {Grade(one.grade): one.line for one in lines}
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A round in the list: its next step, and how many reporters have each grade once it is closed."""

    held: Debriefing
    standing: rounds.Standing
    grades: Sequence[tuple[str, int]]

    @property
    def step(self) -> str:
        return rounds.next_step(self.standing).label


def lines(scope: Scope, year: int | None = None) -> list[Line]:
    """The rounds of the scope, the latest year first, in the tree's order: four queries."""
    found = Debriefing.objects.visible_to(scope).select_related("organiser")
    if year is not None:
        found = found.filter(year=year)
    rows = list(found.order_by("-year", "organiser__path"))
    stands = standings(rows)
    closed = [one.pk for one in rows if one.decided_at is not None]
    counted = Reporter.objects.filter(debriefing__in=closed).order_by().values_list("debriefing", "grade")
    grades: dict[int, list[str]] = {}
    for pk, grade in counted:
        grades.setdefault(pk, []).append(grade)
    return [
        Line(
            one,
            stands[one.pk],
            [(grade.label, number) for grade, number in rounds.grades_of(grades.get(one.pk, [])).items()]
            if one.pk in grades
            else [],
        )
        for one in rows
    ]


def years(scope: Scope, today: date) -> list[int]:
    """This year and those of any round in sight, the latest first: one query."""
    known = Debriefing.objects.visible_to(scope).order_by().values_list("year", flat=True).distinct()
    return sorted({today.year, *known}, reverse=True)


def organisers(actor: Actor, today: date) -> list[Organisation]:
    """The organisations for which the reader organises: one query, none for who does nowhere."""
    scope = actor.scope(Permission.DEBRIEFING_HOLD)
    if scope.is_empty:
        return []
    found = Organisation.objects.visible_to(scope).not_closed(today).order_by("path")
    return [one for one in found if rounds.relations_to(one.kind, today)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation whose secretary may report, with who would; `name` is empty where the office is."""

    organisation: Organisation
    name: str
    member_id: int | None


def holders(organisations: Sequence[int], office: str, on: date) -> dict[int, Post]:
    """Who held the office on the day; where nobody is known to have, the first who is known: one query."""
    posts = Post.objects.filter(organisation__in=organisations, office=office)
    found: dict[int, Post] = {}
    for post in posts.order_by("organisation_id", "valid_from", "pk"):
        before = found.get(post.organisation_id)
        if before is None or post.valid_from <= on:
            found[post.organisation_id] = post
    return found


def candidates(held: Debriefing, relation: Relation, office: str) -> list[Candidate]:
    """Whom a relation lets report to the organiser and who is not on its list yet: two or three queries."""
    found = beneath(held.organiser, relation, held.last_on)
    taken = set(held.reporters.filter(office=office).values_list("organisation_id", flat=True))
    rows = [one for one in found if one.pk not in taken]
    posts = holders([one.pk for one in rows], office, held.first_on)
    return [
        Candidate(one, posts[one.pk].name, posts[one.pk].member_id)
        if one.pk in posts
        else Candidate(one, "", None)
        for one in rows
    ]


def beneath(organiser: Organisation, relation: Relation, on: date) -> list[Organisation]:
    """The organisations of the relation directly beneath; to the 工委 the bodies that lead its organs too."""
    found = Organisation.objects.live(on).filter(kind__in=relation.kinds)
    if set(relation.kinds) <= LEADING_KINDS:
        led = Organisation.objects.filter(parent=organiser).order_by().values("leader")
        return list(found.filter(pk__in=led).order_by("path"))
    return list(found.filter(parent=organiser).order_by("path"))


def meetings(held: Debriefing, today: date) -> list[tuple[Record, str]]:
    """The organiser's records at which grades may have been adopted, the latest first, with their kinds."""
    kinds = rounds.round_rule(today).meetings
    rows = Record.objects.standing().filter(
        organisation=held.organiser_id, kind__in=kinds, happened_on__range=(held.first_on, today)
    )
    return [
        (one, RECORD_KINDS().get(one.kind, one.happened_on).name)
        for one in rows.order_by("-happened_on", "-pk")
    ]


def speakers(held: Debriefing, today: date) -> list[str]:
    """Who may have spoken for the organiser: its officers and staff of today, by office."""
    posts = Post.objects.held(today).filter(organisation=held.organiser_id)
    among = [*_OFFICERS, Office.STAFF]
    found = posts.filter(office__in=among).order_by(F("pk")).values_list("office", "name")
    return list(dict.fromkeys(name for _, name in sorted(found, key=lambda row: among.index(Office(row[0])))))


_OFFICERS = (
    Office.SECRETARY, Office.DEPUTY, Office.FULLTIME_DEPUTY, Office.ORGANISATION, Office.PUBLICITY,
    Office.DISCIPLINE, Office.YOUTH, Office.COMMITTEE_MEMBER,
)  # fmt: skip
