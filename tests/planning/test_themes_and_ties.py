"""Strategic tasks as a tree, and business tied to tasks with the four together."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.planning import actions
from heli.planning.models import Theme, ThemeTag, Tie
from heli.planning.queries import themes, ties
from tests.duties.planned import Planned, enter
from tests.people import NOW, City, People, Person


def theme(name: str, parent: Theme | None = None) -> Theme:
    return actions.add_theme(name=name, parent=parent, source="市第五次党代会", by=SYSTEM, at=NOW)


def test_strategic_tasks_are_a_tree_with_the_tasks_that_serve_them(city: City, planned: Planned) -> None:
    goal = theme("一个总目标")
    theme("七大战略")
    city_task = theme("示范市一", goal)
    actions.tag(requirement=planned.theme_day, themes=[city_task], by=SYSTEM, at=NOW)
    rows = [(one.theme.name, one.level, len(one.requirements)) for one in themes.tree()]
    assert rows == [("一个总目标", 1, 0), ("示范市一", 2, 1), ("七大战略", 1, 0)]
    actions.tag(requirement=planned.theme_day, themes=[], by=SYSTEM, at=NOW)
    assert not ThemeTag.objects.exists()


def test_names_are_told_apart_and_closing_goes_from_below(city: City) -> None:
    goal = theme("一个总目标")
    below = theme("示范市一", goal)
    with pytest.raises(WrongState, match="已经有"):
        theme("一个总目标")
    with pytest.raises(Invalid, match="填写名称"):
        theme(" ")
    with pytest.raises(WrongState, match="还有 1 项"):
        actions.close_theme(theme=goal, by=SYSTEM, at=NOW)
    actions.close_theme(theme=below, by=SYSTEM, at=NOW)
    actions.close_theme(theme=goal, by=SYSTEM, at=NOW)
    assert themes.tree() == []
    renamed = actions.rename_theme(
        theme=theme("总目标"), name="一个总目标（2027）", source="", by=SYSTEM, at=NOW
    )
    assert renamed.name == "一个总目标（2027）"


def test_five_levels_are_the_most(city: City) -> None:
    held: Theme | None = None
    for level in range(5):
        held = theme(f"第{level + 1}层", held)
    with pytest.raises(Invalid, match="最多分 5 层"):
        theme("第6层", held)


def test_themes_of_the_texts_are_taken_up_once(city: City, people: People) -> None:
    by = people.administrator.actor
    assert actions.take_up_themes(chosen=["leads", "core"], by=by, at=NOW) == 8
    noted = AuditEntry.objects.latest("pk")
    assert (noted.action, noted.actor) == ("planning.take_up_themes", by.label)
    theme("带头之外", Theme.objects.get(name="四个带头"))
    assert actions.take_up_themes(chosen=["leads"], by=by, at=NOW) == 0
    names = [(one.theme.name, one.level) for one in themes.tree()]
    assert ("带头夯实基层基础", 2) in names
    assert len(names) == 9
    for chosen, code in (([], "nothing-chosen"), (["leads", "别的"], "theme-not-ready")):
        with pytest.raises(Invalid) as refused:
            actions.take_up_themes(chosen=chosen, by=by, at=NOW)
        assert refused.value.code == code


def test_the_page_takes_up_themes_of_the_texts(
    city: City, people: People, client_of: Callable[[Person], Client]
) -> None:
    client, url = client_of(people.administrator), reverse("planning:ready_themes")
    assert "带头正风肃纪反腐" in client.get(url).content.decode()
    assert "请至少选择一项" in client.post(url, {}).content.decode()
    assert client.post(url, {"chosen": ["four"]}).status_code == 302
    assert "抓好政治建设" in client.get(reverse("planning:themes")).content.decode()


def test_a_stranger_keeps_no_strategic_task(city: City, people: People, planned: Planned) -> None:
    held = theme("一个总目标")
    for who in (people.stranger, people.secretary, people.deputy):
        by = who.actor
        with pytest.raises(NotAllowed):
            actions.add_theme(name="别的", parent=None, source="", by=by, at=NOW)
        with pytest.raises(NotAllowed):
            actions.take_up_themes(chosen=["leads"], by=by, at=NOW)
        with pytest.raises(NotAllowed):
            actions.rename_theme(theme=held, name="别的", source="", by=by, at=NOW)
        with pytest.raises(NotAllowed):
            actions.close_theme(theme=held, by=by, at=NOW)
        with pytest.raises(NotAllowed):
            actions.tag(requirement=planned.theme_day, themes=[held], by=by, at=NOW)


def tied(city: City, planned: Planned, people: People) -> Tie:
    return actions.tie(
        requirement=planned.governance,
        organisation=city.education_group,
        project="义务教育优质均衡创建",
        goal="年底前通过验收",
        by=people.lead_secretary.actor,
        at=NOW,
    )


def test_each_of_the_four_is_shown_by_a_record_that_is_there_already(
    city: City, planned: Planned, people: People
) -> None:
    made = tied(city, planned, people)
    record = enter(city.education_group, "leading_meeting", date(2026, 3, 2))
    actions.show_together(tie=made, step="planned", record=record, by=people.lead_secretary.actor, at=NOW)
    (row,) = ties.of_year(people.staff.actor.scope("record.see"), 2026)
    assert (row.done, [shown for _, _, shown in row.steps]) == (1, [record, None, None, None])
    assert ties.of_year(people.other_secretary.actor.scope("record.see"), 2026) == []


def test_a_record_of_another_organisation_shows_nothing(city: City, planned: Planned, people: People) -> None:
    made = tied(city, planned, people)
    other = enter(city.water_group, "leading_meeting", date(2026, 3, 2))
    with pytest.raises(Invalid, match="本组织"):
        actions.show_together(tie=made, step="planned", record=other, by=people.lead_secretary.actor, at=NOW)
    with pytest.raises(WrongState, match="同名"):
        tied(city, planned, people)
    for who in (people.stranger, people.secretary, people.deputy):
        with pytest.raises(NotAllowed):
            actions.untie(tie=made, by=who.actor, at=NOW)
        with pytest.raises(NotAllowed):
            actions.show_together(tie=made, step="planned", record=None, by=who.actor, at=NOW)
    actions.untie(tie=made, by=people.lead_secretary.actor, at=NOW)
    with pytest.raises(WrongState, match="已经解除"):
        actions.untie(tie=made, by=people.lead_secretary.actor, at=NOW)
