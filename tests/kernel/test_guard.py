"""The guard of the test suite: what writes to Heli's tables outside an action is caught in the act."""

from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from heli.kernel.action import Doer, action
from heli.kernel.guard import WroteOutsideAction
from heli.kernel.models import Schedule
from tests.kernel.doers import AT, Someone

pytestmark = pytest.mark.django_db


@action
def plan(*, name: str, by: Doer, at: datetime) -> Schedule:
    return Schedule.objects.create(name=name, every_seconds=60, next_at=at)


def test_rows_are_written_inside_an_action_and_read_anywhere() -> None:
    plan(name="晨会", by=Someone(), at=AT)
    assert Schedule.objects.get().name == "晨会"


def test_a_row_created_outside_is_caught() -> None:
    with pytest.raises(WroteOutsideAction, match="kernel_schedule written outside"):
        Schedule.objects.create(name="晨会", every_seconds=60, next_at=AT)


def test_a_row_changed_or_deleted_outside_is_caught() -> None:
    planned = plan(name="晨会", by=Someone(), at=AT)
    with pytest.raises(WroteOutsideAction), transaction.atomic():
        Schedule.objects.update(every_seconds=1)
    with pytest.raises(WroteOutsideAction), transaction.atomic():
        planned.delete()
    with pytest.raises(WroteOutsideAction), transaction.atomic():
        Schedule.objects.bulk_create([Schedule(name="二", every_seconds=60, next_at=AT)])
    assert Schedule.objects.get().every_seconds == 60


@pytest.mark.parametrize(
    "sql",
    [
        "insert into kernel_schedule (name) values ('x')",
        "INSERT OR REPLACE INTO \"kernel_schedule\" (name) VALUES ('x')",
        "REPLACE INTO kernel_schedule (name) VALUES ('x')",
        'UPDATE "public"."kernel_schedule" SET name = \'x\'',
        "WITH old AS (SELECT 1) DELETE FROM kernel_schedule",
        "TRUNCATE kernel_schedule",
        "UPDATE ONLY kernel_schedule SET name = 'x'",
    ],
)
def test_it_reads_sql_however_it_is_written(sql: str) -> None:
    with pytest.raises(WroteOutsideAction), connection.cursor() as cursor:
        cursor.execute(sql)


def test_reading_and_locking_rows_is_no_write() -> None:
    assert list(Schedule.objects.select_for_update().filter(name="UPDATE kernel_schedule")) == []


def test_tables_that_are_not_helis_are_not_its_business() -> None:
    Session.objects.create(session_key="k", session_data="", expire_date=AT)
    assert Session.objects.count() == 1
