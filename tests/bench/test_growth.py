"""Ten cities: each is the first over again, in units of its own."""

from collections import Counter

import pytest

from heli.bench.growth import TIMES, _multiply
from heli.duties.queries.board import unit_board
from heli.orgs.models import Organisation
from tests import people as cast
from tests.duties.planned import Planned, plan_2026


@pytest.fixture
def planned(city: cast.City) -> Planned:
    return plan_2026()


def test_every_copy_stands_where_the_first_stands(planned: Planned, city: cast.City) -> None:
    one = unit_board(2026, cast.TODAY)
    organisations = Organisation.objects.count()
    with cast.building():
        _multiply(cast.TODAY)
    ten = unit_board(2026, cast.TODAY)
    assert Organisation.objects.count() == TIMES * organisations
    assert len(ten.rows) == TIMES * len(one.rows)
    cells = Counter((requirement, cell) for (_, requirement), cell in one.cells.items())
    copied = Counter((requirement, cell) for (_, requirement), cell in ten.cells.items())
    owned = {one.pk for one in one.book.readings if one.owners}
    assert {key: n for key, n in copied.items() if key[0] not in owned} == {
        key: TIMES * n for key, n in cells.items() if key[0] not in owned
    }
