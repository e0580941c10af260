"""Scores by a scheme: the compiled statement beside the same one written by hand."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from heli.bench.catalogue import Figure, at_most, at_most_times
from heli.bench.ground import Ground
from heli.bench.timing import beside
from heli.kernel.periods import Period, PeriodKind, period_on
from heli.schemes.catalogue import TEMPLATES
from heli.schemes.queries.ground import Ground as SchemeGround
from heli.schemes.queries.ground import ground as scheme_ground
from heli.schemes.queries.scoring import statement
from heli.schemes.queries.statement.asked import Asked
from heli.schemes.rules.definition import of_template

RUNS = 7
BY_HAND = "同样的指标，手写的一条语句"


def schemes(ground: Ground) -> Iterator[Figure]:
    """All branches by the ready scheme of branches: read, reckoned, and rounded by the database."""
    period = period_on(PeriodKind.HALF, ground.today)
    definition = of_template(TEMPLATES().get("branch", ground.today))
    base = scheme_ground(period, ground.today)
    told = statement(Asked(definition, base, 0))

    def compiled() -> list[tuple[object, ...]]:
        return _rows(told.sql, told.parameters)

    sql, parameters = _by_hand(base)
    pair = beside(compiled, lambda: _rows(sql, parameters), RUNS)
    count = len(compiled())
    yield Figure.of("全部党支部，一条语句", *pair, BY_HAND, at_most_times(2.0), f"{count} 个党组织，9 个指标")

    (took, _) = beside(lambda: branches_scored(period, ground.today), compiled, RUNS)
    yield Figure.of("连同准备（应办的口径、变动的组织）", took, None, "", at_most(1.0), f"{count} 个党组织")


def branches_scored(period: Period, on: date) -> list[tuple[object, ...]]:
    """The same with what it stands on read anew: 应办's reach, and the organisations that changed."""
    definition = of_template(TEMPLATES().get("branch", on))
    told = statement(Asked(definition, scheme_ground(period, on), 0))
    return _rows(told.sql, told.parameters)


def _rows(sql: str, parameters: tuple[Any, ...]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _by_hand(base: SchemeGround) -> tuple[str, tuple[Any, ...]]:
    """The ready scheme of branches as somebody would write it for the database, with the same two inputs."""
    say = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    nibble = say.whole.replace("{}", "4 * (({mask} >> {n}) & 15)")
    counted = {
        name: " + ".join(
            f"((4841987667533046032 >> {nibble.format(mask=mask, n=n)}) & 15)"
            for n in range(0, base.top_bit, 4)
        )
        for name, mask in _MASKS.items()
    }
    sql = f"""
WITH e AS MATERIALIZED (
  SELECT CAST({say.at(0)} AS text) kind, CAST({say.at(1)} AS {say.flag}) attached,
    CAST({say.at(2)} AS {say.flag}) committee, CAST({say.at(3)} AS bigint) req,
    CAST({say.at(4)} AS bigint) mask, CAST({say.at(5)} AS bigint) dark,
    CAST({say.at(6)} AS bigint) n FROM {say.rows}),
lone AS MATERIALIZED (
  SELECT CAST({say.at(0)} AS bigint) id, SUM(CAST({say.at(2)} AS integer)) done,
    SUM(CAST({say.at(3)} AS integer)) timely, SUM(CAST({say.at(4)} AS integer)) owed
  FROM {say.rows} GROUP BY 1),
own AS MATERIALIZED (
  SELECT d.organisation_id id, {say.sum(counted["done"])} done,
    {say.sum(counted["timely"])} timely, {say.sum(counted["dark"])} dark
  FROM duties_standing d JOIN orgs_organisation o ON o.id = d.organisation_id
  JOIN e ON e.req = d.requirement_id AND e.kind = o.kind AND e.attached = o.attached
    AND e.committee = o.has_committee WHERE d.year = %s GROUP BY 1),
owed AS MATERIALIZED (SELECT kind, attached, committee, {say.sum("n")} n FROM e GROUP BY 1, 2, 3),
r AS MATERIALIZED (
  SELECT organisation_id id, {say.number("kind = 'lecture' AND checked <> 'returned'")} lectures,
    SUM(CASE WHEN kind = 'assembly' AND due IS NOT NULL AND present IS NOT NULL THEN present END) present,
    SUM(CASE WHEN kind = 'assembly' AND due IS NOT NULL AND present IS NOT NULL THEN due END) due,
    {say.number("checked = 'verified'")} verified, {say.number("checked <> ''")} checked
  FROM duties_record WHERE withdrawn_at IS NULL AND happened_on >= %s AND happened_on <= %s GROUP BY 1),
t AS MATERIALIZED (
  SELECT organisation_id id, {say.flagged("MAX(ends_on) >= %s")} inside FROM orgs_committeeterm GROUP BY 1),
f AS MATERIALIZED (
  SELECT o.id, COALESCE(lone.done, own.done, 0) done, COALESCE(lone.timely, own.timely, 0) timely,
    COALESCE(lone.owed, owed.n + COALESCE(own.dark, 0), 0) owed, r.lectures, r.present, r.due, r.verified,
    r.checked, t.inside
  FROM orgs_organisation o LEFT JOIN lone ON lone.id = o.id LEFT JOIN own ON own.id = o.id
  LEFT JOIN owed ON owed.kind = o.kind AND owed.attached = o.attached AND owed.committee = o.has_committee
  LEFT JOIN r ON r.id = o.id LEFT JOIN t ON t.id = o.id
  WHERE o.kind IN ('branch', 'joint_branch', 'retired_branch') AND o.closed_on IS NULL AND NOT o.outside)
SELECT id, 10000 * (
    COALESCE(4000 * done / NULLIF(owed, 0), 0) + COALESCE(2000 * timely / NULLIF(owed, 0), 0)
    + CASE WHEN present * 100 >= due * 80 THEN 1000 WHEN present * 100 >= due * 60 THEN 700
      WHEN present * 100 >= due * 50 THEN 400 ELSE 0 END
    + COALESCE(1000 * inside, 0) + COALESCE(1000 * verified / NULLIF(checked, 0), 0)
    + COALESCE(1000 * {say.least}(lectures, 2) / 2, 0))
  / NULLIF(CASE WHEN owed > 0 THEN 6000 ELSE 0 END + CASE WHEN due > 0 THEN 1000 ELSE 0 END
    + CASE WHEN inside IS NULL THEN 0 ELSE 1000 END + CASE WHEN checked > 0 THEN 1000 ELSE 0 END
    + CASE WHEN lectures IS NULL THEN 0 ELSE 1000 END, 0) FROM f"""
    period = base.period
    days = (period.start.isoformat(), base.last.isoformat(), base.last.isoformat())
    return sql, (json.dumps(base.expected), json.dumps(base.apart), period.year, *days)


class _Dialect(NamedTuple):
    """What the two databases write differently."""

    element: str
    rows: str
    flag: str
    whole: str
    least: str
    as_number: str

    def at(self, place: int) -> str:
        return self.element.format(place)

    def sum(self, what: str) -> str:
        return f"CAST(SUM({what}) AS bigint)"

    def flagged(self, what: str) -> str:
        return self.as_number.format(what)

    def number(self, what: str) -> str:
        return f"SUM({self.flagged(what)})"


_SQLITE = _Dialect("json_extract(value, '$[{}]')", "json_each(%s)", "integer", "({})", "MIN", "({})")
_POSTGRESQL = _Dialect(
    "value ->> {}",
    "json_array_elements(CAST(%s AS json)) AS value",
    "boolean",
    "CAST({} AS integer)",
    "LEAST",
    "CAST(({}) AS integer)",
)
_MASKS = {
    "done": "(d.done & (e.mask | e.dark))",
    "timely": "(d.on_time & (e.mask | e.dark))",
    "dark": "(d.done & e.dark)",
}
