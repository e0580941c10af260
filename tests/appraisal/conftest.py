"""Half a year of the standing cast that an officer can reckon by hand."""

from datetime import date

import pytest

from tests.duties.planned import Planned, enter, occurs, plan_2026
from tests.people import City
from tests.replay import replayed


@pytest.fixture
def planned(city: City) -> Planned:
    return replayed("planned", plan_2026)


@pytest.fixture
def worked(city: City, planned: Planned) -> City:
    """Of six 主题党日 the branches held 6, 3, 2 and 0; one 责任清单 in time and one late; one term is over.

    Nobody wrote down any other kind of record, so that all else is unknown.
    """
    return replayed("worked", lambda: _worked(city, planned))


def _worked(city: City, planned: Planned) -> City:
    held = ((city.first_branch, 6), (city.small_branch, 3), (city.water_branch, 2), (city.exam_centre, 5))
    for branch, months in held:
        for month in range(1, months + 1):
            enter(branch, "theme_day", date(2026, month, 12))
    enter(city.education_group, "duty_list", date(2026, 3, 20))
    enter(city.water_group, "duty_list", date(2026, 4, 20))
    occurs(planned.election, city.school, date(2026, 5, 31))
    occurs(planned.election, city.water_branch, date(2026, 10, 31))
    return city
