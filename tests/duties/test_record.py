"""Entering a record and declaring one void: what follows at once, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from heli.duties import actions as duty_actions
from heli.duties.catalogue import RecordSource
from heli.duties.models import Fulfilment, Record, Source, Standing, Tally
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from heli.orgs.models import OrganisationVersion
from tests.duties.planned import Planned, enter, occurs, require
from tests.people import NOW, TODAY, City, People, building

DAY = date(2026, 6, 24)


def fulfilled(record: Record) -> set[tuple[int, int, bool]]:
    return set(Fulfilment.objects.filter(record=record).values_list("requirement_id", "period", "on_time"))


def test_a_meeting_fulfils_its_duty_and_moves_both_counters(
    city: City, planned: Planned, people: People
) -> None:
    made = enter(city.first_branch, "theme_day", DAY, by=people.secretary.actor, due=9, present=8)
    assert fulfilled(made) == {(planned.theme_day.pk, 5, True)}
    standing = Standing.objects.get()
    assert (standing.organisation, standing.year, standing.done, standing.on_time) == (
        city.first_branch,
        2026,
        1 << 5,
        1 << 5,
    )
    tally = Tally.objects.get()
    assert (tally.organ, tally.period, tally.done, tally.on_time) == (city.first_branch.organ, 5, 1, 1)
    source = Source.objects.get()
    assert (source.record_kind, source.org_kind, source.since) == ("theme_day", "branch", DAY)


def test_it_is_stamped_and_signed_and_audited_once(city: City, planned: Planned, people: People) -> None:
    made = enter(
        city.first_branch, "theme_day", DAY, by=people.secretary.actor, topic=" 学习 ", chair="林书远"
    )
    assert (made.organ, made.leader, made.topic) == (city.first_branch.organ, city.education_group, "学习")
    assert (made.entered_at, made.entered_by, made.source) == (NOW, "林书远", RecordSource.PAGE)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("duties.record", f"duties.Record:{made.pk}")
    assert '"fulfilled":1' in entry.detail


def test_the_stamp_is_of_the_day_that_it_happened(city: City, planned: Planned) -> None:
    with building():
        old = OrganisationVersion.objects.get(organisation=city.first_branch)
        old.valid_to = date(2026, 5, 1)
        old.save()
        old.pk, old.valid_from, old.valid_to = None, date(2026, 5, 1), None
        old.organ, old.leader = city.water_branch.organ, city.water_group
        old.save()
    before = enter(city.first_branch, "theme_day", date(2026, 4, 30))
    after = enter(city.first_branch, "theme_day", date(2026, 5, 1))
    assert (before.organ, before.leader) == (city.education_group.organ, city.education_group)
    assert (after.organ, after.leader) == (city.water_branch.organ, city.water_group)


def test_a_second_meeting_of_the_month_counts_no_second_time(city: City, planned: Planned) -> None:
    enter(city.first_branch, "theme_day", date(2026, 6, 3))
    enter(city.first_branch, "theme_day", date(2026, 6, 10), topic="再学习")
    assert Fulfilment.objects.count() == 2
    assert list(Tally.objects.values_list("done", "on_time")) == [(1, 1)]


def test_two_branches_of_a_unit_count_two(city: City, planned: Planned) -> None:
    enter(city.first_branch, "theme_day", DAY)
    enter(city.exam_centre, "theme_day", DAY)
    assert Tally.objects.get().done == 2


def test_one_record_fulfils_every_duty_that_it_answers(city: City, planned: Planned) -> None:
    again = require(planned.plan, 20, "主题党日年度一次", "year", ["theme_day"], ["branch"], due=(6, 30))
    made = enter(city.first_branch, "theme_day", DAY)
    assert fulfilled(made) == {(planned.theme_day.pk, 5, True), (again.pk, 0, True)}


def test_what_comes_after_the_named_day_is_late(city: City, planned: Planned) -> None:
    made = enter(city.education_group, "duty_list", date(2026, 4, 2))
    assert fulfilled(made) == {(planned.duty_list.pk, 0, False)}
    standing = Standing.objects.get()
    assert (standing.done, standing.on_time) == (1, 0)
    tally = Tally.objects.get()
    assert (tally.done, tally.on_time) == (1, 0)


def test_a_timely_record_after_a_late_one_makes_the_duty_timely(city: City, planned: Planned) -> None:
    enter(city.education_group, "duty_list", date(2026, 4, 2))
    enter(city.education_group, "duty_list", date(2026, 3, 30))
    assert (Standing.objects.get().done, Standing.objects.get().on_time) == (1, 1)
    assert list(Tally.objects.values_list("done", "on_time")) == [(1, 1)]


def test_only_the_secretary_fulfils_the_secretarys_lecture(city: City, planned: Planned) -> None:
    by_other = enter(city.first_branch, "lecture", date(2026, 5, 8), chair="周组韬")
    by_him = enter(city.first_branch, "lecture", date(2026, 5, 9), chair="林 书远")
    assert fulfilled(by_other) == set()
    assert fulfilled(by_him) == {(planned.lecture.pk, 0, True)}


def test_an_election_fulfils_the_duty_that_the_terms_end_made(city: City, planned: Planned) -> None:
    occurs(planned.election, city.first_branch, date(2026, 5, 31))
    late = enter(city.first_branch, "election_result", date(2026, 6, 10))
    nothing_due = enter(city.small_branch, "election_result", date(2026, 6, 10))
    assert fulfilled(late) == {(planned.election.pk, 0, False)}
    assert fulfilled(nothing_due) == set()


@pytest.mark.parametrize(("days", "late"), [(7, False), (8, True)])
def test_what_is_entered_more_than_a_week_later_is_marked(
    city: City, planned: Planned, days: int, late: bool
) -> None:
    made = enter(city.first_branch, "theme_day", TODAY - timedelta(days=days))
    assert made.late_entry is late
    assert Fulfilment.objects.get().on_time


def test_a_part_belongs_to_a_day_of_the_same_organisation(city: City, planned: Planned) -> None:
    day = enter(city.first_branch, "theme_day", DAY)
    part = duty_actions.record(
        organisation=city.first_branch,
        kind="assembly",
        happened_on=DAY,
        topic="大会",
        part_of=day,
        by=SYSTEM,
        at=NOW,
    )
    assert part.part_of == day
    with pytest.raises(Invalid, match="同一组织、同一天"):
        duty_actions.record(
            organisation=city.small_branch,
            kind="assembly",
            happened_on=DAY,
            topic="大会",
            part_of=day,
            by=SYSTEM,
            at=NOW,
        )


def _changed(field: str, value: object) -> Callable[[City], dict[str, object]]:
    return lambda city: {field: getattr(city, str(value)) if field == "organisation" else value}


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        (_changed("happened_on", TODAY + timedelta(days=1)), Invalid, "date-in-future"),
        (_changed("happened_on", date(2023, 2, 28)), Invalid, "before-founding"),
        (_changed("organisation", "education_group"), Invalid, "kind-not-here"),
        (_changed("kind", "party"), NotFound, "catalogue-entry"),
        (_changed("topic", "  "), Invalid, "topic-missing"),
        (_changed("topic", "长" * 201), Invalid, "topic-too-long"),
        (_changed("present", 10), Invalid, "came-more-than-due"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    city: City,
    planned: Planned,
    change: Callable[[City], dict[str, object]],
    error: type[Exception],
    code: str,
) -> None:
    said: dict[str, object] = {
        "organisation": city.first_branch,
        "kind": "theme_day",
        "happened_on": DAY,
        "topic": "学习",
        "due": 9,
        "present": 9,
    }
    with pytest.raises(error) as refusal:
        duty_actions.record(**{**said, **change(city)}, by=SYSTEM, at=NOW)  # type: ignore[arg-type]
    assert refusal.value.code == code  # type: ignore[attr-defined]
    assert not Record.objects.exists()
    assert not Source.objects.exists()


def test_a_closed_organisation_records_nothing_more(city: City, planned: Planned) -> None:
    with building():
        city.press.closed_on = DAY
        city.press.save()
    with pytest.raises(Invalid, match="撤销"):
        enter(city.press, "theme_day", DAY)
    assert enter(city.press, "theme_day", DAY - timedelta(days=1)).pk


def test_the_same_is_refused_a_second_time(city: City, planned: Planned) -> None:
    enter(city.first_branch, "theme_day", DAY)
    with pytest.raises(WrongState, match="一件事只记一次"):
        enter(city.first_branch, "theme_day", DAY)
    assert Record.objects.count() == 1


def test_others_may_not_record_for_it(city: City, planned: Planned, people: People) -> None:
    allowed = {people.secretary, people.committee_member}
    for person in people:
        if person in allowed:
            continue
        with pytest.raises(NotAllowed):
            enter(city.first_branch, "theme_day", DAY, by=person.actor)
    assert not Record.objects.exists()
    for person in allowed:
        enter(city.first_branch, "theme_day", DAY, by=person.actor, topic=person.account.name)


def test_a_void_record_fulfils_nothing_and_stays(city: City, planned: Planned, people: People) -> None:
    made = enter(city.first_branch, "theme_day", DAY)
    duty_actions.withdraw(record=made, reason="日期填错", by=people.secretary.actor, at=NOW)
    made.refresh_from_db()
    assert (made.withdrawn_by, made.withdrawn_why, made.withdrawn_at) == ("林书远", "日期填错", NOW)
    assert not Fulfilment.objects.exists()
    assert not Standing.objects.exists()
    assert not Source.objects.exists()
    assert list(Tally.objects.values_list("done", "on_time")) == [(0, 0)]
    assert enter(city.first_branch, "theme_day", DAY).pk != made.pk


def test_what_another_record_fulfils_too_stays_done(city: City, planned: Planned) -> None:
    first = enter(city.first_branch, "theme_day", date(2026, 6, 3))
    enter(city.first_branch, "theme_day", date(2026, 6, 10))
    duty_actions.withdraw(record=first, reason="重复", by=SYSTEM, at=NOW)
    assert Standing.objects.get().done == 1 << 5
    assert Tally.objects.get().done == 1
    assert Source.objects.get().since == date(2026, 6, 10)


def test_a_duty_turns_late_when_only_the_late_record_is_left(city: City, planned: Planned) -> None:
    timely = enter(city.education_group, "duty_list", date(2026, 3, 30))
    enter(city.education_group, "duty_list", date(2026, 4, 2))
    duty_actions.withdraw(record=timely, reason="文件有误", by=SYSTEM, at=NOW)
    assert (Standing.objects.get().done, Standing.objects.get().on_time) == (1, 0)
    assert list(Tally.objects.values_list("done", "on_time")) == [(1, 0)]


def test_it_refuses_to_void_twice_without_reason_or_before_the_parts(city: City, planned: Planned) -> None:
    day = enter(city.first_branch, "theme_day", DAY)
    part = duty_actions.record(
        organisation=city.first_branch,
        kind="assembly",
        happened_on=DAY,
        topic="大会",
        part_of=day,
        by=SYSTEM,
        at=NOW,
    )
    with pytest.raises(Invalid, match="原因"):
        duty_actions.withdraw(record=part, reason="  ", by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="归入其中"):
        duty_actions.withdraw(record=day, reason="重复", by=SYSTEM, at=NOW)
    duty_actions.withdraw(record=part, reason="重复", by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="已经作废"):
        duty_actions.withdraw(record=part, reason="重复", by=SYSTEM, at=NOW)
    assert duty_actions.withdraw(record=day, reason="重复", by=SYSTEM, at=NOW).withdrawn_at == NOW


def test_others_may_not_void_a_record(city: City, planned: Planned, people: People) -> None:
    made = enter(city.first_branch, "theme_day", DAY)
    for person in people:
        if person not in (people.secretary, people.committee_member):
            with pytest.raises(NotAllowed):
                duty_actions.withdraw(record=made, reason="看错了", by=person.actor, at=NOW)
    made.refresh_from_db()
    assert made.withdrawn_at is None
