"""The board of units, from the tally, says the same as its organisations one by one."""

from datetime import date

import pytest

from heli.duties.catalogue import DutyState
from heli.duties.queries.board import NOTHING, Cell, organisation_board, total, unit_board
from heli.orgs.models import Organisation
from tests.duties.planned import Planned, enter, occurs
from tests.people import TODAY, City, People

DAYS = (date(2026, 1, 20), date(2026, 3, 31), TODAY, date(2026, 7, 1), date(2026, 12, 31))


@pytest.fixture
def acted(planned: Planned, city: City, people: People) -> Planned:
    """Some meetings and papers, one duty that a term's end made."""
    for month in (1, 2, 4, 6):
        enter(city.first_branch, "theme_day", date(2026, month, 10))
        enter(city.school_branch, "committee", date(2026, month, 12))
    enter(city.water_branch, "assembly", date(2026, 2, 3))
    enter(city.education_group, "duty_list", date(2026, 4, 2))
    occurs(planned.election, city.press, date(2026, 5, 1))
    return planned


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_units_are_the_sum_of_their_organisations(acted: Planned, today: date) -> None:
    by_unit = unit_board(2026, today)
    apart = organisation_board(Organisation.objects.live(today), 2026, today)
    organs = dict(Organisation.objects.values_list("pk", "organ_id"))
    for organ, _ in by_unit.rows:
        for reading in by_unit.book.readings:
            inside = [apart.cell(pk, reading.pk) for pk, _ in apart.rows if organs[pk] == organ]
            assert by_unit.cell(organ, reading.pk) == total(inside), (organ, reading.measure)


def test_a_board_may_be_narrowed_to_some_units(acted: Planned, city: City) -> None:
    whole, part = unit_board(2026, TODAY), unit_board(2026, TODAY, [city.first_branch.organ_id])
    assert [row for row, _ in part.rows] == [city.first_branch.organ_id]
    assert part.of_row(city.first_branch.organ_id) == whole.of_row(city.first_branch.organ_id)


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (NOTHING, ""),
        (Cell(owed=3, done=2, on_time=2, overdue=1, unknown=4), DutyState.OVERDUE),
        (Cell(owed=2, done=2, on_time=2, due_soon=1), DutyState.DUE_SOON),
        (Cell(owed=2, done=2, on_time=1), DutyState.LATE),
        (Cell(owed=2, done=2, on_time=2, ahead=5), DutyState.ON_TIME),
        (Cell(early=1), DutyState.ON_TIME),
        (Cell(unknown=2, ahead=1), DutyState.UNKNOWN),
        (Cell(ahead=1), DutyState.NOT_DUE),
    ],
)
def test_a_cell_shows_what_needs_attention_first(cell: Cell, state: str) -> None:
    assert cell.state == state
