"""Many rows at once, without an object each: rows that Python has, and rows that a query makes.

Values are what the columns hold: primary keys for foreign keys. The caller is an action.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

ROWS = 5_000

T = TypeVar("T")


def in_chunks(items: Iterable[T], size: int = ROWS) -> Iterator[list[T]]:
    """The items in lists of `size`, the last one shorter."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of `columns` (attribute names, `organisation_id` for a foreign key); returns how many.

    Inside the process a statement a row is fastest; across a connection Django sends arrays of values.
    """
    inserted = 0
    insert = _one_by_one(model, columns) if connection.vendor == "sqlite" else _together(model, columns)
    for chunk in in_chunks(rows):
        insert(chunk)
        inserted += len(chunk)
    return inserted


def _one_by_one(model: type[models.Model], columns: Sequence[str]) -> Callable[[list[Any]], None]:
    fields = [_field(model, name) for name in columns]
    adapted = _adapter(fields)
    sql = f"{_head(model, fields)} VALUES ({', '.join('%s' for _ in fields)})"

    def insert(chunk: list[Any]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(sql, list(map(adapted, chunk)))

    return insert


def _together(model: type[models.Model], columns: Sequence[str]) -> Callable[[list[Any]], None]:
    def insert(chunk: list[Any]) -> None:
        model._base_manager.bulk_create(model(**dict(zip(columns, row, strict=True))) for row in chunk)

    return insert


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update rows of `columns`; the last value of each row is the primary key of what it changes."""
    fields = [_field(model, name) for name in columns]
    key: Any = model._meta.pk
    quoted = connection.ops.quote_name
    settings = ", ".join(f"{quoted(one.column)} = %s" for one in fields)
    table = quoted(model._meta.db_table)
    sql = f"UPDATE {table} SET {settings} WHERE {quoted(key.column)} = %s"  # noqa: S608 - names of our own
    adapted = _adapter([*fields, key])
    for chunk in in_chunks(rows):
        with connection.cursor() as cursor:
            cursor.executemany(sql, list(map(adapted, chunk)))


def insert_from(model: type[models.Model], columns: Sequence[str], query: models.QuerySet[Any, Any]) -> int:
    """Insert what `query` (values in the order of `columns`) finds, without it leaving the database."""
    try:
        sql, values = query.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # Django sees that the query can find nothing
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"{_head(model, [_field(model, name) for name in columns])} {sql}", values)
        return int(cursor.rowcount)


def _head(model: type[models.Model], fields: Sequence[models.Field[Any, Any]]) -> str:
    quoted = connection.ops.quote_name
    return f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(quoted(one.column) for one in fields)})"


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name.removesuffix("_id"))


def _adapter(fields: Sequence[models.Field[Any, Any]]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """How the database wants days and moments; everything else it takes as it is."""
    dated = [(place, _adapt(one)) for place, one in enumerate(fields) if isinstance(one, models.DateField)]

    def adapted(row: Sequence[Any]) -> Sequence[Any]:
        if not dated:
            return row
        values = list(row)
        for place, adapt in dated:
            values[place] = adapt(values[place])
        return values

    return adapted


def _adapt(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    return partial(_adapted, field)


@lru_cache(maxsize=65_536)
def _adapted(field: models.Field[Any, Any], value: Any) -> Any:
    """Many rows have the same days: each is adapted once, in whichever call it comes."""
    return field.get_db_prep_save(value, connection)
