"""Scores by a definition: one statement for all organisations of a scheme, live."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from heli.schemes.catalogue import Definition, Indicator, Part
from heli.schemes.queries.statement.asked import Asked, Statement
from heli.schemes.queries.statement.compiling import compiled
from heli.schemes.queries.statement.dialects import DIALECTS
from heli.schemes.rules.definition import limited


class Line(NamedTuple):
    """One indicator of one organisation: weight (None: does not hold), a of b, unknown, points."""

    indicator: Indicator
    weight: int | None
    a: int
    b: int
    u: int
    points: int | None


@dataclass(frozen=True, slots=True)
class Scored:
    """One organisation's score: total in hundredths, None where nothing is known.

    `known` and `open` are the weights of what is known, and of what is not; `barred`: 一票否决.
    """

    organisation: int
    kind: str
    nature: str
    system: str
    attached: bool
    path: str
    known: int
    open: int
    bonus: int
    deduction: int
    barred: bool
    total: int | None
    lines: tuple[Line, ...] = ()


def statement(asked: Asked) -> Statement:
    """The statement for the database in use."""
    return compiled(asked, DIALECTS[connection.vendor], json.dumps)


def scores(asked: Asked) -> list[Scored]:
    """Every organisation of the scheme's kinds that stood on the last day, in no order: one statement."""
    told = statement(asked)
    with connection.cursor() as cursor:
        cursor.execute(told.sql, told.parameters)
        rows = cursor.fetchall()
    return [_scored(row, asked.definition) for row in rows]


def _scored(row: Sequence[Any], definition: Definition) -> Scored:
    organisation, kind, nature, system, attached, path, known, unknown, bonus, deduction, barred, total = row[
        :12
    ]
    detail = row[12:]
    numbered = enumerate(definition.indicators) if detail else ()
    return Scored(
        organisation=organisation,
        kind=kind,
        nature=nature,
        system=system,
        attached=bool(attached),
        path=path,
        known=known,
        open=unknown,
        bonus=bonus,
        deduction=deduction,
        barred=bool(barred),
        total=total,
        lines=tuple(Line(one, *detail[place * 5 : place * 5 + 5]) for place, one in numbered),
    )


def by_limits(score: Scored, definition: Definition) -> dict[str, int]:
    """What limits of a group, or 清零, add to what its indicators earned or take from it, in hundredths.

    By words for a reader; groups of which nothing changes are left out.
    """
    found = {}
    for group in definition.groups:
        held = [one for one in score.lines if one.indicator.group == group and one.weight is not None]
        lines = [one for one in held if one.indicator.part.earns]
        earned = sum(one.points or 0 for one in lines)
        known = sum(one.weight or 0 for one in lines if one.points is not None)
        counted = limited(definition.limit(group), earned, known, sum(one.weight or 0 for one in lines))
        if any(one.indicator.part is Part.RESET and one.points for one in held):
            found[f"{group}：清零"] = -earned
        else:
            found[f"{group}：保底、封顶"] = counted - earned
    return {words: by for words, by in found.items() if by}


def in_points(hundredths: int | None) -> Decimal | None:
    """Points as people write them, with two places."""
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)
