"""The database itself refuses to change or delete what the audit holds."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from heli.kernel import seals, triggers
from heli.kernel.action import SYSTEM
from heli.kernel.models import AuditEntry, AuditSeal
from tests.kernel.doers import AT, Someone, tamper, without_triggers
from tests.kernel.test_action import plan

pytestmark = pytest.mark.django_db

TABLES = {"kernel_auditentry": "action", "kernel_auditseal": "leaves"}


@pytest.fixture(autouse=True)
def _rows() -> None:
    plan(name="晨会", by=Someone(), at=AT)
    seals.seal(by=SYSTEM, at=AT)


@pytest.mark.parametrize(("table", "column"), TABLES.items())
def test_a_row_can_neither_be_changed_nor_deleted(table: str, column: str) -> None:
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(IntegrityError, match="audit rows are written once"), transaction.atomic():
            tamper(statement)
    assert AuditEntry.objects.filter(action="test_action.plan").count() == 1
    assert AuditSeal.objects.exclude(leaves="x").count() == 1


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own way past a delete trigger")
@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_replaced(table: str) -> None:
    with pytest.raises(IntegrityError, match="audit rows are written once"), transaction.atomic():
        tamper(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", TABLES)
def test_a_table_with_rows_cannot_be_truncated(table: str) -> None:
    with pytest.raises(IntegrityError, match="audit rows are written once"), transaction.atomic():
        tamper(f"TRUNCATE {table}")


def test_all_are_in_force_after_migrate() -> None:
    assert triggers.missing(connection) == []


def test_names_fit_every_database() -> None:
    without_triggers()
    names = triggers.missing(connection)
    assert len(names) == (4 if connection.vendor == "postgresql" else 6)
    assert all(len(name) <= 30 for name in names)


def test_what_is_missing_is_named_and_put_back_by_migrate() -> None:
    without_triggers()
    tamper("UPDATE kernel_auditentry SET action = 'x'")
    assert triggers.missing(connection)
    call_command("migrate", verbosity=0, skip_checks=True)
    assert triggers.missing(connection) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        tamper("UPDATE kernel_auditentry SET action = 'y'")


def test_a_trigger_that_was_made_harmless_is_missing() -> None:
    if connection.vendor == "postgresql":
        tamper(
            "CREATE OR REPLACE FUNCTION kernel_append_only() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NEW; END $$"
        )
    else:
        tamper(
            "DROP TRIGGER kernel_auditentry_no_update",
            "CREATE TRIGGER kernel_auditentry_no_update BEFORE UPDATE ON kernel_auditentry"
            " BEGIN SELECT 1; END",
        )
    assert "kernel_auditentry_no_" in triggers.missing(connection)[0]
    triggers.install(connection)
    assert triggers.missing(connection) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        tamper("UPDATE kernel_auditentry SET action = 'y'")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite cannot switch a trigger off")
def test_a_trigger_that_was_switched_off_is_missing() -> None:
    tamper("ALTER TABLE kernel_auditentry DISABLE TRIGGER kernel_auditentry_no_change")
    assert triggers.missing(connection) == ["kernel_auditentry_no_change"]


def test_without_the_tables_nothing_is_missing() -> None:
    tamper("DROP TABLE kernel_auditentry", "DROP TABLE kernel_auditseal")
    assert triggers.missing(connection) == []
