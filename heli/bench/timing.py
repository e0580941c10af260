"""Watches and middles: how long a call takes, what it asks the database, and how long that takes bare."""

import gc
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple

from django.db import connection, transaction

WRITING = ("INSERT", "UPDATE", "DELETE")


class Statement(NamedTuple):
    """A statement as it went to the database."""

    sql: str
    parameters: Any
    many: bool


class Took(NamedTuple):
    """Seconds by the clock on the wall, and those of them in which this process had the processor."""

    wall: float
    busy: float


def timed(call: Callable[[], object]) -> Took:
    """How long one call takes, with what was left over before it collected first."""
    gc.collect()
    began, idle = time.perf_counter(), time.process_time()
    call()
    return Took(time.perf_counter() - began, time.process_time() - idle)


def middle_of(several: Sequence[Took]) -> Took:
    """The median of each clock."""
    return Took(median(one.wall for one in several), median(one.busy for one in several))


def middle(call: Callable[[], object], times: int) -> Took:
    """The median of `times` calls, after one that warms up."""
    call()
    return middle_of([timed(call) for _ in range(times)])


def beside(call: Callable[[], object], floor: Callable[[], object], times: int) -> tuple[Took, Took]:
    """The medians of both, in turns: what else the machine does meanwhile meets both alike."""
    call()
    floor()
    pairs = [(timed(call), timed(floor)) for _ in range(times)]
    return middle_of([one for one, _ in pairs]), middle_of([other for _, other in pairs])


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all are not above (nearest rank). ValueError for no values."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def asked(call: Callable[[], object]) -> list[Statement]:
    """The statements of one call, in their order."""
    found: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        found.append(Statement(sql, list(parameters) if many else parameters, many))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        call()
    return found


def bare(statements: Sequence[Statement]) -> None:
    """Run the statements and fetch all rows, with nothing made of them."""
    with connection.cursor() as cursor:
        for sql, parameters, many in statements:
            if many:
                cursor.executemany(sql, parameters)
                continue
            cursor.execute(sql, parameters)
            if cursor.description is not None:
                cursor.fetchall()


def writes(statements: Sequence[Statement]) -> list[Statement]:
    """Those that change rows."""
    return [one for one in statements if one.sql.lstrip().upper().startswith(WRITING)]


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside is not kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
