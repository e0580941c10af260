"""The date can be fixed for demo and tests; the clock still runs."""

from datetime import date, datetime, timedelta

from django.test import override_settings

from heli.kernel import clock


def test_the_fixed_day_is_today_in_shanghai() -> None:
    with override_settings(HELI_TODAY=date(2026, 6, 30)):
        assert clock.today() == date(2026, 6, 30)
        assert clock.now().utcoffset() == timedelta(hours=8)


def test_the_time_of_day_still_runs() -> None:
    with override_settings(HELI_TODAY=date(2026, 6, 30)):
        before = datetime.now(clock.SHANGHAI)
        fixed = clock.now()
        after = datetime.now(clock.SHANGHAI)
    if before.date() == after.date():
        assert before.time() <= fixed.time() <= after.time()


def test_without_a_fixed_day_it_is_the_real_one() -> None:
    with override_settings(HELI_TODAY=None):
        before = datetime.now(clock.SHANGHAI)
        assert before <= clock.now() <= datetime.now(clock.SHANGHAI)
        assert clock.today() in {before.date(), datetime.now(clock.SHANGHAI).date()}
