"""Loading a 年度任务分解表: requirements made, corrected, renumbered; what vanished is named and stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count, groupby

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.duties.actions.fulfilling import fulfil_requirements_anew
from heli.duties.actions.occurrences import follow_terms
from heli.duties.actions.rows import PlanRow
from heli.duties.actions.settlements import Settlement, put, settlement_of, settlements, write_parts
from heli.duties.models import Plan, Requirement
from heli.duties.rules.words import same_title, tidy
from heli.kernel.action import Doer, action, note
from heli.orgs import queries as org_queries
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.sheets.taken import TakenIn, Vanished

_ASIDE = 10_000
"""Added to numbers that change places, so that no two are equal on the way."""
_WORDS = ("group", "measure", "owner_text", "deadline_text", "evidence_text")
_KEPT = (*_WORDS, "number", "person_text", "weight")


@action
def take_in_plan(*, rows: Sequence[PlanRow], by: Doer, at: datetime) -> TakenIn:
    """Write what plans state as requirements; those that state what Heli holds already change nothing.

    A requirement is known again by its task and measure, else by its number. What the office has settled
    holds until the words change that it was settled for. Records that are there already fulfil what is new or
    read otherwise; duties of ending terms are made. A requirement that its plan names no more is returned in
    `vanished` and never touched. NotAllowed without INTAKE_LOAD.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    wanted = {key for row in rows for key in row.said.owners}
    owners = {key: one.pk for key, one in org_queries.by_key(wanted).items()} if wanted else {}
    loads = [_Load(plan, owners).of(told) for plan, told in _plans(rows)]
    for year in sorted({load.plan.year for load in loads}):
        follow_terms(year)
        reread = [pk for load in loads if load.plan.year == year for pk in load.reread]
        fulfil_requirements_anew(reread, [year])
    created, updated = sum(load.created for load in loads), sum(load.updated for load in loads)
    note(plans=[str(load.plan) for load in loads], created=created, updated=updated)
    vanished = tuple(one for load in loads for one in load.vanished)
    return TakenIn(created, updated, len(rows) - created - updated, vanished)


def _plans(rows: Sequence[PlanRow]) -> Iterator[tuple[Plan, list[PlanRow]]]:
    """The plan of each group of rows, made where Heli has none of that year and title."""
    issuers = list(Organisation.objects.filter(kind=Kind.WORK_COMMITTEE)[:2])
    ordered = sorted(rows, key=lambda row: (row.year, row.title))
    for (year, title), told in groupby(ordered, key=lambda row: (row.year, row.title)):
        held = [
            plan for plan in Plan.objects.filter(year=year).order_by("pk") if same_title(plan.title, title)
        ]
        plan = (
            held[0]
            if held
            else Plan.objects.create(year=year, title=title, issuer=issuers[0] if len(issuers) == 1 else None)
        )
        yield plan, list(told)


@dataclass
class _Load:
    """One plan being loaded."""

    plan: Plan
    owners: Mapping[str, int]
    created: int = 0
    updated: int = 0
    reread: list[int] = field(default_factory=list)
    vanished: list[Vanished] = field(default_factory=list)

    def of(self, rows: Sequence[PlanRow]) -> "_Load":
        held = list(Requirement.objects.filter(plan=self.plan).order_by("number"))
        before = settlements(held)
        pairs, gone = _paired(rows, held)
        numbers = _numbers(rows, {one.number for one in gone})
        for (_, one), number in zip(pairs, numbers, strict=True):
            if one is not None and one.number != number:
                Requirement.objects.filter(pk=one.pk).update(number=one.number + _ASIDE)
        for (row, one), number in zip(pairs, numbers, strict=True):
            self._write(replace(row, number=number), one, before)
        self.vanished = [Vanished(f"requirement:{one.pk}", f"{self.plan.year}年 {one}") for one in gone]
        return self

    def _write(self, row: PlanRow, held: Requirement | None, before: Mapping[int, Settlement]) -> None:
        one = held or Requirement(plan=self.plan)
        was = before.get(one.pk) if held else None
        settled = one.settled_at is not None and _says(one, _WORDS) == _says(row, _WORDS)
        settlement = was if settled and was is not None else settlement_of(row.said, self.owners)
        if held is not None and _says(one, _KEPT) == _says(row, _KEPT) and settlement == was:
            return
        for name in _KEPT:
            setattr(one, name, getattr(row, name))
        if not settled:
            one.settled_at, one.settled_by = None, ""
        put(one, settlement)
        one.save()
        self.created, self.updated = self.created + (held is None), self.updated + (held is not None)
        if settlement != was:
            write_parts(one, settlement)
            self.reread.append(one.pk)


def _says(one: PlanRow | Requirement, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in names)


def _numbers(rows: Sequence[PlanRow], taken: set[int]) -> list[int]:
    """The rows' own numbers; behind them all for one that a vanished requirement still has."""
    free = count(max([*taken, *(row.number for row in rows)], default=0) + 1)
    return [next(free) if row.number in taken else row.number for row in rows]


def _paired(
    rows: Sequence[PlanRow], held: Sequence[Requirement]
) -> tuple[list[tuple[PlanRow, Requirement | None]], list[Requirement]]:
    """Each row with the requirement that it is about, and the requirements that no row is about."""
    left = dict.fromkeys(held)
    found: dict[int, Requirement] = {}
    for same in (_same_task, _same_measure, _same_number):
        for place, row in enumerate(rows):
            if place not in found:
                one = next((one for one in left if same(row, one)), None)
                if one is not None:
                    found[place] = one
                    del left[one]
    return [(row, found.get(place)) for place, row in enumerate(rows)], list(left)


def _same_task(row: PlanRow, one: Requirement) -> bool:
    return _same_measure(row, one) and tidy(row.group) == tidy(one.group)


def _same_measure(row: PlanRow, one: Requirement) -> bool:
    return tidy(row.measure) == tidy(one.measure)


def _same_number(row: PlanRow, one: Requirement) -> bool:
    return row.number == one.number
