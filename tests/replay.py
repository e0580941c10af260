"""What a fixture writes, written once by its actions and again as plain rows: the cast costs a test little.

The first tests of a process build the cast by the actions of Heli; every later one gets the same rows in one
statement a table, and copies of the same objects. What was written before decides what may be written again:
each state from which a fixture starts has rows of its own, kept once it is met for the second time.
"""

import copy
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.db import IntegrityError, connection, transaction

from heli.kernel.secrets import fingerprint
from tests import people as cast

T = TypeVar("T")
Table = tuple[tuple[str, ...], list[tuple[Any, ...]]]
"""Columns, the first of which is the primary key, and rows."""
Tables = dict[str, Table]


class Written(NamedTuple):
    """Rows that came, and rows that were changed; on PostgreSQL also all as one `script`."""

    new: Tables
    changed: Tables
    script: str = ""


class _Start(NamedTuple):
    """A fixture and the state that it starts from: what was replayed in the test, how many rows there are.

    What is encrypted can be read with the same `keys` alone.
    """

    name: str
    keys: str
    before: tuple[str, ...]
    rows: tuple[int, ...]


_kept: dict[_Start, tuple[Written, object]] = {}
_met: set[_Start] = set()
_before: list[str] = []
_COUNTED = (
    "kernel_auditentry",
    "orgs_organisation",
    "members_post",
    "accounts_account",
    "duties_requirement",
    "duties_record",
)


def begin() -> None:
    """A test begins: nothing was replayed in it yet."""
    _before.clear()


def replayed(name: str, build: Callable[[], T]) -> T:
    """What `build` makes, with all that it writes; built twice in a process, then written again as rows."""
    start = _Start(name, fingerprint(), tuple(_before), _rows())
    made = _written_again(start, build)
    _before.append(name)
    return made


def _written_again(start: _Start, build: Callable[[], T]) -> T:
    if start in _kept:
        written, known = _kept[start]
        try:
            with cast.building(), transaction.atomic():
                _write(written)
        except IntegrityError:
            return build()
        return copy.deepcopy(known)  # type: ignore[return-value]
    if start.before and start not in _met:  # many a state is met once
        _met.add(start)
        return build()
    before = _tables()
    made = build()
    _kept[start] = (_written(before, _tables()), copy.deepcopy(made))
    return made


def _rows() -> tuple[int, ...]:
    quote = connection.ops.quote_name
    counts = ", ".join(f"(SELECT COUNT(*) FROM {quote(table)})" for table in _COUNTED)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return tuple(cursor.fetchone())


def _tables() -> Tables:
    found: Tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            named = ", ".join(map(connection.ops.quote_name, _with_generated().get(table, ()))) or "*"
            cursor.execute(f"SELECT {named} FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = tuple(column[0] for column in cursor.description or ())
            found[table] = (columns, list(cursor.fetchall()))
    return found


@lru_cache(maxsize=1)
def _with_generated() -> dict[str, list[str]]:
    """Tables with columns that the database fills itself, each with those that can be written."""
    columns = {model._meta.db_table: model._meta.concrete_fields for model in apps.get_models()}
    return {
        table: [one.column for one in fields if not one.generated]
        for table, fields in columns.items()
        if any(one.generated for one in fields)
    }


def _written(before: Tables, after: Tables) -> Written:
    new: Tables = {}
    changed: Tables = {}
    for table, (columns, rows) in after.items():
        known = set(before[table][1])
        keys = {row[0] for row in known}
        came = [row for row in rows if row not in known]
        for part, chosen in (
            (new, [row for row in came if row[0] not in keys]),
            (changed, [row for row in came if row[0] in keys]),
        ):
            if chosen:
                part[table] = (columns, chosen)
    found = Written(new, changed)
    return found if connection.vendor == "sqlite" else found._replace(script=_script(found))


def _script(written: Written) -> str:
    """All statements with their values in them: a call a row would take longer than most tests."""
    with connection.cursor() as cursor:
        return ";\n".join(cursor.mogrify(sql, row) for sql, rows in _statements(written) for row in rows)


def _write(written: Written) -> None:
    with connection.cursor() as cursor:
        if written.script:
            cursor.execute(written.script)
            return
        for sql, rows in _statements(written):
            cursor.executemany(sql, rows)


def _statements(written: Written) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    quote = connection.ops.quote_name
    for table, (columns, rows) in written.new.items():
        places = ", ".join(["%s"] * len(columns))
        names = ", ".join(map(quote, columns))
        yield f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows  # noqa: S608
    for table, (columns, rows) in written.changed.items():
        sets = ", ".join(f"{quote(column)} = %s" for column in columns[1:])
        sql = f"UPDATE {quote(table)} SET {sets} WHERE {quote(columns[0])} = %s"  # noqa: S608
        yield sql, [(*row[1:], row[0]) for row in rows]
