"""What a period's scores rest on: what each organisation owed of each requirement, did, and did on time.

A duty counts where its organisation stood on the day it was due; an organisation is scored in the class that
it was of on the period's last day, and not ranked where it was closed by then (ADR 11).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from heli.appraisal.rules import Counted, total
from heli.duties.queries.briefs import Brief, Position
from heli.duties.queries.positions import Positions, positions
from heli.duties.rules.readings import Reading
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.orgs.catalogue import Kind, LeadershipSystem, Nature
from heli.orgs.models import Organisation, OrganisationQuerySet
from heli.orgs.queries.timeline import changed_since

Standing = tuple[Position, ...]
"""Where an organisation stands in all that it owes; a key, because those alike share their positions."""
Counts = tuple[tuple[Reading, Counted], ...]
"""Of an organisation each requirement of which a duty fell due, with what was counted."""


def class_code(brief: Brief) -> str:
    """Its class: kind, nature, system of leadership, 本级 or 直属 (分类指导), as addresses write it."""
    return f"{brief.kind}.{brief.nature}.{brief.system}.{'attached' if brief.attached else 'own'}"


def class_name(code: str) -> str:
    """A class in words: 党支部 · 事业单位 · 直属单位; what is 未注明 is left out."""
    kind, nature, system, place = code.split(".")
    words = [Kind(kind).label]
    words += [Nature(nature).label] if nature != Nature.UNSTATED else []
    words += [LeadershipSystem(system).label] if system != LeadershipSystem.UNSTATED else []
    return " · ".join([*words, "直属单位" if place == "attached" else "机关本级"])


@dataclass(frozen=True)
class Basis:
    """The positions of organisations, and the period and day that scores are worked out for.

    `code`: of this class alone.
    """

    period: Period
    on: date
    positions: Positions
    code: str = ""

    @cached_property
    def last(self) -> date:
        """The last day that counts: the period's, or the day of looking where that comes first."""
        return min(self.period.end, self.on)

    @cached_property
    def subjects(self) -> Mapping[int, Brief]:
        """The organisations by primary key as they were on the last day, in the tree's order."""
        stood = (
            (pk, self.positions.as_it_stood(one, self.last)) for pk, one in self.positions.briefs.items()
        )
        return {pk: one for pk, one in stood if not self.code or class_code(one) == self.code}

    def is_ranked(self, subject: Brief) -> bool:
        """Whether it still stood on the last day, and so is compared with others of its class."""
        return self.positions.stood_on(subject, self.last)

    def classes_of(self, subject: Brief) -> list[str]:
        """The classes that it was of in the period, in order; more than one where it changed."""
        was = (part for part in self.positions.parts.get(subject.pk, ()) if part.since <= self.last)
        codes = [class_code(part.holder) for part in was if part.until > self.period.start]
        return list(dict.fromkeys(codes)) or [class_code(subject)]

    def was_always_alike(self, subject: Brief) -> bool:
        """Whether all that it owed is of what it is: it did not change in the period."""
        return subject.pk not in self.positions.parts

    def shares_of(self, subject: Brief) -> Iterator[tuple[Brief, Counted]]:
        """All that it owed as counts, divided among what it was when the duties fell due."""
        if self.was_always_alike(subject):
            shares = [(subject, self.together(self.standing_of(subject)))]
        else:
            shares = [(part, self._counted(one)) for part, one in self.positions.shares(subject)]
        yield from (share for share in shares if share[1].owed or share[1].unknown)

    def standing_of(self, subject: Brief) -> Standing:
        """Its positions; those of organisations that stand alike are the same."""
        found = self._standings.get(subject.pk)
        if found is None:
            found = self._standings[subject.pk] = tuple(self.positions.of(subject))
        return found

    def counts(self, standing: Standing) -> Counts:
        """Each requirement of which a duty fell due in the period and by the day, with what was counted."""
        found = self._counts.get(standing)
        if found is None:
            counted = ((position.reading, self._counted(position)) for position in standing)
            found = self._counts[standing] = tuple(one for one in counted if one[1].owed or one[1].unknown)
        return found

    def together(self, standing: Standing) -> Counted:
        """The counts of all requirements as one."""
        found = self._sums.get(standing)
        if found is None:
            found = self._sums[standing] = total(counted for _, counted in self.counts(standing))
        return found

    @cached_property
    def _counts(self) -> dict[Standing, Counts]:
        """What was counted of organisations that stand alike: there are many of each."""
        return {}

    @cached_property
    def _standings(self) -> dict[int, Standing]:
        """Of each organisation: scores, units and requirements of a 通报 all ask for it."""
        return {}

    @cached_property
    def _sums(self) -> dict[Standing, Counted]:
        return {}

    @cached_property
    def _kept(self) -> dict[Position, Counted]:
        return {}

    def _counted(self, position: Position) -> Counted:
        found = self._kept.get(position)
        if found is None:
            found = self._kept[position] = self._count(position)
        return found

    def _count(self, position: Position) -> Counted:
        owed = position.fallen_due(self.period.start, self.period.end, self.on) & ~position.masks.waived
        counted = owed & (position.known | position.done)
        return Counted(
            owed=counted.bit_count(),
            done=(counted & position.done).bit_count(),
            on_time=(counted & position.on_time).bit_count(),
            unknown=(owed & ~counted).bit_count(),
        )


def basis(period: Period, on: date, organisations: OrganisationQuerySet, code: str = "") -> Basis:
    """Read what the scores of `organisations` in `period` rest on, as known on the day `on`. Six queries.

    With `code` of those alone that were of this class on the period's last day.
    """
    if code:
        organisations = _once_of_class(organisations, code, period.start)
    return Basis(period, on, positions(organisations, period.year, on), code)


def _once_of_class(organisations: OrganisationQuerySet, code: str, since: date) -> OrganisationQuerySet:
    """The organisations that are of one class, or were on some day since."""
    kind, nature, system, place = code.split(".")
    same = {"kind": kind, "nature": nature, "system": system, "attached": place == "attached"}
    return organisations.filter(Q(**same) | Q(pk__in=changed_since(since).filter(**same)))


def by_class(subjects: Mapping[int, Brief]) -> dict[str, list[Brief]]:
    """Subjects by class, classes in the order of kinds."""
    found: dict[str, list[Brief]] = defaultdict(list)
    for subject in subjects.values():
        found[class_code(subject)].append(subject)
    order = {kind.value: place for place, kind in enumerate(Kind)}
    return dict(sorted(found.items(), key=lambda item: (order[item[0].split(".")[0]], item[0])))


def live_on(on: date) -> OrganisationQuerySet:
    """The organisations that stand on a day."""
    found: OrganisationQuerySet = Organisation.objects.live(on)
    return found


def lived_in(period: Period, on: date) -> OrganisationQuerySet:
    """The organisations that may have owed something in a period: founded by `on`, not closed before it."""
    begun = Q(founded_on=None) | Q(founded_on__lte=on)
    found: OrganisationQuerySet = Organisation.objects.not_closed(min(period.start, on)).filter(begun)
    return found.filter(outside=False)


def organisation_to_score(pk: int) -> Organisation:
    """The organisation that a sheet is about; NotFound (`organisation-unknown`) where there is none."""
    found: Organisation | None = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("organisation-unknown", "没有这个党组织，可能地址不完整。请从组织列表进入。")
    return found
