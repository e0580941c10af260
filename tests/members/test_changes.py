"""Joining, 转正, retiring, leaving and coming back, one member at a time."""

from datetime import date, timedelta
from typing import Any

import pytest

from heli.figures import actions as figure_actions
from heli.figures.catalogue import FigureRow, PublicationKind
from heli.kernel.action import SYSTEM
from heli.kernel.errors import DomainError, NotAllowed
from heli.kernel.models import AuditEntry
from heli.kernel.secrets import hash_id_number
from heli.members.actions import changes, transfers
from heli.members.actions.changes import Joiner
from heli.members.catalogue import Change, Ground, Serving, Standing
from heli.members.models import Member, SecondMembership
from heli.members.queries.belongings import differences
from heli.members.queries.changes import Asked, case_of, changes_open_to
from heli.members.rules.changes import Dated
from heli.orgs.models import Organisation
from tests.people import NOW, TODAY, City, People, building, id_number

NEW_YEAR, MAY = date(2026, 1, 1), date(2026, 5, 6)
YEARS = timedelta(days=366 * 2)
NUMBER = id_number(date(1999, 9, 9), 777)


def asked(change: Change, on: date = MAY, number: str = "", **more: Any) -> Asked:
    return Asked(change, Dated(on, more.pop("counted_from", None)), number, **more)


def joiner(name: str = "钟灵秀") -> Joiner:
    return Joiner(
        name, hash_id_number(NUMBER), NUMBER[-4:], "女", date(1999, 9, 9), "大学本科", "19900000000"
    )


def admitted(city: City, on: date = MAY, **more: Any) -> Member:
    wanted = asked(Change.ADMITTED, on, organisation=city.first_branch, **more)
    return changes.admit(joiner=joiner(), asked=wanted, by=SYSTEM, at=NOW)


def last(member: Member) -> Any:
    return member.belongings.order_by("-valid_from")[0]


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(DomainError) as caught:
        call(by=arguments.pop("by", SYSTEM), at=NOW, **arguments)
    return caught.value.code


def test_whoever_is_admitted_is_a_probationary_member_from_the_meetings_day(city: City) -> None:
    member = admitted(city, number="市直工委〔2026〕12号")
    assert (member.joined_on, member.standing, member.organisation) == (
        MAY,
        Standing.PROBATIONARY,
        city.first_branch,
    )
    row = member.belongings.get()
    assert (row.valid_from, row.began, row.pointer) == (MAY, Change.ADMITTED, "市直工委〔2026〕12号")
    assert Organisation.objects.get(pk=city.first_branch.pk).member_count == 10
    assert list(differences(TODAY)) == []
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject_label) == ("members.admit", "钟灵秀")
    assert NUMBER not in entry.detail


def test_nobody_is_admitted_twice_nor_into_a_committee(city: City) -> None:
    admitted(city)
    wanted = asked(Change.ADMITTED, organisation=city.small_branch)
    assert refused(changes.admit, joiner=joiner(), asked=wanted) == "known-already"
    wanted = asked(Change.ADMITTED, organisation=city.school)
    other = Joiner("别人", "0" * 64, "0000")
    assert refused(changes.admit, joiner=other, asked=wanted) == "no-branch"


def test_a_probationary_member_is_confirmed_when_the_year_is_over(city: City) -> None:
    member = Member.objects.get(name="冯小满")  # 2025-12-01
    early = asked(Change.CONFIRMED, MAY)
    assert refused(changes.confirm, member=member, asked=early) == "probation"
    later = NOW + timedelta(days=200)
    done = changes.confirm(
        member=member, asked=asked(Change.CONFIRMED, date(2026, 12, 1)), by=SYSTEM, at=later
    )
    assert (done.standing, done.full_on) == (Standing.FULL, date(2026, 12, 1))
    assert last(done).began == Change.CONFIRMED
    assert list(differences(later.date())) == []
    full = Member.objects.get(name="吴晓溪")
    assert refused(changes.confirm, member=full, asked=early) == "not-probationary"


def test_a_member_retires_once(city: City) -> None:
    member = Member.objects.get(name="吴晓溪")
    done = changes.retire(member=member, asked=asked(Change.RETIRED), by=SYSTEM, at=NOW)
    assert done.serving == Serving.RETIRED
    assert [row.serving for row in done.belongings.order_by("valid_from")] == ["serving", "retired"]
    assert refused(changes.retire, member=member, asked=asked(Change.RETIRED)) == "retired-already"


def test_who_dies_leaves_his_posts_and_second_memberships(city: City) -> None:
    member = Member.objects.get(name="林书远")
    with building():
        SecondMembership.objects.create(
            member=member,
            organisation=city.press,
            valid_from=NEW_YEAR,
            reason="驻点",
            entered_at=NOW,
            entered_by="测试",
        )
    gone = changes.leave(member=member, asked=asked(Change.DIED), by=SYSTEM, at=NOW)
    assert gone.left_on == MAY
    assert set(member.posts.values_list("valid_to", flat=True)) == {MAY}
    assert member.second_memberships.get().valid_to == MAY
    assert last(member).ended == Change.DIED
    assert Organisation.objects.get(pk=city.first_branch.pk).member_count == 8
    assert list(differences(TODAY)) == []
    assert refused(changes.leave, member=member, asked=asked(Change.DIED)) == "member-left"


@pytest.mark.parametrize("change", [Change.EXPELLED, Change.REMOVED, Change.SUSPENDED])
def test_a_decision_needs_its_paper_and_nothing_of_its_content(city: City, change: Change) -> None:
    member = Member.objects.get(name="吴晓溪")
    more: dict[str, Any] = {"ground": Ground.SETTLED} if change is Change.SUSPENDED else {}
    assert refused(changes.leave, member=member, asked=asked(change, **more)) == "paper-missing"
    changes.leave(member=member, asked=asked(change, number="市纪〔2026〕3号", **more), by=SYSTEM, at=NOW)
    assert (last(member).ended, last(member).end_pointer) == (change, "市纪〔2026〕3号")


def test_membership_is_suspended_after_six_months_out_of_contact(city: City) -> None:
    member = Member.objects.get(name="吴晓溪")
    for since, code in ((None, "since-missing"), (date(2025, 11, 7), "too-early")):
        wanted = asked(Change.SUSPENDED, number="一号", ground=Ground.LOST, since=since)
        assert refused(changes.leave, member=member, asked=wanted) == code
    wanted = asked(Change.SUSPENDED, number="一号", ground=Ground.LOST, since=date(2025, 11, 6))
    changes.leave(member=member, asked=wanted, by=SYSTEM, at=NOW)
    assert last(member).ended == Change.SUSPENDED


def test_five_years_abroad_are_general_and_may_be_otherwise_for_a_reason(city: City) -> None:
    member = Member.objects.get(name="吴晓溪")
    wanted = asked(Change.SUSPENDED, number="一号", ground=Ground.STUDYING, since=date(2022, 5, 6))
    assert refused(changes.leave, member=member, asked=wanted) == "too-early"
    changes.leave(member=member, asked=wanted, why="本人已入外籍", by=SYSTEM, at=NOW)
    assert "本人已入外籍" in AuditEntry.objects.latest("pk").detail


def test_only_a_suspended_member_is_restored(city: City) -> None:
    member = Member.objects.get(name="吴晓溪")
    wanted = asked(Change.SUSPENDED, number="一号", ground=Ground.SETTLED)
    changes.leave(member=member, asked=wanted, by=SYSTEM, at=NOW)
    assert changes_open_to(case_of(member, TODAY)) == (Change.RESTORED, Change.REMOVED)
    back = asked(Change.RESTORED, TODAY, "二号", organisation=city.small_branch)
    changes.restore(member=member, asked=back, by=SYSTEM, at=NOW)
    member.refresh_from_db()
    assert (member.left_on, member.organisation) == (None, city.small_branch)
    assert list(differences(TODAY)) == []
    other = Member.objects.get(name="曾庆禾")
    changes.leave(member=other, asked=asked(Change.EXPELLED, number="三号"), by=SYSTEM, at=NOW)
    with pytest.raises(DomainError) as caught:
        changes.restore(member=other, asked=asked(Change.RESTORED, TODAY, "四号"), by=SYSTEM, at=NOW)
    assert caught.value.code == "not-restorable"
    assert "R09-12" in caught.value.source


def test_two_years_after_suspension_the_way_back_closes_and_no_count_changes(city: City) -> None:
    member = Member.objects.get(name="吴晓溪")
    wanted = asked(Change.SUSPENDED, number="一号", ground=Ground.SETTLED)
    changes.leave(member=member, asked=wanted, by=SYSTEM, at=NOW)
    removal = asked(Change.REMOVED, TODAY, "二号")
    assert refused(changes.leave, member=member, asked=removal) == "too-early"
    removal = asked(Change.REMOVED, date(2028, 5, 6), "二号")
    changes.leave(member=member, asked=removal, by=SYSTEM, at=NOW + YEARS)
    row = last(member)
    assert (row.ended, row.valid_to, row.removed_on) == (Change.SUSPENDED, MAY, date(2028, 5, 6))
    with pytest.raises(DomainError, match="重新入党"):
        changes.restore(member=member, asked=removal, by=SYSTEM, at=NOW + YEARS)


def test_whoever_was_removed_may_be_admitted_anew_after_five_years(city: City) -> None:
    member = admitted(city)
    removal = asked(Change.REMOVED, TODAY, "二号")
    changes.leave(member=member, asked=removal, by=SYSTEM, at=NOW)
    again = asked(Change.ADMITTED, date(2027, 1, 5), organisation=city.press)
    with pytest.raises(DomainError) as caught:
        changes.admit(joiner=joiner(), asked=again, by=SYSTEM, at=NOW + YEARS)
    assert caught.value.code == "rejoin-early"
    later = asked(Change.ADMITTED, date(2031, 7, 1), organisation=city.press)
    back = changes.admit(joiner=joiner(), asked=later, by=SYSTEM, at=NOW + 3 * YEARS)
    assert back.pk == member.pk
    assert [row.began for row in back.belongings.order_by("valid_from")] == [Change.ADMITTED] * 2


@pytest.mark.parametrize(
    ("day", "code"),
    [(TODAY + timedelta(days=1), "future"), (NEW_YEAR, "before-belonging")],
)
def test_a_day_is_neither_to_come_nor_before_the_belonging(city: City, day: date, code: str) -> None:
    member = Member.objects.get(name="吴晓溪")
    assert refused(changes.leave, member=member, asked=asked(Change.DIED, day)) == code


def test_a_day_whose_figures_are_published_counts_from_the_first_open_day(city: City) -> None:
    figure_actions.publish(
        kind=PublicationKind.STATISTICS,
        title="统计",
        publisher=city.work_committee,
        period_start=None,
        as_of=date(2026, 5, 31),
        rows=[FigureRow("members.total", "党员", None)],
        by=SYSTEM,
        at=NOW,
    )
    member = Member.objects.get(name="吴晓溪")
    with pytest.raises(DomainError, match="2026-06-01") as caught:
        changes.leave(member=member, asked=asked(Change.DIED), by=SYSTEM, at=NOW)
    assert caught.value.code == "period-closed"
    wanted = asked(Change.DIED, MAY, "讣告", counted_from=date(2026, 6, 1))
    changes.leave(member=member, asked=wanted, by=SYSTEM, at=NOW)
    assert (last(member).valid_to, last(member).end_pointer) == (date(2026, 6, 1), "讣告，2026-05-06 发生")


@pytest.mark.parametrize("who", ["stranger", "member", "secretary", "lead_secretary", "other_secretary"])
def test_who_keeps_no_roster_changes_nothing(people: People, city: City, who: str) -> None:
    by = getattr(people, who).actor
    member = Member.objects.get(name="曾庆禾")
    calls = [
        (changes.leave, {"member": member, "asked": asked(Change.DIED)}),
        (changes.confirm, {"member": member, "asked": asked(Change.CONFIRMED)}),
        (changes.retire, {"member": member, "asked": asked(Change.RETIRED)}),
        (changes.restore, {"member": member, "asked": asked(Change.RESTORED)}),
        (
            changes.admit,
            {"joiner": joiner(), "asked": asked(Change.ADMITTED, organisation=city.first_branch)},
        ),
    ]
    for call, arguments in calls:
        with pytest.raises(NotAllowed):
            call(**arguments, by=by, at=NOW)  # type: ignore[operator]


def test_a_committee_changes_its_own_and_no_others(people: People, city: City) -> None:
    own, other = Member.objects.get(name="曾庆禾"), Member.objects.get(name="石固堤")
    changes.leave(member=own, asked=asked(Change.DIED), by=people.deputy.actor, at=NOW)
    with pytest.raises(NotAllowed):
        changes.leave(member=other, asked=asked(Change.DIED), by=people.deputy.actor, at=NOW)


@pytest.mark.parametrize("released", [False, True])
def test_whoever_leaves_on_the_way_has_his_transfer_withdrawn(city: City, released: bool) -> None:
    member = city.first_branch.roster.get(name="吴晓溪")
    said = {"on": TODAY, "by": SYSTEM, "at": NOW}
    transfer = transfers.request_transfer(member=member, destination=city.water_branch, reason="调动", **said)
    if released:
        transfers.release_transfer(transfer=transfer, letter_number="1", **said)
    assert case_of(member, TODAY).in_transfer
    changes.leave(member=member, asked=asked(Change.DIED, TODAY), by=SYSTEM, at=NOW)
    transfer.refresh_from_db()
    step = transfer.steps.latest("pk")
    assert (transfer.state, step.act, step.reason) == ("withdrawn", "withdraw", "党员已不在册")
    with pytest.raises(DomainError):
        transfers.accept_transfer(transfer=transfer, **said)
