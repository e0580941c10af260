"""A definition becomes one statement: facts, weights, points and totals of every organisation (S003-67).

The layers, each a table expression: `stood` (organisations as they were on the last day), `own_duty`,
`owed`, `rec`, `term`, `voted0` and on, `by_hand` (what is measured, by organisation), `fact` (for each
indicator a of b and u unknown), `weighed`, `pointed`, `reckoned`, `limited`. What engines differ in is in
`dialects.py` alone (ADR 29).
"""

from collections.abc import Callable, Sequence
from typing import Any

from heli.schemes.catalogue import Measure
from heli.schemes.queries.statement.asked import Asked, Layers, Statement
from heli.schemes.queries.statement.dialects import Dialect
from heli.schemes.queries.statement.facts import facts
from heli.schemes.queries.statement.measuring import by_hand, duty, records, stood, term
from heli.schemes.queries.statement.totals import pointed, weighed
from heli.schemes.queries.statement.voting import votes


def compiled(asked: Asked, dialect: Dialect, as_json: Callable[[Sequence[Any]], str]) -> Statement:
    """The statement of a scheme. `as_json` writes rows for the engine's parameter."""
    layers, ground = Layers(), asked.ground
    indicators = list(enumerate(asked.definition.indicators))
    stood(layers, ground, dialect, as_json)
    used = {one.measure for _, one in indicators}
    if used & {Measure.COMPLETENESS, Measure.TIMELINESS}:
        duty(layers, asked, dialect, as_json)
    if used & {Measure.VERIFIED, Measure.RECORDS, Measure.ATTENDANCE}:
        records(layers, asked)
    if Measure.TERM in used:
        term(layers, ground.last)
    votes(layers, asked)
    if used & {Measure.MARK, Measure.NOTED}:
        by_hand(layers, asked)
    facts(layers, asked, used)
    select, names = pointed(layers, asked, weighed(layers, asked.definition))
    return Statement(layers.then(select), tuple(layers.parameters), names)
