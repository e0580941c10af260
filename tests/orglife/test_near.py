"""Entered once: the page says before saving what is nearly answered, and what is missing (S002-42)."""

from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client

from heli.duties.actions.windows import open_window
from heli.duties.models import Fulfilment, Record
from heli.kernel.action import SYSTEM
from heli.orglife.forms.meeting import read
from tests.duties.planned import Planned, enter, require
from tests.orglife.test_page import PAGE, ClientOf, filled, text_of
from tests.people import NOW, City, People


@pytest.fixture
def secretary(people: People, client_of: ClientOf) -> Client:
    return client_of(people.secretary)


def test_a_lecture_by_another_says_that_the_secretary_is_missing(
    secretary: Client, city: City, planned: Planned
) -> None:
    words = text_of(
        secretary.post(PAGE, filled(city.first_branch, kind="lecture", chair="周组韬", do="check"))
    )
    assert "将记入 0 项" in words
    assert (
        "还差一点：“党组织书记讲党课（2026年）”须由本组织书记本人担任主讲人，主讲人周组韬不是当天任职名单上的书记"
        in words
    )
    own = text_of(
        secretary.post(
            PAGE, filled(city.first_branch, kind="lecture", chair="林书远", prefilled="", do="check")
        )
    )
    assert "将记入 1 项：党组织书记讲党课（2026年）" in own
    assert "还差一点" not in own


def test_the_page_before_anything_is_typed_says_who_has_to_lecture(
    secretary: Client, city: City, planned: Planned
) -> None:
    assert "主讲人（未填）不是当天" in text_of(secretary.get(f"{PAGE}?kind=lecture"))


def test_a_meeting_of_the_month_after_says_which_month_stays_missed(
    secretary: Client, city: City, planned: Planned
) -> None:
    words = text_of(secretary.post(PAGE, filled(city.first_branch, kind="theme_day", do="check")))
    assert "将记入 1 项：开展主题党日活动（6月）" in words
    assert "还差一点：“开展主题党日活动（5月）”须在 2026-05-31 以前开展，这次是 2026-06-30" in words
    enter(city.first_branch, "theme_day", date(2026, 5, 20))
    again = text_of(secretary.post(PAGE, filled(city.first_branch, kind="theme_day", do="check")))
    assert "还差一点" not in again


def test_a_roster_too_small_says_what_would_be_answered_if_enough_came(
    secretary: Client, city: City, planned: Planned
) -> None:
    away = dict.fromkeys(["周组韬", "何宣宁", "郑纪安", "孙明岚", "吴晓溪"], "duty")
    words = text_of(secretary.post(PAGE, filled(city.first_branch, missing=away, do="check")))
    assert "不足应到 8 人的半数，不能开会" in words
    assert "符合条件后将记入 1 项：召开支部党员大会（二季度）" in words


def test_what_is_late_is_said_to_be_late(secretary: Client, city: City, planned: Planned) -> None:
    require(planned.plan, 31, "慰问困难党员", "year", ["visit_list"], ["branch"], due=(3, 31))
    words = text_of(secretary.get(f"{PAGE}?kind=visit_list"))
    assert "慰问困难党员（2026年），已过 2026-03-31，计为逾期完成" in words


def test_what_is_said_before_saving_is_what_is_fulfilled(
    secretary: Client, city: City, planned: Planned
) -> None:
    for chair, count in (("周组韬", 0), ("林书远", 1)):
        sent = filled(city.first_branch, kind="lecture", chair=chair, prefilled="", topic=f"{chair}讲党课")
        checked = secretary.post(PAGE, {**sent, "do": "check"})
        assert len(checked.context["form"].weighing.duties) == count
        secretary.post(PAGE, sent)
        made = Record.objects.get(topic=f"{chair}讲党课")
        assert Fulfilment.objects.filter(record=made).count() == count


@pytest.mark.parametrize(
    ("chosen", "duties"),
    [
        ("happened_on=2027-02-10&kind=org_life", ("召开组织生活会（2026年）",)),
        ("happened_on=2027-02-10&kind=org_life&counts_on=2026-12-31", ("召开组织生活会（2026年）",)),
        ("happened_on=2027-02-10&kind=org_life&counts_on=", ()),
    ],
)
def test_what_counts_for_the_year_before_is_said_of_that_year(
    city: City, planned: Planned, chosen: str, duties: tuple[str, ...]
) -> None:
    """R01-19: what a 通知 lets be held until March counts for the year before, unless told not to."""
    require(planned.plan, 31, "召开组织生活会", "year", ["org_life"], ["branch"])
    closes_on = date(2027, 3, 15)
    open_window(
        plan=planned.plan, record_kind="org_life", closes_on=closes_on, document="通知", by=SYSTEM, at=NOW
    )
    form = read(QueryDict(chosen), city.first_branch, date(2027, 2, 10), saving=False)
    assert form.weighing.duties == duties
    assert form.weighing.missed == ()
