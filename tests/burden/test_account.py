"""减负账: requests × fields × times, minutes, what is filled in, by month; what was given up (S002-42)."""

from datetime import date, timedelta

import pytest

from heli.accounts.actor import EVERYTHING
from heli.accounts.scope import Scope
from heli.burden import rules
from heli.burden.catalogue import RequestKind
from heli.burden.queries.account import BurdenAccount, Line, account
from heli.burden.queries.each import each, organisations_in
from heli.burden.queries.refused import refused
from heli.circulation import actions as notice_actions
from heli.circulation.catalogue import Asked
from heli.duties import actions as duty_actions
from heli.duties.catalogue import Dispensing, DutyState
from heli.duties.queries.listing import Filters, duties
from heli.duties.rules.burden import cost, form_of
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.kernel.models import AuditEntry
from heli.orgs.models import Organisation
from tests.circulation.sending import drafted, sent
from tests.duties.planned import Planned, occurs
from tests.people import NOW, TODAY, City, People
from tests.reorganisation.changes import done, renamed

pytestmark = pytest.mark.django_db
YEAR_END = date(2026, 12, 31)


def of(*organisations: Organisation) -> Scope:
    return Scope(organisations=tuple(one.pk for one in organisations))


def told(found: BurdenAccount, name: str) -> Line:
    return next(one for one in found.every if one.request.name == name)


def test_a_requirement_costs_organisations_times_its_turns_by_the_day(city: City, planned: Planned) -> None:
    line = told(account(EVERYTHING, 2026, TODAY, TODAY), "开展主题党日活动")
    assert (line.burden.organisations, line.burden.times) == (8, 6 * 8)
    assert line.asked == (8,) * 6 + (0,) * 6
    assert line.ahead == (0,) * 6 + (8,) * 6
    assert (line.burden.fields, line.burden.filled, line.burden.minutes_each) == (7, 4, 6)
    assert (line.fields, line.filled, line.burden.minutes) == (48 * 7, 48 * 4, 48 * 6)


@pytest.mark.parametrize("day", [date(2026, 1, 30), TODAY, YEAR_END])
def test_its_times_are_those_of_the_duty_list(
    city: City, people: People, planned: Planned, day: date
) -> None:
    occurs(planned.election, city.first_branch, date(2026, 5, 1))
    done(city, renamed(city))
    duty_actions.dispense(
        requirement=planned.theme_day, organisation=city.small_branch, period=0, kind=Dispensing.WAIVER,
        reason="集中外出", document="青直工〔2026〕18号", by=SYSTEM, at=NOW,
    )  # fmt: skip
    for scope in (EVERYTHING, people.deputy.actor.scope("record.see"), of(city.small_branch)):
        listed = duties(scope, 2026, TODAY, Filters(due_to=day))
        waived = listed.counts[DutyState.WAIVED]
        assert account(scope, 2026, day, TODAY).times == len(listed) - waived


def test_a_notice_costs_those_to_whom_it_went_and_nothing_once_withdrawn(city: City, people: People) -> None:
    notice = sent(city.work_committee, people.staff)
    whole = told(account(EVERYTHING, 2026, TODAY, TODAY), notice.title)
    assert (whole.request.kind, whole.burden.times, whole.burden.minutes) == (RequestKind.NOTICE, 7, 7 * 7)
    own = told(account(of(city.first_branch), 2026, TODAY, TODAY), notice.title)
    assert (own.burden.organisations, own.asked[5]) == (1, 1)
    assert account(of(city.publicity_joint), 2026, TODAY, TODAY).every == []
    assert account(EVERYTHING, 2026, TODAY - timedelta(days=1), TODAY).every == []
    notice_actions.withdraw(notice=notice, reason="有误", by=people.staff.actor, at=NOW)
    assert account(EVERYTHING, 2026, TODAY, TODAY).every == []
    assert account(of(city.first_branch), 2026, TODAY, TODAY).every == []


def test_the_months_add_up_to_the_account(city: City, people: People, planned: Planned) -> None:
    sent(city.work_committee, people.staff, asked=Asked.READ)
    found = account(EVERYTHING, 2026, TODAY, TODAY)
    assert sum(one.times for one in found.months) == found.times
    assert sum(one.minutes for one in found.months) == found.minutes
    assert found.share == rules.share(found.filled, found.fields)
    assert [one.share is None for one in found.months] == [one.times == 0 for one in found.months]
    assert found.later == 1, "党课 by 20 December"
    later = account(EVERYTHING, 2026, YEAR_END, TODAY)
    assert later.later == 0
    assert later.times == found.times + sum(one.ahead for one in found.months)


def test_each_organisation_has_its_own_account(city: City, people: People, planned: Planned) -> None:
    sent(city.work_committee, people.staff)
    occurs(planned.election, city.first_branch, date(2026, 5, 1))
    every = list(organisations_in(EVERYTHING, 2026, TODAY))
    rows = each(every, 2026, TODAY, TODAY)
    assert [one.pk for one in rows] == [one.pk for one in every]
    for row, place in zip(rows, every, strict=True):
        found = account(of(place), 2026, TODAY, TODAY)
        assert (row.requests, row.times, row.minutes) == (len(found.lines()), found.times, found.minutes)


def test_where_nobody_said_what_answers_it_a_document_is_taken(planned: Planned) -> None:
    assert form_of([], TODAY).id == "document"
    assert form_of(["heart_talk", "duty_exchange"], TODAY).id == "numbers", "the longer one by hand"
    assert cost(2, 3, 5, 2, TODAY, before=5).minutes == 3 * (5 + 3 * 2)


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(0, 0, None), (0, 3, 0), (1, 3, 33), (1, 2, 50), (2, 3, 67)]
)
def test_a_share_is_rounded_and_of_nothing_there_is_none(part: int, whole: int, said: int | None) -> None:
    assert rules.share(part, whole) == said


def test_what_is_given_up_as_a_repeat_is_counted_and_nothing_else(
    city: City, people: People, planned: Planned
) -> None:
    by = people.staff.actor
    given_up, plain = (
        drafted(city.work_committee, people.staff, title=title) for title in ("重复的", "别的")
    )
    notice_actions.discard(notice=given_up, as_repeat=True, by=by, at=NOW)
    assert '"as_repeat":true' in AuditEntry.objects.latest("pk").detail
    notice_actions.discard(notice=plain, by=by, at=NOW)
    out = sent(city.work_committee, people.staff)
    notice_actions.withdraw(notice=out, reason="已有", as_repeat=True, by=by, at=NOW)
    duty_actions.take_back(requirement=planned.assembly, why="并入", as_repeat=True, by=by, at=NOW)
    duty_actions.take_back(requirement=planned.lecture, why="另行安排", by=by, at=NOW)
    found = refused(EVERYTHING, 2026, TODAY)
    assert {(one.name, one.how) for one in found} == {
        ("重复的", "不再发出"),
        (out.title, "撤回通知"),
        (planned.assembly.measure, "撤回条目"),
    }
    branch = refused(of(city.first_branch), 2026, TODAY)
    assert [one.name for one in branch] == [planned.assembly.measure], "drafts are the sender's own"
    assert refused(EVERYTHING, 2026, TODAY - timedelta(days=1)) == []
    assert refused(EVERYTHING, 2025, date(2025, 12, 31)) == []


def test_a_stranger_gives_up_no_draft_of_others(city: City, people: People) -> None:
    draft = drafted(city.work_committee, people.staff)
    with pytest.raises(NotAllowed):
        notice_actions.discard(notice=draft, as_repeat=True, by=people.stranger.actor, at=NOW)


def test_a_year_without_a_plan_has_an_empty_account(city: City) -> None:
    found = account(EVERYTHING, 2026, TODAY, TODAY)
    assert (found.every, found.share, found.hours) == ([], None, 0)
