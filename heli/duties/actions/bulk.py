"""Many rows at once, without an object each: rows that Python has, and rows that a query makes.

Values are what the columns hold: primary keys for foreign keys. The caller is an action.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

ROWS = 5_000
ROWS_A_STATEMENT = 500
"""Across a connection many rows travel in one statement; inside the process each statement is free."""

T = TypeVar("T")


def in_chunks(items: Iterable[T], size: int = ROWS) -> Iterator[list[T]]:
    """The items in lists of `size`, the last one shorter."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of `columns` (attribute names, `organisation_id` for a foreign key); returns how many."""
    fields = [_field(model, name) for name in columns]
    adapted = map(_adapter(fields), rows)
    head, marks = _head(model, fields), f"({', '.join('%s' for _ in fields)})"
    inserted = 0
    with connection.cursor() as cursor:
        for chunk in in_chunks(adapted):
            if connection.vendor == "sqlite":
                cursor.executemany(f"{head} VALUES {marks}", chunk)
            else:
                for few in in_chunks(chunk, ROWS_A_STATEMENT):
                    values = [value for row in few for value in row]
                    cursor.execute(f"{head} VALUES {', '.join([marks] * len(few))}", values)
            inserted += len(chunk)
    return inserted


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
    @cache
    def adapt(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    return adapt
