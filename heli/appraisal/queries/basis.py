"""What a period's scores rest on: what each organisation owed of each requirement, did, and did on time.

Five queries, whatever the number of organisations: the year's requirements (two), organisations, standings,
occurrences.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from heli.appraisal.rules import Counted
from heli.duties.models import Occurrence, Standing
from heli.duties.queries.readings import Book, book_of
from heli.duties.rules.readings import Reading, owed_mask
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.orgs.catalogue import Kind, LeadershipSystem, Nature
from heli.orgs.models import Organisation, OrganisationQuerySet


@dataclass(frozen=True, slots=True)
class Subject:
    """An organisation as scoring sees it."""

    pk: int
    name: str
    kind: str
    nature: str
    system: str
    attached: bool
    organ_id: int
    has_committee: bool
    founded_on: date | None
    closed_on: date | None

    @property
    def class_code(self) -> str:
        """Its class: kind, nature, system of leadership, 本级 or 直属 (分类指导), as addresses write it."""
        return f"{self.kind}.{self.nature}.{self.system}.{'attached' if self.attached else 'own'}"


def class_name(code: str) -> str:
    """A class in words: 党支部 · 事业单位 · 直属单位; what is 未注明 is left out."""
    kind, nature, system, place = code.split(".")
    words = [Kind(kind).label]
    words += [Nature(nature).label] if nature != Nature.UNSTATED else []
    words += [LeadershipSystem(system).label] if system != LeadershipSystem.UNSTATED else []
    return " · ".join([*words, "直属单位" if place == "attached" else "机关本级"])


@dataclass(frozen=True)
class Basis:
    """The rows of a period: `counted_of` gives an organisation's lines in the plan's order."""

    period: Period
    on: date
    book: Book
    subjects: Mapping[int, Subject]
    standings: Mapping[tuple[int, int], tuple[int, int]]
    occurrences: Mapping[tuple[int, int], date]

    @property
    def last(self) -> date:
        """The last day whose duties count: the period's end, or the day of looking when that is earlier."""
        return min(self.period.end, self.on)

    @cached_property
    def _due(self) -> dict[int, int]:
        return {one.pk: one.bits(self.period.start, self.last) for one in self.book.readings}

    @cached_property
    def _known(self) -> dict[tuple[int, str], int]:
        kinds = {subject.kind for subject in self.subjects.values()}
        return {(one.pk, kind): self.book.known(one, kind) for one in self.book.readings for kind in kinds}

    @cached_property
    def _owed(self) -> dict[tuple[int, str, bool, bool], int]:
        return {}

    def counted_of(self, subject: Subject) -> Iterator[tuple[Reading, Counted]]:
        """Each requirement of which the organisation owed something in the period, with what was counted."""
        for reading in self.book.readings:
            count = self._triggered if reading.is_triggered else self._regular
            counted = count(reading, subject)
            if counted.owed or counted.unknown:
                yield reading, counted

    def _regular(self, reading: Reading, subject: Subject) -> Counted:
        owed = self._owed_by(reading, subject) & self._due[reading.pk]
        if not owed:
            return Counted(0, 0, 0)
        done, on_time = self.standings.get((subject.pk, reading.pk), (0, 0))
        counted = owed & (self._known[reading.pk, subject.kind] | done)
        return Counted(
            owed=counted.bit_count(),
            done=(counted & done).bit_count(),
            on_time=(counted & on_time).bit_count(),
            unknown=(owed & ~counted).bit_count(),
        )

    def _triggered(self, reading: Reading, subject: Subject) -> Counted:
        due = self.occurrences.get((reading.pk, subject.pk))
        if due is None or not self.period.start <= due <= self.last:
            return Counted(0, 0, 0)
        done, on_time = self.standings.get((subject.pk, reading.pk), (0, 0))
        return Counted(1, done & 1, on_time & 1)

    def _owed_by(self, reading: Reading, subject: Subject) -> int:
        """Organisations alike that stood the whole year owe the same; worked out once for them all."""
        founded, closed = subject.founded_on, subject.closed_on
        if reading.owners or closed is not None or (founded is not None and founded.year >= reading.year):
            return owed_mask(reading, subject)
        alike = (reading.pk, subject.kind, subject.attached, subject.has_committee)
        if alike not in self._owed:
            self._owed[alike] = owed_mask(reading, subject)
        return self._owed[alike]


def basis(period: Period, on: date, organisations: OrganisationQuerySet) -> Basis:
    """Read what the scores of `organisations` in `period` rest on, as known on the day `on`."""
    book = book_of(period.year)
    fields = ("pk", "short_name", "kind", "nature", "system", "attached", "organ_id", "has_committee")
    rows = organisations.order_by("path").values_list(*fields, "founded_on", "closed_on")
    subjects = {row[0]: Subject(*row) for row in rows}
    within = organisations.order_by().values("pk")
    standings = Standing.objects.filter(year=period.year, organisation__in=within)
    occurrences = Occurrence.objects.filter(requirement__plan__year=period.year, organisation__in=within)
    return Basis(
        period,
        on,
        book,
        subjects,
        {
            (organisation, requirement): (done, on_time)
            for organisation, requirement, done, on_time in standings.values_list(
                "organisation_id", "requirement_id", "done", "on_time"
            )
        },
        {
            (requirement, organisation): due
            for requirement, organisation, due in occurrences.values_list(
                "requirement_id", "organisation_id", "due_on"
            )
        },
    )


def of_class(organisations: OrganisationQuerySet, code: str) -> OrganisationQuerySet:
    """The organisations of one class."""
    kind, nature, system, place = code.split(".")
    return organisations.filter(kind=kind, nature=nature, system=system, attached=place == "attached")


def by_class(subjects: Mapping[int, Subject]) -> dict[str, list[Subject]]:
    """Subjects by class, classes in the order of kinds."""
    found: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects.values():
        found[subject.class_code].append(subject)
    order = {kind.value: place for place, kind in enumerate(Kind)}
    return dict(sorted(found.items(), key=lambda item: (order[item[0].split(".")[0]], item[0])))


def live_on(on: date) -> OrganisationQuerySet:
    """The organisations that stand on a day."""
    found: OrganisationQuerySet = Organisation.objects.live(on)
    return found


def organisation_to_score(pk: int) -> Organisation:
    """The organisation that a sheet is about; NotFound (`organisation-unknown`) where there is none."""
    found: Organisation | None = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("organisation-unknown", "没有这个党组织，可能地址不完整。请从组织列表进入。")
    return found
