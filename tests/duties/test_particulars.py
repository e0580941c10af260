"""Waivers, extensions and windows: what they do to duties, boards and records, and who may grant them."""

from datetime import date, datetime

import pytest

from heli.duties import actions as duty_actions
from heli.duties.catalogue import Dispensing, DutyState
from heli.duties.models import Dispensation, Fulfilment, Requirement
from heli.duties.queries.board import organisation_board, total, unit_board
from heli.duties.queries.counters import differences
from heli.duties.queries.listing import duties_of
from heli.kernel.action import SYSTEM, Doer
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from heli.orgs.models import Organisation
from tests.duties.planned import Planned, enter, occurs, require
from tests.people import NOW, TODAY, City, People

DAYS = (date(2026, 3, 31), TODAY, date(2026, 7, 10), date(2026, 7, 16), date(2026, 12, 31))


def extend(requirement: Requirement, where: Organisation, period: int, until: date, by: Doer) -> Dispensation:
    return duty_actions.dispense(
        requirement=requirement,
        organisation=where,
        period=period,
        kind=Dispensing.EXTENSION,
        until=until,
        reason="支部全体在一线防汛",
        document="青直工〔2026〕18号",
        by=by,
        at=NOW,
    )


def waive(requirement: Requirement, where: Organisation, period: int, by: Doer = SYSTEM) -> Dispensation:
    return duty_actions.dispense(
        requirement=requirement,
        organisation=where,
        period=period,
        kind=Dispensing.WAIVER,
        reason="支部全体在一线防汛",
        document="青直工〔2026〕18号",
        by=by,
        at=NOW,
    )


def state_of(where: Organisation, requirement: Requirement, period: int, today: date) -> DutyState:
    return next(
        duty.state
        for duty in duties_of(where, 2026, today)
        if duty.reading.pk == requirement.pk and duty.period.index == period
    )


@pytest.fixture
def worked(planned: Planned, city: City) -> Planned:
    """The first branch has met in spring, so that its duties are known."""
    enter(city.first_branch, "theme_day", date(2026, 1, 10))
    enter(city.first_branch, "assembly", date(2026, 2, 10))
    enter(city.school_branch, "assembly", date(2026, 2, 11))
    return planned


def test_a_waived_duty_is_neither_open_nor_overdue(worked: Planned, city: City, people: People) -> None:
    assert state_of(city.first_branch, worked.theme_day, 4, TODAY) == DutyState.OVERDUE
    waive(worked.theme_day, city.first_branch, 4, people.deputy.actor)
    assert state_of(city.first_branch, worked.theme_day, 4, TODAY) == DutyState.WAIVED
    assert AuditEntry.objects.latest("pk").action == "duties.dispense"


def test_what_was_waived_and_done_all_the_same_is_done(worked: Planned, city: City) -> None:
    waive(worked.theme_day, city.first_branch, 4)
    enter(city.first_branch, "theme_day", date(2026, 5, 9))
    assert state_of(city.first_branch, worked.theme_day, 4, TODAY) == DutyState.ON_TIME


def test_an_extension_that_ends_reopens_the_duty(worked: Planned, city: City, people: People) -> None:
    extend(worked.assembly, city.first_branch, 1, date(2026, 7, 15), people.deputy.actor)
    assert state_of(city.first_branch, worked.assembly, 1, date(2026, 7, 15)) == DutyState.DUE_SOON
    assert state_of(city.first_branch, worked.assembly, 1, date(2026, 7, 16)) == DutyState.OVERDUE
    assert state_of(city.school_branch, worked.assembly, 1, date(2026, 7, 1)) == DutyState.OVERDUE


def test_a_meeting_after_its_quarter_counts_for_it_while_the_extension_lasts(
    worked: Planned, city: City
) -> None:
    extend(worked.assembly, city.first_branch, 1, date(2026, 7, 15), SYSTEM)
    later = datetime(2026, 7, 11, 9, tzinfo=SHANGHAI)
    made = duty_actions.record(
        organisation=city.first_branch,
        kind="assembly",
        happened_on=date(2026, 7, 10),
        counts_on=date(2026, 6, 30),
        topic="二季度党员大会",
        by=SYSTEM,
        at=later,
    )
    rows = Fulfilment.objects.filter(record=made).values_list("requirement_id", "period", "on_time")
    assert list(rows) == [(worked.assembly.pk, 1, True)]
    assert list(differences()) == []


def test_without_an_extension_a_meeting_counts_for_its_own_quarter_alone(worked: Planned, city: City) -> None:
    with pytest.raises(Invalid, match="没有相应的开展时限或延期"):
        duty_actions.record(
            organisation=city.first_branch,
            kind="assembly",
            happened_on=date(2026, 7, 10),
            counts_on=date(2026, 6, 30),
            topic="二季度党员大会",
            by=SYSTEM,
            at=datetime(2026, 7, 11, 9, tzinfo=SHANGHAI),
        )


def test_taking_an_extension_back_makes_it_overdue_again(worked: Planned, city: City, people: People) -> None:
    made = extend(worked.assembly, city.first_branch, 1, date(2026, 7, 15), people.deputy.actor)
    duty_actions.revoke_dispensation(dispensation=made, reason="登记错了组织", by=people.staff.actor, at=NOW)
    assert state_of(city.first_branch, worked.assembly, 1, date(2026, 7, 2)) == DutyState.OVERDUE
    with pytest.raises(WrongState, match="已经撤销"):
        duty_actions.revoke_dispensation(
            dispensation=made, reason="登记错了组织", by=people.staff.actor, at=NOW
        )


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_unit_is_still_the_sum_of_its_organisations(worked: Planned, city: City, today: date) -> None:
    occurs(worked.election, city.press, date(2026, 5, 1))
    waive(worked.theme_day, city.first_branch, 4)
    waive(worked.theme_day, city.exam_centre, 0)
    waive(worked.election, city.press, 0)
    extend(worked.assembly, city.school_branch, 1, date(2026, 7, 15), SYSTEM)
    extend(worked.duty_list, city.water_group, 0, date(2026, 7, 31), SYSTEM)
    enter(city.exam_centre, "theme_day", date(2026, 1, 20))
    by_unit = unit_board(2026, today)
    apart = organisation_board(Organisation.objects.live(today), 2026, today)
    organs = dict(Organisation.objects.values_list("pk", "organ_id"))
    for organ, _ in by_unit.rows:
        for reading in by_unit.book.readings:
            inside = [apart.cell(pk, reading.pk) for pk, _ in apart.rows if organs[pk] == organ]
            assert by_unit.cell(organ, reading.pk) == total(inside), (organ, reading.measure)
    assert by_unit.whole.waived == 2  # the exam centre met all the same


@pytest.mark.parametrize("who", ["stranger", "secretary", "member", "lead_secretary", "other_secretary"])
def test_only_a_committee_above_grants(worked: Planned, city: City, people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        waive(worked.theme_day, city.first_branch, 4, getattr(people, who).actor)
    assert not Dispensation.objects.exists()


def test_nobody_grants_his_own_organisation(worked: Planned, city: City, people: People) -> None:
    with pytest.raises(NotAllowed, match="在这个党组织任职"):
        waive(worked.lecture, city.education_committee, 0, people.deputy.actor)


@pytest.mark.parametrize(
    ("until", "said"),
    [(date(2026, 6, 30), "不晚于原定期限"), (date(2026, 6, 1), "不晚于原定期限"), (None, "延期到哪一天")],
)
def test_an_extension_needs_a_later_day(worked: Planned, city: City, until: date, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        extend(worked.assembly, city.first_branch, 1, until, SYSTEM)


def test_what_is_done_not_owed_or_granted_already_is_refused(worked: Planned, city: City) -> None:
    with pytest.raises(WrongState, match="已经完成"):
        waive(worked.assembly, city.first_branch, 0)
    with pytest.raises(NotFound, match="没有这一项应办"):
        waive(worked.governance, city.first_branch, 0)
    waive(worked.theme_day, city.first_branch, 4)
    with pytest.raises(WrongState, match="已经办理过"):
        waive(worked.theme_day, city.first_branch, 4)


def test_a_ground_is_asked_for(worked: Planned, city: City) -> None:
    with pytest.raises(Invalid, match="理由、文号"):
        duty_actions.dispense(
            requirement=worked.theme_day,
            organisation=city.first_branch,
            period=4,
            kind=Dispensing.WAIVER,
            reason=" ",
            document="",
            by=SYSTEM,
            at=NOW,
        )


@pytest.fixture
def org_life(planned: Planned) -> Requirement:
    return require(planned.plan, 20, "召开组织生活会", "year", ["org_life"], ["branch"])


def opened(planned: Planned, closes_on: date, by: Doer = SYSTEM) -> None:
    duty_actions.open_window(
        plan=planned.plan,
        record_kind="org_life",
        closes_on=closes_on,
        document="青组通〔2026〕41号",
        by=by,
        at=NOW,
    )


def test_a_window_lets_next_spring_count_for_this_year(
    planned: Planned, city: City, org_life: Requirement, people: People
) -> None:
    opened(planned, date(2027, 3, 15), people.staff.actor)
    spring = datetime(2027, 2, 11, 9, tzinfo=SHANGHAI)
    made = duty_actions.record(
        organisation=city.first_branch,
        kind="org_life",
        happened_on=date(2027, 2, 10),
        counts_on=date(2026, 12, 31),
        topic="2026年度组织生活会",
        by=SYSTEM,
        at=spring,
    )
    rows = Fulfilment.objects.filter(record=made).values_list("requirement_id", "year", "on_time")
    assert list(rows) == [(org_life.pk, 2026, True)]
    assert list(differences()) == []


def test_a_window_moves_the_day_of_all_and_closing_it_moves_it_back(
    planned: Planned, city: City, org_life: Requirement
) -> None:
    enter(city.school_branch, "org_life", date(2026, 1, 8))
    opened(planned, date(2027, 3, 15))
    assert state_of(city.first_branch, org_life, 0, date(2027, 1, 20)) == DutyState.NOT_DUE
    window = planned.plan.windows.get()
    duty_actions.close_window(
        window=window, closes_on=date(2027, 1, 31), document="青组通〔2027〕2号", by=SYSTEM, at=NOW
    )
    assert state_of(city.first_branch, org_life, 0, date(2027, 2, 1)) == DutyState.OVERDUE
    window.refresh_from_db()
    assert (window.set_for, window.closes_on) == (date(2027, 3, 15), date(2027, 1, 31))


def test_a_window_is_kept_by_the_work_committee_with_a_document(planned: Planned, people: People) -> None:
    for who in (people.stranger, people.deputy, people.lead_secretary, people.secretary):
        with pytest.raises(NotAllowed):
            opened(planned, date(2027, 3, 15), who.actor)
    with pytest.raises(Invalid, match="请核对年份"):
        opened(planned, date(2028, 1, 1))
    with pytest.raises(NotFound):
        duty_actions.open_window(
            plan=planned.plan, record_kind="nothing", closes_on=TODAY, document="x", by=SYSTEM, at=NOW
        )
