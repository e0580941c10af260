"""Where a 支委会 comes or goes by an appointment, the duties follow (R01-28, R01-29)."""

from datetime import date, timedelta

from heli.accounts.catalogue import Office
from heli.duties import actions as duty_actions
from heli.duties.models import Fulfilment
from heli.duties.queries.committees import to_follow
from heli.kernel.action import SYSTEM
from heli.members.actions import posts as post_actions
from tests.duties.changing import faults
from tests.duties.planned import Planned, enter
from tests.people import NOW, TODAY, City

WEEK = timedelta(days=7)


def appointed(city: City) -> None:
    for name in ("张三", "李四"):
        post_actions.appoint(
            organisation=city.small_branch, office=Office.DEPUTY, name=name, valid_from=TODAY,
            why="上级指派", by=SYSTEM, at=NOW,
        )  # fmt: skip


def test_a_meeting_before_the_appointment_answers_the_months_duty_after_it(
    city: City, planned: Planned
) -> None:
    enter(city.small_branch, "committee", date(2026, 6, 5))
    answering = Fulfilment.objects.filter(organisation=city.small_branch, requirement=planned.committee)
    assert not answering.exists()
    appointed(city)
    assert to_follow(TODAY - WEEK, 2026) == {city.small_branch.pk}
    duty_actions.derive_anew(years=[2026], organisations=to_follow(TODAY - WEEK, 2026), by=SYSTEM, at=NOW)
    assert answering.count() == 1
    assert to_follow(TODAY - WEEK, 2026) == set()
    assert faults() == []


def test_where_no_committee_came_or_went_there_is_nothing_to_follow(city: City, planned: Planned) -> None:
    enter(city.first_branch, "committee", date(2026, 6, 5))
    assert to_follow(TODAY - WEEK, 2026) == set()
