"""Many rows at once, without an object each: rows that Python has, and rows that a query makes.

Values are what the columns hold: primary keys for foreign keys. The caller is an action.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

ROWS = 5_000
_MOST_REMEMBERED = 65_536

T = TypeVar("T")


def in_chunks(items: Iterable[T], size: int = ROWS) -> Iterator[list[T]]:
    """The items in lists of `size`, the last one shorter."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of `columns` (attribute names, `organisation_id` for a foreign key); returns how many.

    Every column without a default of the database has to be given: no object is made that would know one.
    Inside the process a statement a row is fastest; across a connection one with an array a column.
    """
    inserted = 0
    insert = _one_by_one(model, columns) if connection.vendor == "sqlite" else _together(model, columns)
    for chunk in in_chunks(rows):
        insert(chunk)
        inserted += len(chunk)
    return inserted


def _one_by_one(model: type[models.Model], columns: Sequence[str]) -> Callable[[list[Any]], None]:
    fields = [_field(model, name) for name in columns]
    adapted = _Adapted(fields)
    sql = f"{_head(model, fields)} VALUES ({', '.join('%s' for _ in fields)})"

    def insert(chunk: list[Any]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(sql, adapted.rows(chunk))

    return insert


def _together(model: type[models.Model], columns: Sequence[str]) -> Callable[[list[Any]], None]:
    fields = [_field(model, name) for name in columns]
    adapted = _Adapted(fields)
    arrays = ", ".join(f"%s::{_base_type(one)}[]" for one in fields)
    sql = f"{_head(model, fields)} SELECT * FROM UNNEST({arrays})"  # noqa: S608 - names of our own

    def insert(chunk: list[Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, adapted.columns(chunk))

    return insert


def _base_type(field: Any) -> str:
    """Without its length: a cast to `varchar(12)` would cut what the column would refuse."""
    return str(field.db_type(connection)).partition("(")[0]


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update rows of `columns`; the last value of each row is the primary key of what it changes."""
    fields = [_field(model, name) for name in columns]
    key: Any = model._meta.pk
    quoted = connection.ops.quote_name
    settings = ", ".join(f"{quoted(one.column)} = %s" for one in fields)
    table = quoted(model._meta.db_table)
    sql = f"UPDATE {table} SET {settings} WHERE {quoted(key.column)} = %s"  # noqa: S608 - names of our own
    adapted = _Adapted([*fields, key])
    for chunk in in_chunks(rows):
        with connection.cursor() as cursor:
            cursor.executemany(sql, adapted.rows(chunk))


def insert_from(model: type[models.Model], columns: Sequence[str], query: models.QuerySet[Any, Any]) -> int:
    """Insert what `query` (values in the order of `columns`) finds, without it leaving the database."""
    try:
        sql, values = query.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # Django sees that the query can find nothing
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"{_head(model, [_field(model, name) for name in columns])} {sql}", values)
        return int(cursor.rowcount)


def update_from(model: type[models.Model], columns: Sequence[str], query: models.QuerySet[Any, Any]) -> int:
    """Update rows of `columns` to what `query` finds, without it leaving the database; returns how many.

    It finds values in the order of `columns`, and last the primary key of the row that is to have them.
    """
    try:
        sql, values = query.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # Django sees that the query can find nothing
        return 0
    key: Any = model._meta.pk
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    names = [f"value_{place}" for place, _ in enumerate(columns)]
    settings = ", ".join(
        f"{quoted(_field(model, column).column)} = found.{name}"
        for column, name in zip(columns, names, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {settings} FROM "  # noqa: S608 - names of our own
            f"(WITH named ({', '.join(names)}, of_row) AS ({sql}) SELECT * FROM named) AS found "
            f"WHERE {table}.{quoted(key.column)} = found.of_row",
            values,
        )
        return int(cursor.rowcount)


def _head(model: type[models.Model], fields: Sequence[models.Field[Any, Any]]) -> str:
    quoted = connection.ops.quote_name
    return f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(quoted(one.column) for one in fields)})"


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name.removesuffix("_id"))


class _Adapted:
    """Values as the database wants them: days, moments and amounts; all else it takes as it is."""

    def __init__(self, fields: Sequence[models.Field[Any, Any]]) -> None:
        self._by_place = {place: _adapter(one) for place, one in enumerate(fields) if _is_adapted(one)}

    def columns(self, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """The rows as a list a column."""
        columns: list[list[Any]] = list(map(list, zip(*rows, strict=True)))
        for place, adapt in self._by_place.items():
            columns[place] = list(map(adapt, columns[place]))
        return columns

    def rows(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """The rows again."""
        return list(zip(*self.columns(rows), strict=True))


def _is_adapted(field: models.Field[Any, Any]) -> bool:
    dated = isinstance(field, models.DateField | models.DecimalField)
    return dated or (connection.vendor != "sqlite" and isinstance(field, models.CharField | models.TextField))


@lru_cache(maxsize=512)
def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """An array holds values of one type: a choice beside a text goes as the text that it is."""
    if isinstance(field, models.CharField | models.TextField):
        return lambda value: None if value is None else str(value)
    return _Remembered(field).__getitem__


class _Remembered(dict[Any, Any]):
    """Many rows have the same days: each is adapted once, in whichever call it comes."""

    def __init__(self, field: models.Field[Any, Any]) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, value: Any) -> Any:
        adapted = self._field.get_db_prep_save(value, connection)
        if len(self) < _MOST_REMEMBERED:
            self[value] = adapted
        return adapted
