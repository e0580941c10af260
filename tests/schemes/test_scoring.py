"""One statement says what a slow reckoning says, for every ready scheme, class and way of the unknown."""

from dataclasses import replace

import pytest

from heli.kernel.periods import Period
from heli.schemes.catalogue import TEMPLATES, Definition, Template, Unknown
from heli.schemes.queries.ground import ground
from heli.schemes.queries.scoring import scores
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
