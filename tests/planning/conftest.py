"""The plan of 2026 that tests of planning stand on."""

import pytest

from tests.duties.planned import Planned, plan_2026
from tests.people import City
from tests.replay import replayed


@pytest.fixture
def planned(city: City) -> Planned:
    return replayed("planned", plan_2026)
