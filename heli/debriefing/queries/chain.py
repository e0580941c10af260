"""三级联述联评联考 (S001-74): of a year, the three levels of each unit with one combined result each.

述职 is the report, 评议 remark and 测评, 考核 the result of the 党建考核; the combined result is the grade
that a meeting adopted. What the reader may not see is said so, and is not counted as missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.debriefing.catalogue import LEVELS, RELATIONS
from heli.debriefing.models import Debriefing, Reporter
from heli.debriefing.rules import rounds
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Link:
    """One secretary in the chain; `reporter` None: he is on no list of this year."""

    organisation: Organisation
    level: int
    reporter: Reporter | None

    @property
    def missing(self) -> list[str]:
        """What of the three parts is not there yet, in the order 述、评、考."""
        one = self.reporter
        if one is None:
            return ["未列入述职"]
        parts = (
            ("述职报告", one.has_handed_in),
            ("点评", hasattr(one, "remark")),
            ("党建考核", one.work_mark is not None),
            ("审定等次", bool(one.grade)),
        )
        return [name for name, there in parts if not there]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a unit, in numbers: by grade, how many are whole, how many there are."""

    level: int
    links: Sequence[Link]
    is_seen: bool

    @property
    def name(self) -> str:
        return LEVELS[self.level]

    @property
    def whole(self) -> int:
        return sum(not one.missing for one in self.links)

    @property
    def lacking(self) -> int:
        """How many of those listed lack a part."""
        return self.listed - self.whole

    @property
    def listed(self) -> int:
        return sum(one.reporter is not None for one in self.links)

    @property
    def grades(self) -> list[tuple[str, int]]:
        told = [one.reporter.grade for one in self.links if one.reporter is not None]
        return [(grade.label, number) for grade, number in rounds.grades_of(told).items() if number]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit's chain."""

    committee: Organisation
    levels: Sequence[Level]

    @property
    def is_whole(self) -> bool:
        return all(level.whole == len(level.links) for level in self.levels if level.is_seen)


def committees(actor: Actor, on: date, listed_in: int | None = None) -> list[Organisation]:
    """The 机关党委 whose chains the reader sees, in the tree's order: one query.

    `listed_in`: only those of whose unit somebody reports in that year.
    """
    scope = actor.require(Permission.DEBRIEFING_SEE)
    found = Organisation.objects.live(on).visible_to(scope).filter(kind=Kind.ORGAN_COMMITTEE)
    if listed_in is not None:
        rows = Reporter.objects.visible_to(scope).filter(debriefing__year=listed_in)
        found = found.filter(organ__in=rows.order_by().values("organisation__organ"))
    return list(found.select_related("leader", "parent", "organ").order_by("path"))


def chain(actor: Actor, year: int, found: Sequence[Organisation], on: date) -> list[Unit]:
    """The chains of these 机关党委 for a year: three queries, whatever their number."""
    scope = actor.require(Permission.DEBRIEFING_SEE)
    organs = {one.organ_id for one in found}
    rows = Reporter.objects.visible_to(scope).filter(debriefing__year=year, organisation__organ__in=organs)
    known: dict[int, Reporter] = {}
    for one in rows.select_related("debriefing__organiser", "organisation", "remark").order_by("pk"):
        known.setdefault(one.organisation_id, one)
    kinds = {kind for relation in RELATIONS().on(on) if relation.level == 3 for kind in relation.kinds}
    lowest: dict[int, list[Organisation]] = {}
    there = Organisation.objects.live(on).filter(kind__in=kinds, organ__in=organs)
    for below in there.order_by("path"):
        lowest.setdefault(below.organ_id, []).append(below)
    return [_unit(one, known, lowest.get(one.organ_id, []), scope.everything) for one in found]


def unit(actor: Actor, year: int, pk: int, on: date) -> Unit:
    """One unit's chain by the key of its 机关党委; NotFound out of the reader's sight."""
    found = [one for one in committees(actor, on) if one.pk == pk]
    if not found:
        raise NotFound("unit-not-found", "没有这个机关党委，或它不在您的范围内。请从联述联评联考进入。")
    return chain(actor, year, found, on)[0]


def years(actor: Actor, today: date) -> list[int]:
    scope = actor.require(Permission.DEBRIEFING_SEE)
    known = Debriefing.objects.visible_to(scope).order_by().values_list("year", flat=True).distinct()
    return sorted({today.year, *known}, reverse=True)


def _unit(
    committee: Organisation,
    known: Mapping[int, Reporter],
    lowest: Iterable[Organisation],
    sees_above: bool,
) -> Unit:
    leader = committee.leader
    at: dict[int, list[Organisation]] = {
        1: [leader] if leader is not None else [],
        2: [committee],
        3: list(lowest),
    }
    return Unit(
        committee,
        [
            Level(
                level,
                [Link(one, level, known.get(one.pk)) for one in found] if sees_above or level == 3 else [],
                sees_above or level == 3,
            )
            for level, found in at.items()
        ],
    )
