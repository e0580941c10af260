"""Audit entries, their seals and published figures are written once: triggers refuse to change them.

SQLite drops the triggers of a table when a migration rebuilds it, so they are put in place after every
`migrate`, and a system check and `heli doctor` ask whether they are there.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

KEYS = {"kernel_auditentry": "id", "kernel_auditseal": "number"}
"""The tables that only grow, each with its primary key."""

_PREFIXES: dict[str, str] = {}
"""How the names of a table's triggers begin, where its own name would make them too long."""

_SQLITE = {
    "no_update": "BEFORE UPDATE ON {table}",
    "no_delete": "BEFORE DELETE ON {table}",
    # INSERT OR REPLACE deletes without calling delete triggers; a new row's id is -1 here until it is given
    "no_replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",
}
_POSTGRESQL = {
    "no_change": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
_POSTGRESQL_BODY = """
    DECLARE filled boolean := true;
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN  -- emptying an empty table changes nothing
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO filled;
        END IF;
        IF filled THEN
            RAISE EXCEPTION 'audit rows are written once' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END
"""
_POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION kernel_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$${_POSTGRESQL_BODY}$$"
)


def write_once(table: str, *, prefix: str = "", key: str = "id") -> None:
    """Let a table of a package above only grow; called while Django starts, before `migrate` ends."""
    KEYS[table] = key
    _PREFIXES[table] = prefix or table


def install(connection: BaseDatabaseWrapper) -> None:
    """Put in place the triggers that are not, on this SQLite or PostgreSQL database."""
    lacking = missing(connection)
    if not lacking:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for name in lacking:
            table = _table_of(name)
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
            cursor.execute(_statements(connection)[name])


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that are absent, switched off or rewritten, for the tables that exist."""
    tables = set(connection.introspection.table_names())
    present = _present(connection)
    return [
        name
        for name, statement in _statements(connection).items()
        if _table_of(name) in tables
        and present.get(name) != (_POSTGRESQL_BODY if connection.vendor == "postgresql" else statement)
    ]


def install_after_migrate(using: str, **_: Any) -> None:
    """The kernel's receiver of `post_migrate`."""
    install(connections[using])


def _statements(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """CREATE TRIGGER by name of the trigger."""
    if connection.vendor == "postgresql":
        events, body = _POSTGRESQL, "EXECUTE FUNCTION kernel_append_only()"
    else:
        events, body = _SQLITE, "BEGIN SELECT RAISE(ABORT, 'audit rows are written once'); END"
    return {
        f"{_prefix(table)}_{suffix}": (
            f"CREATE TRIGGER {_prefix(table)}_{suffix} {event.format(table=table, key=key)} {body}"
        )
        for table, key in KEYS.items()
        for suffix, event in events.items()
    }


def _prefix(table: str) -> str:
    return _PREFIXES.get(table, table)


def _table_of(name: str) -> str:
    return next(table for table in KEYS if name.startswith(f"{_prefix(table)}_no_"))


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What is in force, by name: on SQLite the statement, on PostgreSQL the body of what is executed."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = (
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())
