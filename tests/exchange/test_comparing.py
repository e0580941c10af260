"""比: like with like, tiers before order; layers; gaps between units; what others see (S001-45, S001-46)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heli.accounts.actor import EVERYTHING
from heli.decomposition.catalogue import Layer
from heli.duties.catalogue import Cadence
from heli.exchange import actions
from heli.exchange.models import Gathering
from heli.exchange.queries import frozen, layers, standing
from heli.exchange.queries.gatherings import exhibits
from heli.exchange.queries.hall import slides
from heli.exchange.queries.lists import to_look_back
from heli.exchange.queries.standing import Class, Standing
from heli.exchange.queries.waiting import open_items
from heli.orgs.catalogue import Kind
from heli.reorganisation.queries.published import worked_out
from tests.duties.planned import Planned, enter, require
from tests.exchange.held import comparing, exhibit, judging, later, participants, published, showing, shown
from tests.people import NOW, TODAY, City, People

pytestmark = pytest.mark.django_db


def found(of: Gathering) -> Standing:
    return standing.standing(of, exhibits(of))


def told(one: Class) -> list[tuple[str, list[str]]]:
    return [
        (
            band.tier.name if band.tier else "未知",
            [line.exhibit.organisation.short_name for line in band.lines],
        )
        for band in one.bands
    ]


def test_only_participants_of_a_class_stand_beside_each_other_in_tiers(worked: City, people: People) -> None:
    classes = {one.name: one for one in found(comparing(worked, people)).classes}
    groups = classes["党组 · 机关 · 机关本级"]
    assert told(groups) == [("好", ["市教育局党组"]), ("一般", ["市水利局党组"])]
    line = groups.lines[1]
    assert (line.measured.score, line.gap[0].name if line.gap else "", line.gap[1] if line.gap else 0) == (
        Decimal("70.00"), "较好", Decimal("10.00"),
    )  # fmt: skip
    assert (line.before, line.moved) == (Decimal("70.00"), "持平")
    assert groups.median == Decimal("85.00")
    body = classes["部务会（室务会） · 机关 · 机关本级"]
    assert told(body)[0][0] == "未知", "no body of its kind has a source yet: unknown is not zero"


def test_a_body_without_duties_is_in_no_class_and_never_zero(worked: City, people: People) -> None:
    last = found(comparing(worked, people)).classes[-1]
    assert (last.name, told(last)) == ("没有应办的单位", [("未知", ["市教育局机关党委"])])


def test_the_change_is_since_the_last_gathering_where_that_knew_a_score(
    city: City, people: People, planned: Planned
) -> None:
    enter(city.education_group, "duty_list", date(2026, 3, 20))
    published(city, people, title="一季度", period="2026Q1", as_of=date(2026, 3, 31))
    enter(city.water_group, "duty_list", date(2026, 4, 20))
    now = found(comparing(city, people))
    assert now.before == "一季度"
    line = now.lines[city.water_group.pk]
    assert (line.before, line.change, line.moved) == (Decimal("0.00"), Decimal("70.00"), "上升")


def test_others_see_the_top_and_their_neighbours(city: City, people: People, planned: Planned) -> None:
    made = comparing(city, people)
    lines = tuple(line for one in found(made).classes for line in one.lines)
    many = Class("", (standing.Band(None, lines * 3),), None)
    own = [lines[-1].exhibit.organisation_id]
    assert len(many.lines) == 12
    near = many.near(own, 1)
    assert 1 < len(near.lines) < 12
    assert standing.shown_to(found(made), own, whole=True, on=TODAY) == found(made).classes


def test_how_they_stand_takes_the_same_queries_whatever_the_number(
    city: City, people: People, planned: Planned
) -> None:
    made = showing(city, people)
    with CaptureQueriesContext(connection) as few:
        found(made)
    others = [city.first_branch, city.small_branch, city.water_branch, city.publicity_branch, city.press]
    actions.invite(gathering=made, organisations=others, by=people.staff.actor, at=NOW)
    with CaptureQueriesContext(connection) as many:
        found(made)
    assert len(many) == len(few) <= 16


def test_the_same_requirement_lies_over_the_layers(worked: City, people: People, planned: Planned) -> None:
    classes = (Kind.ORGAN_COMMITTEE, Kind.GENERAL_BRANCH, Kind.BRANCH)
    require(planned.plan, 20, "自查小结", Cadence.YEAR, ["self_check"], classes, due=(5, 31))
    done = (worked.education_committee, worked.water_committee, worked.publicity_committee, worked.school)
    for one in (*done, worked.first_branch):
        enter(one, "self_check", date(2026, 5, 20))
    made = comparing(worked, people)
    over = layers.layers(made, layers.ground(made, EVERYTHING))
    row = next(row for row in over.over_several if row.reading.measure == "自查小结")
    cells = {cell.layer: (cell.done, cell.owed) for cell in row.cells if cell.owed}
    assert cells == {Layer.ORGAN: (3, 3), Layer.BASE: (1, 1), Layer.BRANCH: (1, 7)}
    assert row.lie == "上热中温下凉"
    assert "制定党建责任清单" in [row.reading.measure for row in over.of_one]
    whole = {cell.layer: cell.owed for cell in over.whole}
    assert whole[Layer.BRANCH] > 7


def test_units_stand_beside_the_middle_in_the_order_of_their_names(worked: City, people: People) -> None:
    made = comparing(worked, people)
    gaps = layers.gaps(layers.ground(made, EVERYTHING))
    names = [row.unit.name for row in gaps.rows]
    assert names == sorted(names)
    assert gaps.behind == sum(row.gap is not None and row.gap < 0 for row in gaps.rows) > 0
    assert gaps.middle is not None
    for row in gaps.rows:
        if row.percent is not None:
            assert row.gap == row.percent - gaps.middle
    own = layers.gaps(layers.ground(made, people.lead_secretary.actor.scope("score.see")))
    assert [row.unit.name for row in own.rows] == ["青岚市教育局"]


def test_an_event_that_reaches_back_sees_what_a_gathering_published(worked: City, people: People) -> None:
    made = published(worked, people)
    assert made.publication is not None
    before = worked_out([made.publication])[made.publication.pk]
    assert before[standing.key_of(worked.education_group.pk, "score")] == Decimal(100)
    enter(worked.water_group, "governance_study", date(2026, 6, 3))
    after = worked_out([made.publication])[made.publication.pk]
    key = standing.key_of(worked.water_group.pk, "done")
    assert (before[key], after[key]) == (1, 2)
    assert {row.key for row in frozen.figures_of(made.publication)} == set(before)


def test_the_hall_shows_only_the_acts_that_were_reached(worked: City, people: People) -> None:
    made = showing(worked, people)
    assert [one.kind for one in slides(made)] == ["cover"]
    shown(made, worked.education_group)
    assert [one.kind for one in slides(made)] == ["cover", "exhibit"]
    other = comparing(worked, people, title="另一次")
    kinds = [one.kind for one in slides(other)]
    assert kinds[:3] == ["cover", "exhibit", "exhibit"]
    assert set(kinds) == {"cover", "exhibit", "class"}
    judged = judging(worked, people, title="第三次")
    actions.comment(
        gathering=judged, organisation=worked.work_committee, said_by="方敏行", text="找得准。",
        by=people.staff.actor, at=NOW,
    )  # fmt: skip
    assert slides(judged)[-1].kind == "comments"


def test_the_day_shows_what_waits_for_whom(city: City, people: People) -> None:
    made = showing(city, people)
    (line,) = open_items(people.lead_secretary.actor, TODAY)
    assert (line.what, line.whom) == (f"报送晒比评材料：{made.title}", "市教育局党组")
    assert [one.whom for one in open_items(people.deputy.actor, TODAY)] == ["市教育局机关党委"]
    for somebody in (people.staff, people.secretary, people.member, people.stranger, people.audit_admin):
        assert open_items(somebody.actor, TODAY) == []
    other = judging(city, people, title="另一次")
    (line,) = open_items(people.staff.actor, TODAY)
    assert line.what == "登记点评：另一次"
    one = exhibit(other, city.education_group)
    actions.promise(
        exhibit=one, text="听取汇报", measure="两次", due_on=later(20), by=people.lead_secretary.actor, at=NOW
    )
    actions.object_to(exhibit=one, about="score", claim="有出入", by=people.lead_secretary.actor, at=NOW)
    assert {one.what for one in open_items(people.staff.actor, TODAY)} == {
        "登记点评：另一次", "答复对“得分”的异议",
    }  # fmt: skip
    assert "兑现承诺：听取汇报" in {one.what for one in open_items(people.lead_secretary.actor, TODAY)}


def test_a_look_back_finds_the_promises_that_fell_due(city: City, people: People) -> None:
    made = judging(city, people)
    one = exhibit(made, participants(city)[0])
    for days in (30, 300):
        actions.promise(
            exhibit=one, text=f"{days}天内办成", measure="办成", due_on=later(days),
            by=people.staff.actor, at=NOW,
        )  # fmt: skip
    year_end = showing(
        city, people, title="年末", period="2026", as_of=date(2026, 12, 31), held_on=date(2026, 12, 31)
    )
    assert [one.text for one in to_look_back(year_end)] == ["30天内办成"]
