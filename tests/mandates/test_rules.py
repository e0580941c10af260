"""The rules of lists: for whom an item is, who bears it, how its time is said."""

import dataclasses
from datetime import date
from types import SimpleNamespace

import pytest

from heli.mandates import rules
from heli.mandates.catalogue import KINDS_OF, LISTS, TEMPLATES, Bearer, ListState, Mark
from heli.mandates.rules import About, Held
from tests.people import TODAY

BODY = About("body", "party_group", "organ", "unstated", False, False, False)
HELD = [Held(1, "lead_secretary", "甲"), Held(2, "lead_member", "乙"), Held(3, "lead_member", "丙")]


@pytest.mark.parametrize(
    ("deadline", "due_on", "said"),
    [
        ("全年", None, "全年"),
        ("", None, "未写"),
        ("", date(2026, 12, 31), "12月31日前"),
        ("每年一次", date(2026, 12, 31), "每年一次（12月31日前）"),
        ("6月30日、12月31日前各一次", date(2026, 12, 31), "6月30日、12月31日前各一次"),
    ],
)
def test_time_is_said_once_and_nothing_of_it_is_lost(deadline: str, due_on: date | None, said: str) -> None:
    assert rules.when(SimpleNamespace(deadline=deadline, due_on=due_on)) == said


def test_a_township_hears_once_a_year_and_a_department_twice() -> None:
    ids = {one.id for one in rules.offered(BODY, (), TODAY)}
    township = {one.id for one in rules.offered(BODY._replace(nature="township"), (), TODAY)}
    assert ("body-hearing" in ids, "body-hearing-township" in ids) == (True, False)
    assert ("body-hearing" in township, "body-hearing-township" in township) == (False, True)


def test_the_system_of_leadership_tells_the_items_of_an_institution_apart() -> None:
    about = About("committee", "committee", "institution", "by_head", True, False, False)
    assert "committee-attached-head" in {one.id for one in rules.offered(about, (), TODAY)}
    other = about._replace(system="under_committee")
    assert "committee-attached" in {one.id for one in rules.offered(other, (), TODAY)}


def test_no_item_of_an_unseen_original_is_mandatory_before_it_is_compared() -> None:
    off = [one for one in TEMPLATES() if one.mark is Mark.UNSEEN]
    assert off
    assert not any(one.strength.value == "H" for one in off)


def test_every_actor_of_every_kind_has_items_to_begin_with() -> None:
    for bearer, kinds in KINDS_OF.items():
        for kind in kinds:
            about = BODY._replace(bearer=bearer.value, kind=kind.value)
            assert rules.offered(about, (), TODAY), (bearer, kind)


def test_an_office_that_several_hold_needs_the_one_who_is_meant() -> None:
    assert rules.borne("lead_secretary", None, "party_group", HELD).person == "甲"
    assert "有 2 人任党组成员" in rules.borne("lead_member", None, "party_group", HELD).problem
    assert rules.borne("lead_member", 3, "party_group", HELD).person == "丙"
    assert rules.borne("lead_member", 9, "party_group", HELD, "丁").problem == "丁已不任党组成员"
    assert rules.borne("lead_deputy", None, "party_group", HELD).problem == "党组副书记现在空缺"
    assert rules.borne("", None, "party_group", HELD).problem == "还没有明确岗位"


def test_a_superseded_or_discarded_version_is_an_end() -> None:
    assert set(LISTS.ends) == {ListState.SUPERSEDED, ListState.DISCARDED}


def test_a_template_of_the_body_alone_is_on_its_list_alone() -> None:
    lead = next(one for one in TEMPLATES() if one.id == "body-lead")
    assert rules.is_for(lead, BODY)
    assert not rules.is_for(lead, BODY._replace(bearer=Bearer.SECRETARY))
    assert not rules.is_for(dataclasses.replace(lead, attached=True), BODY)
