"""A schedule is claimed by one tick, at its time, and comes round again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from heli.kernel import schedules
from heli.kernel.models import AuditEntry, Schedule
from tests.kernel.doers import AT

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_a_new_schedule_is_due_at_once_and_then_after_its_interval() -> None:
    schedules.ensure(name="seal", every=MINUTE, at=AT)
    assert schedules.claim(name="seal", at=AT)
    assert not schedules.claim(name="seal", at=AT + MINUTE / 2)
    assert schedules.claim(name="seal", at=AT + MINUTE)
    assert Schedule.objects.get().last_at == AT + MINUTE


@pytest.mark.django_db
def test_runs_that_were_missed_are_not_made_up_for() -> None:
    schedules.ensure(name="seal", every=MINUTE, at=AT)
    late = AT + timedelta(days=1)
    assert schedules.claim(name="seal", at=late)
    assert not schedules.claim(name="seal", at=late + MINUTE / 2)


@pytest.mark.django_db
def test_ensuring_again_changes_the_interval_and_not_the_next_run() -> None:
    schedules.ensure(name="seal", every=MINUTE, at=AT)
    schedules.claim(name="seal", at=AT)
    schedules.ensure(name="seal", every=2 * MINUTE, at=AT + timedelta(seconds=1))
    kept = Schedule.objects.get()
    assert (kept.every_seconds, kept.next_at) == (120, AT + MINUTE)


@pytest.mark.django_db
def test_after_the_clock_was_set_back_it_does_not_wait_for_the_time_lost() -> None:
    """As every midnight in the demo, whose day stands still."""
    schedules.ensure(name="seal", every=MINUTE, at=AT)
    schedules.claim(name="seal", at=AT)
    assert not schedules.claim(name="seal", at=AT - MINUTE / 2)
    back = AT - timedelta(hours=9)
    assert schedules.claim(name="seal", at=back)
    assert not schedules.claim(name="seal", at=back)


@pytest.mark.django_db
def test_a_schedule_nobody_made_is_never_due() -> None:
    assert not schedules.claim(name="no-such", at=AT)


@pytest.mark.django_db
def test_an_interval_of_less_than_a_second_is_refused() -> None:
    with pytest.raises(ValueError, match="less than a second"):
        schedules.ensure(name="seal", every=timedelta(milliseconds=500), at=AT)


@pytest.mark.django_db
def test_claiming_leaves_no_audit_entry() -> None:
    schedules.ensure(name="seal", every=MINUTE, at=AT)
    schedules.claim(name="seal", at=AT)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_tick_that_does_not_run_is_noticed() -> None:
    schedules.ensure(name="seal", every=MINUTE, at=AT)
    schedules.ensure(name="daily", every=timedelta(days=1), at=AT)
    assert schedules.overdue(AT + 2 * MINUTE) == []
    assert [one.name for one in schedules.overdue(AT + 3 * MINUTE)] == ["seal"]


@pytest.mark.usefixtures("real_transactions")
def test_of_ticks_that_come_together_one_claims() -> None:
    schedules.ensure(name="seal", every=MINUTE, at=AT)
    together = Barrier(4)

    def tick(_: int) -> bool:
        try:
            together.wait()
            return schedules.claim(name="seal", at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(tick, range(4))) == [False, False, False, True]
