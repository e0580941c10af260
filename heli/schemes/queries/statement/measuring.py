"""What is measured, by organisation: duties, records, terms, and what was given by hand."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from heli.duties.catalogue import Checked
from heli.duties.models import Record, Standing
from heli.orgs.catalogue import TERM_KINDS
from heli.orgs.models import CommitteeTerm, Organisation
from heli.schemes.catalogue import Measure, Times
from heli.schemes.models import Mark, Noted, RaterGroup
from heli.schemes.queries.ground import Ground
from heli.schemes.queries.statement.asked import Asked, Layers, record_sets, summed, table, tasks_of
from heli.schemes.queries.statement.dialects import Column, Dialect


def stood(layers: Layers, ground: Ground, dialect: Dialect, as_json: Callable[[Sequence[Any]], str]) -> None:
    """Every organisation as it was on the last day; `apart` says whose duties are handed in."""
    layers.add("moved", dialect.rows([Column("id")]), as_json(ground.moved))
    layers.add("alone", dialect.rows([Column("id")]), as_json(ground.alone))
    columns = [
        Column("id"),
        Column("kind", is_text=True),
        Column("nature", is_text=True),
        Column("system", is_text=True),
        Column("attached"),
        Column("committee"),
        Column("path", is_text=True),
        Column("leader"),
    ]
    layers.add("otherwise", dialect.rows(columns), as_json(ground.stood))
    today = (
        "SELECT o.id, o.kind, o.nature, o.system, CASE WHEN o.attached THEN 1 ELSE 0 END AS attached, "
        "CASE WHEN o.has_committee THEN 1 ELSE 0 END AS committee, o.path, "
        "COALESCE(o.leader_id, 0) AS leader "
        f"FROM {table(Organisation)} o WHERE NOT o.outside AND o.id NOT IN (SELECT id FROM moved)"
    )
    layers.add(
        "stood",
        "SELECT s.*, CASE WHEN s.id IN (SELECT id FROM alone) THEN 1 ELSE 0 END AS apart "
        f"FROM ({today} UNION ALL SELECT * FROM otherwise) s",
    )


def duty(layers: Layers, asked: Asked, dialect: Dialect, as_json: Callable[[Sequence[Any]], str]) -> None:
    """What was owed, done and done on time, by organisation, for each set of 重点任务 that is asked for."""
    ground = asked.ground
    columns = [Column("kind", is_text=True), *map(Column, ("attached", "committee", "requirement"))]
    columns += map(Column, ("known_mask", "unknown_mask", "known", "unknown"))
    layers.add("expected", dialect.rows(columns), as_json(ground.expected))
    lone = [Column(name) for name in ("id", "requirement", "done", "on_time", "known", "unknown")]
    layers.add("lone", dialect.rows(lone), as_json(ground.apart))
    pop = _counter(ground.top_bit)
    both = "(e.known_mask | e.unknown_mask)"
    came = f"(CASE WHEN e.unknown_mask = 0 THEN 0 ELSE {pop('(d.done & e.unknown_mask)')} END)"
    layers.add(
        "did",
        f"SELECT s.id, e.requirement, {pop(f'(d.done & {both})')} AS done, "
        f"{pop(f'(d.on_time & {both})')} AS on_time, {came} AS known, -{came} AS unknown "
        f"FROM {table(Standing)} d JOIN stood s ON s.id = d.organisation_id AND s.apart = 0 "
        "JOIN expected e ON e.requirement = d.requirement_id AND e.kind = s.kind "
        "AND e.attached = s.attached AND e.committee = s.committee WHERE d.year = %s "
        "UNION ALL SELECT id, requirement, done, on_time, known, unknown FROM lone",
        ground.period.year,
    )
    sets = _sets(asked)
    picked = ", ".join(
        _sums(number, chosen, "done", "on_time", "known", "unknown") for number, chosen in sets
    )
    layers.add("own_duty", f"SELECT id, {picked} FROM did GROUP BY id")
    owed = ", ".join(_sums(number, chosen, "known", "unknown") for number, chosen in sets)
    layers.add(
        "owed",
        f"SELECT kind, attached, committee, {owed} FROM expected GROUP BY kind, attached, committee",
    )
    told = ", ".join(
        f"COALESCE(d.done{n}, 0) AS done{n}, COALESCE(d.on_time{n}, 0) AS on_time{n}, "
        f"COALESCE(d.known{n}, 0) + CASE WHEN s.apart = 0 THEN COALESCE(w.known{n}, 0) ELSE 0 END "
        f"AS known{n}, "
        f"COALESCE(d.unknown{n}, 0) + CASE WHEN s.apart = 0 THEN COALESCE(w.unknown{n}, 0) ELSE 0 END "
        f"AS unknown{n}"
        for n, _ in sets
    )
    layers.add(
        "duty",
        f"SELECT s.id, {told} FROM stood s LEFT JOIN own_duty d ON d.id = s.id "
        "LEFT JOIN owed w ON w.kind = s.kind AND w.attached = s.attached AND w.committee = s.committee",
    )


def _sets(asked: Asked) -> list[tuple[int, tuple[int, ...]]]:
    """The different sets of requirements that indicators ask for, by number; primary keys."""
    return [
        (number, tuple(one.pk for one in asked.ground.book.readings if not tasks or one.group in tasks))
        for number, tasks in enumerate(tasks_of(asked.definition))
    ]


def _sums(number: int, requirements: Sequence[int], *columns: str) -> str:
    among = ", ".join(map(str, requirements)) or "0"
    return ", ".join(
        f"{summed(f'CASE WHEN requirement IN ({among}) THEN {one} ELSE 0 END')} AS {one}{number}"
        for one in columns
    )


_BITS_OF_FOUR = 0x4332322132212110
"""How many bits are set in 0, 1, … 15: the hexadecimal digits, counted from the right."""


def _counter(bits: int) -> Callable[[str], str]:
    """How many bits of a mask are set, four at a time: no engine's own function is the others'."""
    return lambda mask: (
        "("
        + " + ".join(
            f"(({_BITS_OF_FOUR} >> CAST(4 * (({mask} >> {first}) & 15) AS integer)) & 15)"
            for first in range(0, bits, 4)
        )
        + ")"
    )


def records(layers: Layers, asked: Asked) -> None:
    """Records of the period that stand, by organisation, for each set of kinds that is asked for."""
    told: list[str] = []
    parameters: list[Any] = []
    for number, (measure, kinds) in enumerate(record_sets(asked.definition)):
        among = f"r.kind IN ({', '.join('%s' for _ in kinds)})" if kinds else "1 = 1"
        if measure is Measure.VERIFIED:
            pairs = [("a", f"r.checked = '{Checked.VERIFIED.value}'", "1"), ("b", "r.checked <> ''", "1")]
        elif measure is Measure.ATTENDANCE:
            there = "r.due IS NOT NULL AND r.present IS NOT NULL"
            pairs = [("a", there, "r.present"), ("b", there, "r.due")]
        else:
            pairs = [("a", f"r.checked <> '{Checked.RETURNED.value}'", "1")]
        for name, condition, value in pairs:
            counted = summed(f"CASE WHEN {among} AND {condition} THEN {value} ELSE 0 END")
            told.append(f"{counted} AS {name}{number}")
            parameters.extend(kinds)
    every = sorted({kind for _, some in record_sets(asked.definition) for kind in some})
    narrowed = all(some for _, some in record_sets(asked.definition))
    within = f"AND r.kind IN ({', '.join('%s' for _ in every)})" if narrowed else ""
    layers.add(
        "rec",
        f"SELECT r.organisation_id AS id, {', '.join(told)} FROM {table(Record)} r "
        f"WHERE r.withdrawn_at IS NULL AND r.happened_on >= %s AND r.happened_on <= %s {within} "
        "GROUP BY r.organisation_id",
        *parameters,
        asked.ground.period.start,
        asked.ground.last,
        *(every if narrowed else ()),
    )


def term(layers: Layers, last: date) -> None:
    """Whether the latest term had not ended by the last day; without a term it is unknown."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(TERM_KINDS))
    layers.add(
        "term",
        f"SELECT s.id, CASE WHEN MAX(t.ends_on) >= %s THEN 1 ELSE 0 END AS a, "
        "CASE WHEN MAX(t.ends_on) IS NULL THEN 0 ELSE 1 END AS b, "
        "CASE WHEN MAX(t.ends_on) IS NULL THEN 1 ELSE 0 END AS u "
        f"FROM stood s LEFT JOIN {table(CommitteeTerm)} t ON t.organisation_id = s.id "
        f"WHERE s.kind IN ({kinds}) GROUP BY s.id",
        last,
    )


def by_hand(layers: Layers, asked: Asked) -> None:
    """Points given by hand, a group of raters at a time, and what was noted; by organisation and code.

    Of a group that leaves out the highest and the lowest both are left out where four or more have rated.
    """
    _of_raters(layers, asked)
    given = summed("m.points")
    layers.add(
        "rated",
        "SELECT m.id, m.code, g.weight, CASE WHEN g.trims AND COUNT(*) >= 4 "
        f"THEN (2 * ({given} - MAX(m.points) - MIN(m.points)) + COUNT(*) - 2) / (2 * (COUNT(*) - 2)) "
        f"ELSE (2 * {given} + COUNT(*)) / (2 * COUNT(*)) END AS points "
        f"FROM of_rater m JOIN {table(RaterGroup)} g ON g.id = m.raters "
        "WHERE g.weight > 0 GROUP BY m.id, m.code, g.id, g.weight, g.trims",
    )
    layers.add(
        "hand",
        f"SELECT id, code, (2 * {summed('weight * points')} + {summed('weight')}) "
        f"/ (2 * {summed('weight')}) AS points "
        "FROM rated GROUP BY id, code UNION ALL "
        f"SELECT n.organisation_id, n.code, COUNT(*) FROM {table(Noted)} n WHERE n.scheme_id = %s "
        "AND n.withdrawn_at IS NULL AND n.happened_on >= %s AND n.happened_on <= %s "
        "GROUP BY n.organisation_id, n.code",
        asked.scheme,
        asked.ground.period.start,
        asked.ground.last,
    )
    codes = [one.code for one in asked.definition.indicators if one.measure.by_hand]
    told = ", ".join(f"MAX(CASE WHEN code = %s THEN points END) AS h{n}" for n in range(len(codes)))
    layers.add("by_hand", f"SELECT id, {told} FROM hand GROUP BY id", *codes)


def _of_raters(layers: Layers, asked: Asked) -> None:
    """What each rater gave: the last mark, or where the scheme says the mean or the sum of several."""
    layers.add(
        "last_mark",
        f"SELECT MAX(id) AS id FROM {table(Mark)} WHERE scheme_id = %s AND period = %s "
        "AND replaced_at IS NULL GROUP BY organisation_id, code, group_id, rater_id",
        asked.scheme,
        asked.ground.period.code,
    )
    several = {
        Times.MEAN: "(2 * SUM(m.points) + COUNT(*)) / (2 * COUNT(*))",
        Times.SUM: "SUM(m.points)",
    }
    cases, codes = "", []
    for one in asked.definition.indicators:
        if one.measure is Measure.MARK and one.times in several:
            cases += f" WHEN m.code = %s THEN {several[one.times]}"
            codes.append(one.code)
    last = "MAX(CASE WHEN l.id IS NOT NULL THEN m.points END)"
    told = f"CAST(CASE{cases} ELSE {last} END AS bigint)" if cases else last
    layers.add(
        "of_rater",
        f"SELECT m.organisation_id AS id, m.code, m.group_id AS raters, {told} AS points "
        f"FROM {table(Mark)} m LEFT JOIN last_mark l ON l.id = m.id "
        "WHERE m.scheme_id = %s AND m.period = %s AND m.replaced_at IS NULL "
        "GROUP BY m.organisation_id, m.code, m.group_id, m.rater_id",
        *codes,
        asked.scheme,
        asked.ground.period.code,
    )
