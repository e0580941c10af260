"""For each indicator a of b and u unknown, of the organisation or of what is beneath it."""

from collections.abc import Sequence
from typing import Any

from heli.orgs.catalogue import LEADING_KINDS, TERM_KINDS
from heli.orgs.models.organisations import STEP
from heli.schemes.catalogue import Definition, Indicator, Measure, Over
from heli.schemes.queries.ground import Ground
from heli.schemes.queries.statement.asked import (
    CLASS,
    SUBJECT,
    Asked,
    Layers,
    record_sets,
    summed,
    tasks_of,
    vote_sets,
)

DEEPEST = 12
"""How many levels a tree has at most (`Organisation.path`)."""


def facts(layers: Layers, asked: Asked, used: set[Measure]) -> None:
    """For each indicator a, b and u of the organisation itself, and n: how many were there to measure."""
    definition = asked.definition
    of_duties = bool(used & {Measure.COMPLETENESS, Measure.TIMELINESS})
    joins = [
        ("own_duty", of_duties),
        ("rec", bool(used & {Measure.VERIFIED, Measure.RECORDS, Measure.ATTENDANCE})),
        ("term", Measure.TERM in used),
        *((f"voted{n}", True) for n, _ in enumerate(vote_sets(definition))),
        ("by_hand", bool(used & {Measure.MARK, Measure.NOTED})),
    ]
    joined = "".join(f" LEFT JOIN {name} ON {name}.id = s.id" for name, there in joins if there)
    if of_duties:
        joined += f" LEFT JOIN owed ON {' AND '.join(f'owed.{one} = s.{one}' for one in CLASS)}"
    own = [dict(zip("abu", _measured(asked, one), strict=True)) for one in definition.indicators]
    chosen, parameters = _chosen(asked)
    subject = ", ".join(f"s.{one}" for one in SUBJECT)
    if not any(one.over is not Over.SELF for one in definition.indicators):
        told = _columns(layers, definition, own)
        layers.add("fact", f"SELECT {subject}, {told} FROM stood s{joined} WHERE {chosen}", *parameters)
        return
    every = ", ".join(f"{said} AS {name}{n}" for n, one in enumerate(own) for name, said in one.items())
    layers.add("own", f"SELECT s.*, {every} FROM stood s{joined}")
    _beneath(layers, definition, chosen, parameters)
    carried = [{name: f"s.{name}{n}" for name in one} for n, one in enumerate(own)]
    told = _columns(layers, definition, carried)
    under = " ".join(
        f"LEFT JOIN {name} {alias} ON {alias}.subject = s.id"
        for over, (name, alias) in _OVER.items()
        if any(one.over is over for one in definition.indicators)
    )
    layers.add("fact", f"SELECT {subject}, {told} FROM own s {under} WHERE {chosen}", *parameters)


_OVER = {Over.OWN: ("under_own", "w"), Over.ATTACHED: ("under_attached", "x")}


def _chosen(asked: Asked) -> tuple[str, list[Any]]:
    """The condition on those who are scored, and its parameters."""
    kinds = ", ".join(f"'{kind}'" for kind in asked.definition.kinds)
    chosen, parameters = f"s.kind IN ({kinds})", list[Any]()
    if asked.organisation is not None:
        chosen += " AND s.id = %s"
        parameters.append(asked.organisation)
    if asked.root:
        chosen += " AND substr(s.path, 1, %s) = %s"
        parameters += [len(asked.root), asked.root]
    return chosen, parameters


def _columns(layers: Layers, definition: Definition, own: Sequence[dict[str, str]]) -> str:
    """The columns of what is measured; one that is alike for all is no column (`Layers.let`)."""
    told = []
    for n, one in enumerate(definition.indicators):
        if one.over is Over.SELF:
            said = {**own[n], "n": "1"}
        else:
            _, alias = _OVER[one.over]
            said = {name: f"COALESCE({alias}.{name}{n}, 0)" for name in "abu"} | {
                "n": f"COALESCE({alias}.n, 0)"
            }
        for name, expression in said.items():
            if expression.isdigit():
                layers.let(f"{name}{n}", expression)
            else:
                told.append(f"{expression} AS {name}{n}")
    return ", ".join(told)


def _beneath(layers: Layers, definition: Definition, chosen: str, parameters: Sequence[Any]) -> None:
    """What is measured of those beneath each subject, or led by it, summed: 本级 and 直属单位 apart."""
    leading = ", ".join(f"'{kind}'" for kind in sorted(LEADING_KINDS))
    steps = " UNION ALL ".join(f"SELECT {STEP * n} AS len" for n in range(1, DEEPEST + 1))
    layers.add("steps", steps)
    layers.add(
        "covers",
        "SELECT s.id AS subject, o.id FROM stood o JOIN steps n ON n.len < length(o.path) "
        f"JOIN stood s ON s.path = substr(o.path, 1, n.len) WHERE s.kind NOT IN ({leading}) AND {chosen} "
        "UNION ALL SELECT s.id, o.id FROM stood o JOIN stood s ON s.id = o.leader "
        f"WHERE s.kind IN ({leading}) AND {chosen}",
        *parameters,
        *parameters,
    )
    for over, table, flag in ((Over.OWN, "under_own", 0), (Over.ATTACHED, "under_attached", 1)):
        own = [n for n, one in enumerate(definition.indicators) if one.over is over]
        if own:
            sums = ", ".join(f"{summed(f'o.{name}{n}')} AS {name}{n}" for n in own for name in "abu")
            layers.add(
                table,
                f"SELECT c.subject, COUNT(*) AS n, {sums} FROM covers c JOIN own o ON o.id = c.id "
                f"WHERE o.attached = {flag} GROUP BY c.subject",
            )


def _measured(asked: Asked, one: Indicator) -> tuple[str, str, str]:
    """The expressions of a, b and u of one organisation for one indicator."""
    definition = asked.definition
    if one.measure.of_duties:
        n = tasks_of(definition).index(one.tasks)
        done = "done" if one.measure is Measure.COMPLETENESS else "on_time"
        known, unknown = (
            f"COALESCE(own_duty.{name}{n}, 0) "
            f"+ CASE WHEN s.apart = 0 THEN COALESCE(owed.{name}{n}, 0) ELSE 0 END"
            for name in ("known", "unknown")
        )
        return f"COALESCE(own_duty.{done}{n}, 0)", known, unknown
    if one.measure is Measure.TERM:
        kinds = ", ".join(f"'{kind}'" for kind in sorted(TERM_KINDS))
        elected = f"s.kind IN ({kinds})"
        return (
            f"CASE WHEN {elected} THEN COALESCE(term.lasts, 0) ELSE 0 END",
            f"CASE WHEN {elected} AND term.id IS NOT NULL THEN 1 ELSE 0 END",
            f"CASE WHEN {elected} AND term.id IS NULL THEN 1 ELSE 0 END",
        )
    if one.measure.of_records:
        n = record_sets(definition).index((one.measure, one.kinds))
        if one.measure is not Measure.RECORDS:
            return f"COALESCE(rec.a{n}, 0)", f"COALESCE(rec.b{n}, 0)", "0"
        known = _with_source(asked.ground, one.kinds)
        there = f"CASE WHEN s.kind IN ({known}) THEN 1 ELSE 0 END" if known else "0"
        return f"COALESCE(rec.a{n}, 0)", there, f"1 - {there}"
    if one.measure.of_votes:
        held = f"voted{vote_sets(definition).index((one.measure, one.worths))}"
        unknown = f"CASE WHEN {held}.b IS NULL THEN 1 ELSE 0 END"
        return f"COALESCE({held}.a, 0)", f"COALESCE({held}.b, 0)", unknown
    codes = [each.code for each in definition.indicators if each.measure.by_hand]
    held = f"by_hand.h{codes.index(one.code)}"
    if one.measure is Measure.NOTED:
        return f"COALESCE({held}, 0)", "1", "0"
    return (
        f"COALESCE({held}, 0)",
        f"CASE WHEN {held} IS NULL THEN 0 ELSE 1 END",
        f"CASE WHEN {held} IS NULL THEN 1 ELSE 0 END",
    )


def _with_source(ground: Ground, kinds: Sequence[str]) -> str:
    """The kinds of organisation of which records of one of these kinds (of any, if none) have a source."""
    found = {
        org_kind
        for (kind, org_kind), since in ground.book.since.items()
        if (not kinds or kind in kinds) and since <= ground.last
    }
    return ", ".join(f"'{kind}'" for kind in sorted(found))
