"""Scores from duties: what counts, by class and tier, beside the class's middle, and at once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heli.accounts.catalogue import Permission
from heli.accounts.scope import EVERYTHING, Scope
from heli.appraisal.queries import scores
from heli.appraisal.queries.basis import basis, class_name, live_on, organisation_to_score
from heli.appraisal.queries.scores import Band, ClassSummary, Sheet
from heli.appraisal.rules import Counted
from heli.duties import actions as duty_actions
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.orgs.models import Organisation
from tests.duties.planned import Planned, enter
from tests.people import NOW, TODAY, City, People, Person

HALF = Period.parse("2026H1")
OWN_BRANCHES = "branch.organ.unstated.own"
GROUPS = "party_group.organ.unstated.own"


def totals(period: Period = HALF, on: date = TODAY) -> dict[str, Decimal | None]:
    found = basis(period, on, live_on(on).visible_to(EVERYTHING))
    return {row.subject.name: row.score.total for row in scores.scored(found)}


def sheet(organisation: Organisation, period: Period = HALF, on: date = TODAY) -> Sheet:
    return scores.sheet(organisation, period, on)


def lines(found: Sheet) -> dict[str, Counted]:
    return {line.reading.measure: line.counted for line in found.lines}


def summary(code: str) -> ClassSummary:
    return next(row for row in scores.classes(HALF, TODAY, EVERYTHING) if row.code == code)


def tiers_of(found: ClassSummary) -> dict[str, int]:
    return {tier.name: count for tier, count in found.tiers}


def names(bands: list[Band]) -> list[tuple[str, list[str]]]:
    return [(band.tier.name if band.tier else "", [row.subject.name for row in band.rows]) for band in bands]


def test_a_score_is_what_an_officer_reckons_from_the_records(worked: City) -> None:
    found = totals()
    reckoned = {
        worked.first_branch: "100.00",  # six of six
        worked.small_branch: "50.00",  # three of six
        worked.water_branch: "33.33",  # two of six
        worked.publicity_branch: "0.00",
        worked.exam_centre: "83.33",  # five of six
        worked.education_group: "100.00",
        worked.water_group: "70.00",  # done, but late: completeness alone
        worked.school: "0.00",  # its term is over
    }
    assert {one: found[one.short_name] for one in reckoned} == {
        one: Decimal(total) for one, total in reckoned.items()
    }


def test_what_has_no_points_in_the_plan_is_no_line_of_a_score(
    worked: City, people: People, client_of: Callable[[Person], Client]
) -> None:
    """A 整改事项 laid on one organisation, a promise handed down: owed, and scored by nobody."""
    before = sheet(worked.school)
    duty_actions.lay_once(
        organisation=worked.school,
        issuer=worked.education_committee,
        measure="完成整改事项",
        record_kind="debriefing_rectification",
        due_on=date(2026, 6, 20),
        reason="述职评议整改清单",
        by=SYSTEM,
        at=NOW,
    )
    after = sheet(worked.school)
    assert (after.score.total, lines(after)) == (before.score.total, lines(before))
    page = client_of(people.staff).get(reverse("appraisal:sheet", args=[worked.school.pk]))
    assert page.status_code == 200


def test_what_nobody_could_know_is_left_out_and_said(worked: City, planned: Planned) -> None:
    found = sheet(worked.first_branch)
    assert lines(found) == {
        planned.theme_day.measure: Counted(6, 6, 6),
        planned.committee.measure: Counted(0, 0, 0, unknown=6),
        planned.assembly.measure: Counted(0, 0, 0, unknown=2),
        planned.open_one.measure: Counted(0, 0, 0, unknown=1),
    }
    assert [line.points for line in found.lines] == [Decimal("8.00"), None, None, None]
    assert (found.score.known_weight, found.score.unknown_weight) == (8, 21)
    assert scores.aloud(found) == (
        "已知事项分值共 8 分，得 8.00 分，折合百分制 100.00 分。另有分值 21 分的事项情况未知，不计分。"
    )


def test_an_organisation_of_which_nothing_is_known_has_no_score_and_not_zero(worked: City) -> None:
    found = sheet(worked.publicity_joint)
    assert (found.score.total, found.tier, found.gap, found.class_median) == (None, None, None, None)
    assert "没有得分" in scores.aloud(found)
    assert totals()[worked.publicity_joint.short_name] is None


def test_a_sheet_without_unknown_lines_does_not_speak_of_them(worked: City, planned: Planned) -> None:
    found = sheet(worked.school)
    assert lines(found) == {planned.election.measure: Counted(1, 0, 0)}
    assert scores.aloud(found) == "已知事项分值共 8 分，得 0.00 分，折合百分制 0.00 分。"


def test_a_part_of_a_line_may_be_known(worked: City, planned: Planned) -> None:
    """Branches hold 党员大会 on record from May on: the first quarter stays unknown, the second counts."""
    enter(worked.small_branch, "assembly", date(2026, 5, 8))
    assert lines(sheet(worked.small_branch))[planned.assembly.measure] == Counted(1, 1, 1, unknown=1)
    assert lines(sheet(worked.first_branch))[planned.assembly.measure] == Counted(1, 0, 0, unknown=1)


def test_a_score_moves_as_soon_as_a_record_is_entered_and_when_it_is_void(worked: City) -> None:
    assert sheet(worked.small_branch).score.total == Decimal("50.00")
    made = enter(worked.small_branch, "theme_day", date(2026, 6, 25))
    assert sheet(worked.small_branch).score.total == Decimal("66.67")
    duty_actions.withdraw(record=made, reason="没有开过", by=SYSTEM, at=NOW)
    assert sheet(worked.small_branch).score.total == Decimal("50.00")


def test_a_score_counts_what_falls_due_in_its_period(worked: City, planned: Planned) -> None:
    measure = planned.theme_day.measure
    owed = {
        code: lines(sheet(worked.small_branch, Period.parse(code)))[measure]
        for code in ("2026Q1", "2026Q2", "2026-03", "2026")
    }
    assert owed == {
        "2026Q1": Counted(3, 3, 3),
        "2026Q2": Counted(3, 0, 0),
        "2026-03": Counted(1, 1, 1),
        "2026": Counted(6, 3, 3),
    }
    assert planned.lecture.measure not in lines(sheet(worked.small_branch, Period.parse("2026")))


def test_a_score_counts_what_is_due_by_the_day_itself(worked: City, planned: Planned) -> None:
    measure = planned.theme_day.measure
    assert lines(sheet(worked.first_branch, HALF, date(2026, 6, 30)))[measure].owed == 6
    assert lines(sheet(worked.first_branch, HALF, date(2026, 6, 29)))[measure].owed == 5


def test_a_triggered_duty_counts_in_the_period_of_its_day(worked: City, planned: Planned) -> None:
    second = Period.parse("2026H2")
    assert planned.election.measure not in lines(sheet(worked.water_branch))
    after = sheet(worked.water_branch, second, date(2026, 12, 31))
    assert lines(after)[planned.election.measure] == Counted(1, 0, 0)


def test_what_comes_after_today_or_before_the_plan_has_no_score(worked: City) -> None:
    for code in ("2026H2", "2027", "2025H2", "9999", "0001"):
        assert totals(Period.parse(code)) == {}
    with pytest.raises(NotFound, match="在2026年下半年没有到期的应办事项") as refused:
        sheet(worked.first_branch, Period.parse("2026H2"))
    assert refused.value.code == "no-score"


def test_classes_stand_in_the_order_of_kinds_with_tiers_and_median(worked: City) -> None:
    found = scores.classes(HALF, TODAY, EVERYTHING)
    assert [row.name for row in found] == [
        "党组 · 机关 · 机关本级",
        "部务会（室务会） · 机关 · 机关本级",
        "党总支 · 事业单位 · 直属单位",
        "党支部 · 国有企业 · 直属单位",
        "党支部 · 事业单位 · 直属单位",
        "党支部 · 机关 · 机关本级",
        "联合党支部 · 机关 · 机关本级",
    ]
    own = summary(OWN_BRANCHES)
    assert (own.count, own.unknown, own.median) == (4, 0, Decimal("41.67"))  # of 100, 50, 33.33 and 0
    assert tiers_of(own) == {"好": 1, "较好": 0, "一般": 0, "需加强": 3}
    groups = summary(GROUPS)
    assert (groups.median, tiers_of(groups)) == (
        Decimal("85.00"),
        {"好": 1, "较好": 0, "一般": 1, "需加强": 0},
    )
    bodies = summary("leading_body.organ.unstated.own")
    assert (bodies.count, bodies.unknown, bodies.median) == (1, 1, None)


def test_a_class_names_its_system_of_leadership_and_leaves_out_what_is_unstated() -> None:
    assert class_name("committee.institution.by_head.attached") == (
        "党委 · 事业单位 · 行政领导人负责制 · 直属单位"
    )
    assert class_name("branch.unstated.unstated.own") == "党支部 · 机关本级"


def test_one_class_stands_in_tiers_before_order(worked: City) -> None:
    found = scores.bands(HALF, TODAY, EVERYTHING, OWN_BRANCHES)
    assert names(found) == [
        ("好", [worked.first_branch.short_name]),
        (
            "需加强",
            [one.short_name for one in (worked.small_branch, worked.water_branch, worked.publicity_branch)],
        ),
    ]
    joint = scores.bands(HALF, TODAY, EVERYTHING, "joint_branch.organ.unstated.own")
    assert names(joint) == [("", [worked.publicity_joint.short_name])]


def test_a_code_that_means_no_class_is_not_found(worked: City) -> None:
    for code in (
        "",
        "branch",
        "a.b.c.d",
        "branch.organ.unstated.own.more",
        "branch.organ.unstated.moon",
        "党",
    ):
        with pytest.raises(NotFound) as refused:
            scores.bands(HALF, TODAY, EVERYTHING, code)
        assert refused.value.code == "class-unknown"


def test_only_what_lies_in_scope_is_listed(worked: City, people: People) -> None:
    led = people.lead_secretary.actor.scope(Permission.SCORE_SEE)
    codes = {row.code: row.count for row in scores.classes(HALF, TODAY, led)}
    assert codes[OWN_BRANCHES] == 2
    assert "leading_body.organ.unstated.own" not in codes
    assert codes[GROUPS] == 1
    assert [
        row.subject.name for band in scores.bands(HALF, TODAY, led, OWN_BRANCHES) for row in band.rows
    ] == [
        worked.first_branch.short_name,
        worked.small_branch.short_name,
    ]
    own = people.other_secretary.actor.scope(Permission.SCORE_SEE)
    assert [(row.code, row.count) for row in scores.classes(HALF, TODAY, own)] == [(OWN_BRANCHES, 1)]
    assert scores.classes(HALF, TODAY, Scope()) == []
    assert scores.bands(HALF, TODAY, own, GROUPS) == []


def test_a_sheet_stands_beside_its_class_in_the_whole_city(worked: City, planned: Planned) -> None:
    found = sheet(worked.small_branch)
    assert found.class_median == summary(OWN_BRANCHES).median == Decimal("41.67")
    line = next(line for line in found.lines if line.reading.pk == planned.theme_day.pk)
    # Of 8, 4, 2⅔ and 0 points the middle is 3⅓; four of eight points are half of a hundred.
    assert (line.points, line.median, line.lost) == (Decimal("4.00"), Decimal("3.33"), Decimal("50.00"))
    unknown = next(line for line in found.lines if line.reading.pk == planned.assembly.pk)
    assert (unknown.points, unknown.median, unknown.lost) == (None, None, 0)


def test_a_sheet_says_how_far_the_next_tier_is(worked: City) -> None:
    found = sheet(worked.exam_centre)
    assert found.tier is not None
    assert found.gap is not None
    assert (found.tier.name, found.gap[0].name, found.gap[1]) == ("较好", "好", Decimal("6.67"))
    assert sheet(worked.first_branch).gap is None


def test_units_part_their_own_from_what_is_attached(worked: City) -> None:
    found = {unit.name: unit for unit in scores.units(basis(HALF, TODAY, live_on(TODAY)))}
    education = found["青岚市教育局"]
    # Own: two branches with six 主题党日 each, nine of them held, and a 责任清单.
    assert education.own == Counted(13, 10, 10, unknown=2 + 2 + 6 + 2 + 1)
    # Attached: three branches with five of eighteen, and an election; of one branch the committee is unknown.
    assert education.attached == Counted(19, 5, 5, unknown=3 * 2 + 3 * 1 + 6)
    assert education.total == scores.added(education.own, education.attached)
    assert list(found) == sorted(found)


def test_the_whole_is_the_sum_of_units_of_requirements_and_of_sheets(worked: City) -> None:
    found = basis(HALF, TODAY, live_on(TODAY))
    by_units = by_lines = by_sheets = Counted(0, 0, 0)
    for unit in scores.units(found):
        by_units = scores.added(by_units, unit.total)
    for _, counted in scores.by_requirement(found):
        by_lines = scores.added(by_lines, counted)
    for row in scores.scored(found):
        for line in row.score.lines:
            by_sheets = scores.added(by_sheets, line.counted)
    assert by_units == by_lines == by_sheets
    assert by_units.owed > by_units.done > 0


def test_requirements_stand_in_the_order_of_the_plan(worked: City, planned: Planned) -> None:
    found = scores.by_requirement(basis(HALF, TODAY, live_on(TODAY)))
    numbers = [reading.number for reading, _ in found]
    assert numbers == sorted(numbers) == [1, 2, 3, 4, 6, 7, 8]


def test_six_queries_are_enough_for_everybodys_score(worked: City) -> None:
    with CaptureQueriesContext(connection) as asked:
        scores.scored(basis(HALF, TODAY, live_on(TODAY)))
    assert len(asked) == 6


def test_a_sheet_of_nobody_is_not_found(worked: City) -> None:
    assert organisation_to_score(worked.press.pk) == worked.press
    with pytest.raises(NotFound) as refused:
        organisation_to_score(10**9)
    assert refused.value.code == "organisation-unknown"
