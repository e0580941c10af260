"""挂图作战: which rows and columns there are, what a cell says, and that it opens to what it counts."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from heli.accounts.catalogue import Permission
from heli.accounts.scope import EVERYTHING, Scope
from heli.duties.catalogue import DutyState
from heli.duties.queries.listing import Filters, duties
from heli.home.catalogue import Chart, Row, Square
from heli.home.queries import boards
from heli.home.queries.boards import Narrowed
from heli.kernel.errors import NotFound
from tests.duties.planned import Planned, enter, occurs
from tests.people import TODAY, City, People

ALL = Narrowed()


@pytest.fixture
def busy(city: City, planned: Planned) -> City:
    """Records of several organisations, a term that is over, and one that ends this year."""
    for branch, day in (
        (city.first_branch, date(2026, 2, 10)),
        (city.first_branch, date(2026, 6, 10)),
        (city.exam_centre, date(2026, 3, 10)),
        (city.water_branch, date(2026, 2, 11)),
        (city.publicity_joint, date(2026, 5, 11)),
    ):
        enter(branch, "theme_day", day)
    enter(city.water_group, "duty_list", date(2026, 4, 20))
    enter(city.education_group, "duty_list", date(2026, 3, 20))
    occurs(planned.election, city.school, date(2026, 5, 31))
    occurs(planned.election, city.water_branch, date(2026, 10, 31))
    return city


def rows(chart: Chart) -> dict[str, Row]:
    return {row.name: row for section in chart.sections for row in section.rows}


def names(chart: Chart) -> list[str]:
    return [column.name for column in chart.columns]


def square(chart: Chart, row: str, column: str) -> Square:
    return rows(chart)[row].squares[names(chart).index(column)]


def squares(chart: Chart) -> Iterator[Square]:
    return (one for row in rows(chart).values() for one in row.squares if one.state)


def test_units_stand_by_who_leads_them_and_the_office_is_none(busy: City) -> None:
    chart = boards.chart_of_units(TODAY, ALL)
    assert [(section.name, [row.name for row in section.rows]) for section in chart.sections] == [
        ("部务会（室务会）领导的单位", ["青岚市委宣传部"]),
        ("党组领导的单位", ["青岚市教育局", "青岚市水利局"]),
    ]
    assert names(chart) == ["组织建设", "政治建设", "思想建设", "作风建设"]
    assert chart.heads == []


def test_one_group_opens_to_its_requirements(busy: City) -> None:
    chart = boards.chart_of_units(TODAY, Narrowed(group="政治建设"))
    assert names(chart) == ["专题研究全面从严治党工作", "制定党建责任清单"]
    assert chart.heads == [("政治建设", 2)]
    told = square(chart, "青岚市水利局", "制定党建责任清单")
    assert (told.state, told.count) == ("late", 1)
    assert told.said == "青岚市水利局，制定党建责任清单：已到期 1 项，完成 1 项，其中按期 0 项"


def test_a_cell_shows_what_needs_attention_first_and_how_many(busy: City) -> None:
    chart = boards.chart_of_units(TODAY, Narrowed(group="组织建设"))
    told = square(chart, "青岚市水利局", "开展主题党日活动")
    # The source of 主题党日 begins on 10 February; the branch met on the 11th and never again.
    assert (told.state, told.count) == ("overdue", 3)
    assert told.said.endswith("逾期 3 项；将到期 1 项；情况未知 1 项；未到期 6 项")


def test_a_row_that_owes_nothing_of_a_column_is_empty_there(busy: City) -> None:
    chart = boards.chart_in_sight(EVERYTHING, TODAY, ALL)
    assert square(chart, busy.first_branch.short_name, "制定党建责任清单").state == ""


@pytest.mark.parametrize("narrowed", [ALL, Narrowed(group="组织建设"), Narrowed(group="政治建设")])
def test_every_cell_of_units_opens_to_as_many_duties_as_it_shows(busy: City, narrowed: Narrowed) -> None:
    _opens_to_what_it_counts(boards.chart_of_units(TODAY, narrowed), EVERYTHING)


def test_every_cell_of_organisations_opens_to_as_many_duties_as_it_shows(busy: City) -> None:
    _opens_to_what_it_counts(boards.chart_in_sight(EVERYTHING, TODAY, ALL), EVERYTHING)


def _opens_to_what_it_counts(chart: Chart, scope: Scope) -> None:
    found = [one for one in squares(chart) if "state=" in one.url]
    assert len(found) > 2
    for one in found:
        asked = {key: value[0] for key, value in parse_qs(urlsplit(one.url).query).items()}
        filters = Filters(
            state=DutyState(asked["state"]),
            requirement=int(asked["requirement"]) if "requirement" in asked else None,
            group=asked.get("group", ""),
            organisation=int(asked["organisation"]) if "organisation" in asked else None,
            organ=int(asked["organ"]) if "organ" in asked else None,
        )
        assert len(duties(scope, int(asked["year"]), TODAY, filters)) == one.count, one


def test_a_state_leaves_the_rows_that_have_it(busy: City) -> None:
    chart = boards.chart_of_units(TODAY, Narrowed(group="政治建设", state="late"))
    assert list(rows(chart)) == ["青岚市水利局"]
    assert boards.chart_of_units(TODAY, Narrowed(group="作风建设", state="late")).sections == []


def test_rates_are_of_everything_whatever_rows_are_shown(busy: City) -> None:
    whole = boards.chart_of_units(TODAY, Narrowed(group="政治建设")).rates
    some = boards.chart_of_units(TODAY, Narrowed(group="政治建设", state="late")).rates
    assert whole == some
    told = {rate.name: rate for rate in whole}
    # Two 责任清单 are on record, one of them in time; the 部务会 has no source and is left out.
    assert (told["完成"].value, told["按期"].value) == ("100.0%", "50.0%")
    assert (told["逾期"].value, told["逾期"].url) == ("0 项", "")
    assert told["未知"].value == "1 项"
    assert "state=unknown" in told["未知"].url


def test_a_rate_of_nothing_is_no_zero(busy: City) -> None:
    """Nobody can say how 作风建设 stands; of 党课, due in December, nothing is due yet."""
    style, study = (boards.chart_of_units(TODAY, Narrowed(group=one)) for one in ("作风建设", "思想建设"))
    assert [rate.value for rate in study.rates] == ["尚无到期", "尚无到期", "尚无完成", "0 项", "0 项"]
    later = boards.chart_of_units(date(2026, 7, 1), Narrowed(group="作风建设"))
    assert [rate.value for rate in style.rates][:2] == ["尚无到期", "尚无到期"]
    assert [rate.value for rate in later.rates] == [None, None, "尚无完成", "0 项", "8 项"]


def test_a_tier_rests_on_all_duties_of_the_row(busy: City) -> None:
    narrow = rows(boards.chart_of_units(TODAY, Narrowed(group="政治建设")))
    wide = rows(boards.chart_of_units(TODAY, ALL))
    assert {name: row.tier for name, row in narrow.items()} == {name: row.tier for name, row in wide.items()}
    organisations = rows(boards.chart_in_sight(EVERYTHING, TODAY, ALL))
    assert organisations[busy.education_group.short_name].tier == "好"
    assert organisations[busy.publicity_body.short_name].tier == "未知"


def test_a_units_organisations_stand_with_the_leading_body_first(busy: City, planned: Planned) -> None:
    name, chart = boards.chart_of_unit(busy.first_branch.organ_id, EVERYTHING, TODAY, ALL)
    assert name == "青岚市教育局"
    own, attached = chart.sections
    assert (own.name, attached.name) == ("机关本级", "直属单位")
    assert own.rows[0].name == busy.education_group.short_name
    assert [row.name for row in attached.rows] == [
        one.short_name for one in (busy.school, busy.school_branch, busy.exam_centre, busy.press)
    ]
    assert own.rows[0].url == reverse("duties:of_organisation", args=[busy.education_group.pk])


def test_nobody_sees_a_column_that_nobody_in_sight_owes(busy: City, people: People) -> None:
    scope = people.secretary.actor.scope(Permission.BOARD_SEE)
    chart = boards.chart_in_sight(scope, TODAY, ALL)
    assert list(rows(chart)) == [busy.first_branch.short_name]
    assert "制定党建责任清单" not in names(chart)
    assert [section.name for section in chart.sections] == [""]


def test_another_unit_is_not_there_for_who_may_not_see_it(busy: City, people: People) -> None:
    scope = people.lead_secretary.actor.scope(Permission.BOARD_SEE)
    with pytest.raises(NotFound):
        boards.chart_of_unit(busy.water_branch.organ_id, scope, TODAY, ALL)


def test_a_unit_and_its_organisations_count_the_same(busy: City) -> None:
    """The tally behind units and the standings behind organisations tell one story."""
    for organ in {one.organ_id: one.organ for one in busy if one != busy.work_committee}.values():
        shown = boards.chart_of_unit(organ.pk, EVERYTHING, TODAY, Narrowed(group="组织建设"))[1]
        units = boards.chart_of_units(TODAY, Narrowed(group="组织建设"))
        for column in set(names(shown)):
            inside = [square(shown, row, column) for row in rows(shown)]
            unit = square(units, organ.name, column)
            same = [one.count for one in inside if one.state == unit.state]
            assert sum(same) >= unit.count
            assert unit.state in {one.state for one in inside}
