"""One statement says what a slow reckoning says, for every ready scheme, class and way of the unknown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from heli.kernel.periods import Period
from heli.schemes.catalogue import TEMPLATES, Definition, Limit, Template, Unknown
from heli.schemes.queries.ground import ground
from heli.schemes.queries.pictures import waterfall
from heli.schemes.queries.scoring import by_limits, scores
from heli.schemes.queries.statement.asked import Asked
from heli.schemes.rules.definition import of_template
from tests.people import TODAY, City
from tests.schemes.reckoning import Reckoner

HALF = Period.parse("2026H1")
READY = [one.id for one in TEMPLATES()]


def found(definition: Definition, scheme: int = 0) -> dict[int, int | None]:
    asked = Asked(definition, ground(HALF, TODAY), scheme)
    return {one.organisation: one.total for one in scores(asked)}


@pytest.mark.parametrize("template", READY)
@pytest.mark.parametrize("unknown", list(Unknown))
def test_the_statement_says_what_a_slow_reckoning_says(worked: City, template: str, unknown: Unknown) -> None:
    definition = replace(of_template(TEMPLATES().get(template, TODAY)), unknown=unknown)
    told = found(definition)
    assert told == Reckoner(definition, HALF, 0).totals()
    assert any(total not in (None, 0, 10_000) for total in told.values())


def test_every_line_says_what_a_slow_reckoning_says(worked: City, committee_template: Template) -> None:
    definition = of_template(committee_template)
    reckoner = Reckoner(definition, HALF, 0)
    rows = scores(Asked(definition, ground(HALF, TODAY), 0, full=True))
    assert rows
    for row in rows:
        slow = reckoner.points(row.organisation)
        for line in row.lines:
            _, weight, fact, points = slow[line.indicator.code]
            assert (line.weight, (line.a, line.b, line.u), line.points) == (weight, fact, points)


def test_floors_and_limits_are_as_a_slow_reckoning_says(worked: City, branch_template: Template) -> None:
    """An indicator's 保底, a group's 保底 and 封顶, read down where a part is unknown."""
    ready = of_template(branch_template)
    floors = tuple(
        replace(one, least=one.weight * 3 // 4) if one.code in ("A1", "A2") else one
        for one in ready.indicators
    )
    limits = (Limit("组织生活", 3500, 5550), Limit("班子建设", 333), Limit("工作质量", 0, 777))
    plain = found(ready)
    for unknown in Unknown:
        held = replace(ready, indicators=floors, limits=limits, unknown=unknown)
        told = found(held)
        assert told == Reckoner(held, HALF, 0).totals()
        assert told != plain


def test_what_limits_add_or_take_is_told_so_that_steps_end_at_the_total(
    worked: City, branch_template: Template
) -> None:
    ready = of_template(branch_template)
    held = replace(ready, limits=(Limit("组织生活", 6900), Limit("工作质量", 0, 1)))
    rows = scores(Asked(held, ground(HALF, TODAY), 0, full=True))
    assert any(by_limits(one, held) for one in rows)
    for one in rows:
        steps = waterfall(one, held)
        if steps:
            reached = sum((step.by for step in steps[:-1]), Decimal(0))
            assert abs(steps[-1].by - reached) < Decimal("0.1")
