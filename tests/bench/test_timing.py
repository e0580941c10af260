"""Middles, statements caught and run again, and writes that are not kept."""

from collections.abc import Callable

import pytest

from heli.bench import timing
from heli.kernel import installation
from heli.kernel.action import SYSTEM
from heli.orgs.models import Organisation
from tests.people import NOW, City

Clock = Callable[[float], None]


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A watch that moves by hand."""
    now = [0.0]
    monkeypatch.setattr(timing.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(timing.time, "process_time", lambda: now[0] / 2)

    def wait(seconds: float) -> None:
        now[0] += seconds

    return wait


def test_a_middle_leaves_out_the_call_that_warms_up_and_what_was_slow_once(passing: Clock) -> None:
    takes = iter([90.0, 1.0, 50.0, 2.0])
    assert timing.middle(lambda: passing(next(takes)), 3) == (2.0, 1.0)


def test_a_figure_and_its_floor_are_measured_in_turns(passing: Clock) -> None:
    order: list[str] = []
    takes = {"figure": 4.0, "floor": 2.0}

    def call(name: str) -> Callable[[], None]:
        def one() -> None:
            order.append(name)
            passing(takes[name])

        return one

    assert timing.beside(call("figure"), call("floor"), 2) == ((4.0, 2.0), (2.0, 1.0))
    assert order == ["figure", "floor"] * 3


def test_statements_are_caught_and_run_again_bare(city: City) -> None:
    asked = timing.asked(lambda: list(Organisation.objects.filter(kind="branch")))
    assert [one.sql.split()[0] for one in asked] == ["SELECT"]
    assert timing.asked(lambda: timing.bare(asked))[0].sql == asked[0].sql
    assert timing.writes(asked) == []


def _found() -> None:
    installation.found(office_name="安澜市直机关工委", is_demo=True, by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_what_is_taken_back_leaves_nothing_and_can_be_written_again() -> None:
    with timing.taken_back():
        written = timing.writes(timing.asked(_found))
        assert installation.current() is not None
    assert installation.current() is None
    assert any("kernel_installation" in one.sql for one in written)
