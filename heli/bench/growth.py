"""Ten cities in one database: do scores and boards take ten times what they take for one, or more?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from heli.appraisal.queries.basis import basis, live_on
from heli.appraisal.queries.scores import scored
from heli.bench.catalogue import Figure, at_most_times
from heli.bench.databases import copied
from heli.bench.ground import Ground
from heli.bench.schemes import branches_scored
from heli.bench.timing import Took, middle
from heli.duties.models import Occurrence, Record, Standing, Tally
from heli.duties.queries.board import unit_board
from heli.duties.queries.plan import plan_year
from heli.kernel.periods import PeriodKind, period_on
from heli.orgs.models import CommitteeTerm, Organisation, OrganisationVersion, Unit

RUNS = 7
TIMES = 10
LINEAR = at_most_times(1.0)
FLOOR = "一个城市所用时间的十倍"


class _Copy(NamedTuple):
    """A model whose rows are copied, with what stands in their columns instead where it must differ.

    In an expression {n} is the number of the copy, {letter} a letter of its own.
    """

    model: type[Model]
    instead: Mapping[str, str] = {}
    where: str = ""


_LETTERS = "ABCDEFGHIJ"


def growth(ground: Ground) -> Iterator[Figure]:
    """The same three calls on the city and on ten of it, each beside ten times the first."""
    calls = _calls(ground)
    one = {name: middle(call, RUNS) for name, call in calls.items()}
    with copied(ground.folder):
        ground.tell("再复制九个城市", 0, 0)
        _multiply(ground.today)
        number = Organisation.objects.count()
        ten = {name: middle(call, RUNS) for name, call in calls.items()}
    for name, took in ten.items():
        floor = Took(TIMES * one[name].wall, TIMES * one[name].busy)
        yield Figure.of(f"{name}，{number} 个党组织", took, floor, FLOOR, LINEAR)


def _calls(ground: Ground) -> dict[str, Callable[[], object]]:
    on, period = ground.today, period_on(PeriodKind.HALF, ground.today)
    return {
        "挂图作战，全部单位": lambda: unit_board(plan_year(on), on),
        "全部党组织的得分": lambda: scored(basis(period, on, live_on(on))),
        "考核方案，全部党支部": lambda: branches_scored(period, on),
    }


def _multiply(today: date) -> None:
    """Copy what scores and boards read until there are TIMES of it; rosters stay those of one city."""
    year = today.year
    copies = (
        _Copy(Unit, {"name": "name || '{letter}'"}),
        _Copy(
            Organisation,
            {
                "code": "NULL",
                "name": "name || '{letter}'",
                "name_key": "name_key || '{letter}'",
                "path": "'{letter}' || SUBSTR(path, 2)",
            },
        ),
        _Copy(OrganisationVersion),
        _Copy(CommitteeTerm),
        _Copy(Standing, where=f"year = {year}"),
        _Copy(Tally, where=f"year = {year}"),
        _Copy(Occurrence),
        _Copy(Record, {"text": "''", "repeats_on": "NULL"}, f"happened_on >= '{year}-01-01'"),
    )
    shifts = {one.model: _highest(one.model) for one in copies}
    with connection.cursor() as cursor:
        for one in copies:
            for number in range(1, TIMES):
                cursor.execute(_copying(one, number, shifts))
        cursor.execute("ANALYZE")


def _highest(model: type[Model]) -> int:
    found = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(found or 0)


def _copying(one: _Copy, number: int, shifts: Mapping[type[Model], int]) -> str:
    """The statement that copies a table's rows, with keys moved past the highest."""
    columns: list[str] = []
    values: list[str] = []
    for column in one.model._meta.concrete_fields:
        if column.generated:
            continue
        points_to = column.related_model if column.is_relation else None
        shift = shifts.get(one.model) if column.primary_key else shifts.get(points_to)  # type: ignore[arg-type]
        name = connection.ops.quote_name(column.column)
        instead = one.instead.get(column.column, name if shift is None else f"{name} + {number * shift}")
        columns.append(name)
        values.append(instead.format(letter=_LETTERS[number]))
    table = connection.ops.quote_name(one.model._meta.db_table)
    kept = _only_first(one, shifts)
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} WHERE {kept}"


def _only_first(one: _Copy, shifts: Mapping[type[Model], int]) -> str:
    """The rows of the first city, and of them those that are asked for."""
    parts: Sequence[str] = [f"id <= {shifts[one.model]}", *([one.where] if one.where else [])]
    return " AND ".join(parts)
