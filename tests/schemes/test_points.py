"""The examples of points that an officer reviews, asked of the database by the compiled expression."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from heli.schemes.catalogue import Indicator, Measure, Part, Shape
from heli.schemes.queries.scoring import in_points
from heli.schemes.queries.statement.totals import points_of
from heli.schemes.rules.definition import in_hundredths

EXAMPLES = tomllib.loads(
    (Path(__file__).parent / "rules/points.toml").read_text(encoding="utf-8"), parse_float=Decimal
)["example"]


def indicator(said: dict[str, Any]) -> Indicator:
    by_number = said["measure"] == Measure.RECORDS
    return Indicator(
        code="A1",
        group="示例",
        name="示例",
        part=Part(said.get("part", Part.COMMON)),
        weight=in_hundredths(said["weight"]),
        measure=Measure(said["measure"]),
        shape=Shape(said["shape"]),
        least=in_hundredths(said.get("least", 0)),
        target=said.get("target", 0),
        each=in_hundredths(said.get("each", 0)),
        bands=tuple(
            (floor if by_number else in_hundredths(floor), in_hundredths(share))
            for floor, share in said.get("bands", ())
        ),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("example", EXAMPLES, ids=[one["name"] for one in EXAMPLES])
def test_points_are_as_an_officer_reckons(example: dict[str, Any]) -> None:
    given = example["given"]
    one = indicator(given)
    facts = "SELECT CAST(%s AS integer) AS w0, CAST(%s AS integer) AS a0, CAST(%s AS integer) AS b0"
    sql = f"SELECT {points_of(0, one)} FROM ({facts}) given"  # noqa: S608 - the expression is what is tried
    with connection.cursor() as cursor:
        cursor.execute(sql, [one.weight, given["a"], given["b"]])
        (found,) = cursor.fetchone()
    assert in_points(found) == example.get("expect")
