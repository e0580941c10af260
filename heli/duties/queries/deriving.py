"""What deriving fulfilments needs from the tables, for one record or for all of a city."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.accounts.catalogue import SECRETARIES
from heli.duties.catalogue import Checked
from heli.duties.models import Occurrence, Requirement
from heli.duties.models.records import RecordQuerySet
from heli.duties.queries.parts import parts_since
from heli.duties.queries.readings import readings
from heli.duties.rules.answering import Answer, Answerer, Near
from heli.duties.rules.readings import Part
from heli.duties.rules.secretaries import Secretaries
from heli.members.models import Post
from heli.orgs.models import Organisation
from heli.orgs.queries.timeline import Segment

FEW = 500
"""Past this many organisations, reading all of them is cheaper than naming each."""
RECORDS = 20_000
"""How many records are read at a time."""


class Owing(NamedTuple):
    """An organisation as far as owing goes (`rules.readings.Holder`)."""

    pk: int
    kind: str
    attached: bool
    has_committee: bool
    founded_on: date | None
    closed_on: date | None
    organ_id: int

    def as_of(self, segment: Segment) -> "Owing":
        """What it was then; its days are those of its whole life."""
        return self._replace(
            kind=segment.kind,
            attached=segment.attached,
            has_committee=segment.has_committee,
            organ_id=segment.organ_id,
        )


class Fact(NamedTuple):
    """A record as far as it fulfils."""

    pk: int
    organisation_id: int
    kind: str
    happened_on: date
    chair: str
    counts_on: date | None = None
    checked: str = Checked.OPEN

    @property
    def year(self) -> int:
        """The year for whose plan it counts."""
        return (self.counts_on or self.happened_on).year


Row = tuple[int, int, int, int, int, bool, int, bool]
"""A fulfilment: requirement, organisation, year, period, record, in time, the unit that it counts in, and
whether it is verified."""


@dataclass(frozen=True, slots=True)
class Deriver:
    """Says which duties a fact fulfils, for the years and organisations that it was made for.

    `holders` say what each organisation is today, `parts` what those were that changed.
    """

    answerer: Answerer
    holders: Mapping[int, Owing]
    parts: Mapping[int, tuple[Part[Owing], ...]]
    secretaries: Secretaries

    def answers(
        self, organisation_id: int, kind: str, day: date, chair: str, counts_on: date | None = None
    ) -> list[Answer]:
        """The duties that such a record of the organisation answers."""
        by_secretary = self.answerer.needs_secretary(kind, (counts_on or day).year) and self.by_secretary(
            organisation_id, chair, day
        )
        holder = self.holders[organisation_id]
        return self.answerer.answers(holder, kind, day, by_secretary=by_secretary, counts_on=counts_on)

    def nearly(
        self, organisation_id: int, kind: str, day: date, chair: str, done: Mapping[int, int]
    ) -> list[Near]:
        """The open duties that such a record of the organisation nearly answers (`Answerer.nearly`)."""
        by_secretary = self.by_secretary(organisation_id, chair, day)
        holder = self.holders[organisation_id]
        return self.answerer.nearly(holder, kind, day, by_secretary=by_secretary, done=done)

    def by_secretary(self, organisation_id: int, chair: str, day: date) -> bool:
        """Whether who chaired was secretary of the organisation on that day."""
        return self.secretaries.includes(organisation_id, chair, day)

    def fulfilments(self, fact: Fact) -> list[Row]:
        """The rows that a record makes."""
        pk, day = fact.organisation_id, fact.happened_on
        verified = fact.checked == Checked.VERIFIED
        return [
            (
                answer.reading.pk,
                pk,
                fact.year,
                answer.period,
                fact.pk,
                answer.on_time,
                self.on(pk, answer.reading.counts_on(answer.due_on)).organ_id,
                verified,
            )
            for answer in self.answers(pk, fact.kind, day, fact.chair, fact.counts_on)
        ]

    def on(self, organisation_id: int, day: date) -> Owing:
        """What the organisation was on a day, or on the last day before it."""
        begun = [part for part in self.parts.get(organisation_id, ()) if part.since <= day]
        return begun[-1].holder if begun else self.holders[organisation_id]


def deriver(
    years: Collection[int],
    organisations: Collection[int] | None = None,
    *,
    only: Collection[int] | None = None,
) -> Deriver:
    """What answers records of the years by these organisations (primary keys; None: all). Six queries.

    `only`: of these requirements alone (primary keys).
    """
    owed = Requirement.objects.owed().filter(plan__year__in=sorted(years))
    if only is not None:
        owed = owed.filter(pk__in=only)
    few = organisations is not None and len(organisations) <= FEW
    held, occurred = Organisation.objects.all(), Occurrence.objects.filter(requirement__in=owed)
    posts = Post.objects.filter(office__in=SECRETARIES)
    if few:
        held = held.filter(pk__in=organisations or ())
        posts = posts.filter(organisation__in=organisations or ())
        occurred = occurred.filter(organisation__in=organisations or ())
    occurrences = {
        (requirement, organisation): due_on
        for requirement, organisation, due_on in occurred.values_list(
            "requirement_id", "organisation_id", "due_on"
        )
    }
    holders = {row[0]: Owing(*row) for row in held.values_list(*Owing._fields)}
    parts = parts_since(date(min(years), 1, 1), holders.values(), organisations if few else None)
    return Deriver(
        Answerer(readings(owed), occurrences, parts),
        holders,
        parts,
        Secretaries(posts.values_list("organisation_id", "name", "valid_from", "valid_to")),
    )


def facts(records: RecordQuerySet) -> Iterator[Fact]:
    """Those that fulfil among `records` by primary key, read RECORDS at a time: a city has many."""
    wanted = records.fulfilling().order_by("pk")
    last = 0
    while True:
        run = [Fact(*row) for row in wanted.filter(pk__gt=last).values_list(*Fact._fields)[:RECORDS]]
        yield from run
        if len(run) < RECORDS:
            return
        last = run[-1].pk
