"""Jobs that come round: rows that `heli tick` claims, so that of many ticks at once one does the job."""

from datetime import datetime, timedelta

from django.db.models import Q

from heli.kernel.action import bookkeeping
from heli.kernel.models import Schedule


@bookkeeping
def ensure(*, name: str, every: timedelta, at: datetime) -> Schedule:
    """The schedule `name`, due at once when it is new; a known one only gets its interval.

    ValueError when `every` is less than a second.
    """
    seconds = int(every.total_seconds())
    if seconds < 1:
        raise ValueError(f"schedule {name}: every {every} is less than a second")
    return Schedule.objects.update_or_create(
        name=name,
        defaults={"every_seconds": seconds},
        create_defaults={"every_seconds": seconds, "next_at": at},
    )[0]


@bookkeeping
def claim(*, name: str, at: datetime) -> bool:
    """Whether the schedule `name` is due at `at` and now the caller's to run; it then comes round again
    one interval later. False when it is not due, unknown, or another was first.

    Runs that were missed are not made up for. A job that fails is run again at its next time. One whose
    next time lies more than two intervals ahead is due too: the clock was set back, or the interval cut.
    """
    mine = Schedule.objects.filter(name=name)
    seconds = mine.values_list("every_seconds", flat=True).first()
    if seconds is None:
        return False
    every = timedelta(seconds=seconds)
    due = mine.filter(Q(next_at__lte=at) | Q(next_at__gt=at + 2 * every))
    return due.update(last_at=at, next_at=at + every) == 1


def overdue(at: datetime) -> list[Schedule]:
    """Schedules whose time passed by more than two intervals: `heli tick` does not run, oldest first."""
    late = Schedule.objects.filter(next_at__lt=at).order_by("next_at")
    return [one for one in late if one.next_at + timedelta(seconds=2 * one.every_seconds) < at]
