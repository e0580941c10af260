"""What is measured, by organisation: duties, records, terms, and what was given by hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from heli.duties.catalogue import Checked
from heli.duties.models import Record, Standing
from heli.orgs.models import CommitteeTerm, Organisation
from heli.schemes.catalogue import Measure, Times
from heli.schemes.models import Mark, Noted, RaterGroup
from heli.schemes.queries.ground import Ground
from heli.schemes.queries.statement.asked import CLASS, Asked, Layers, record_sets, summed, table, tasks_of
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
    counted = {
        "done": pop(f"(d.done & {both})"),
        "on_time": pop(f"(d.on_time & {both})"),
        "known": came,
        "unknown": f"-{came}",
    }
    sets = _sets(asked)
    alike = " AND ".join(f"e.{one} = s.{one}" for one in CLASS)
    layers.add(
        "own_duty",
        f"SELECT d.organisation_id AS id, {_sums(sets, 'e.requirement', counted)} "
        f"FROM {table(Standing)} d JOIN stood s ON s.id = d.organisation_id AND s.apart = 0 "
        f"JOIN expected e ON e.requirement = d.requirement_id AND {alike} "
        "WHERE d.year = %s GROUP BY d.organisation_id UNION ALL "
        f"SELECT id, {_sums(sets, 'requirement', {name: name for name in counted})} FROM lone GROUP BY id",
        ground.period.year,
    )
    owed = _sums(sets, "requirement", {"known": "known", "unknown": "unknown"})
    layers.add("owed", f"SELECT {', '.join(CLASS)}, {owed} FROM expected GROUP BY {', '.join(CLASS)}")


def _sets(asked: Asked) -> list[tuple[int, tuple[int, ...] | None]]:
    """The different sets of requirements that indicators ask for, by number; primary keys, None for all."""
    return [
        (number, tuple(one.pk for one in asked.ground.book.readings if one.group in tasks) if tasks else None)
        for number, tasks in enumerate(tasks_of(asked.definition))
    ]


def _sums(
    sets: Sequence[tuple[int, tuple[int, ...] | None]], requirement: str, values: Mapping[str, str]
) -> str:
    """The sum of each value for each set, as done0 and on."""
    return ", ".join(
        f"{summed(_of(requirement, among, value))} AS {name}{number}"
        for number, among in sets
        for name, value in values.items()
    )


def _of(requirement: str, some: Sequence[int] | None, value: str) -> str:
    if some is None:
        return value
    among = ", ".join(map(str, some)) or "0"
    return f"CASE WHEN {requirement} IN ({among}) THEN {value} ELSE 0 END"


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
    """Whether the latest term had not ended by the last day; who has no term has no row."""
    layers.add(
        "term",
        "SELECT organisation_id AS id, CASE WHEN MAX(ends_on) >= %s THEN 1 ELSE 0 END AS lasts "
        f"FROM {table(CommitteeTerm)} WHERE ends_on IS NOT NULL GROUP BY organisation_id",
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
