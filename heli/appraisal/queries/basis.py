"""What a period's scores rest on: what each organisation owed of each requirement, did, and did on time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from heli.appraisal.rules import Counted
from heli.duties.queries.positions import Brief, Position, Positions, positions
from heli.duties.rules.readings import Reading
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.orgs.catalogue import Kind, LeadershipSystem, Nature
from heli.orgs.models import Organisation, OrganisationQuerySet


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
    """The positions of organisations, and the period and day that scores are worked out for."""

    period: Period
    on: date
    positions: Positions

    @property
    def subjects(self) -> Mapping[int, Brief]:
        """The organisations by primary key, in the tree's order."""
        return self.positions.briefs

    def counted_of(self, subject: Brief) -> Iterator[tuple[Reading, Counted]]:
        """Each requirement of which a duty fell due in the period and by the day, with what was counted."""
        for position in self.positions.of(subject):
            counted = self._counted(position)
            if counted.owed or counted.unknown:
                yield position.reading, counted

    @cached_property
    def _days(self) -> tuple[date, date]:
        return self.period.start, min(self.period.end, self.on)

    @cached_property
    def _slots(self) -> dict[int, int]:
        """Of each requirement the slots that fall due in the period and by the day."""
        return {one.pk: one.bits(*self._days) for one in self.positions.book.readings}

    def _counted(self, position: Position) -> Counted:
        triggered = position.due_on is not None
        owed = position.window(*self._days) if triggered else position.owed & self._slots[position.reading.pk]
        counted = owed & (position.known | position.done)
        return Counted(
            owed=counted.bit_count(),
            done=(counted & position.done).bit_count(),
            on_time=(counted & position.on_time).bit_count(),
            unknown=(owed & ~counted).bit_count(),
        )


def basis(period: Period, on: date, organisations: OrganisationQuerySet) -> Basis:
    """Read what the scores of `organisations` in `period` rest on, as known on the day `on`. Five queries."""
    return Basis(period, on, positions(organisations, period.year, on))


def of_class(organisations: OrganisationQuerySet, code: str) -> OrganisationQuerySet:
    """The organisations of one class."""
    kind, nature, system, place = code.split(".")
    return organisations.filter(kind=kind, nature=nature, system=system, attached=place == "attached")


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


def organisation_to_score(pk: int) -> Organisation:
    """The organisation that a sheet is about; NotFound (`organisation-unknown`) where there is none."""
    found: Organisation | None = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("organisation-unknown", "没有这个党组织，可能地址不完整。请从组织列表进入。")
    return found
