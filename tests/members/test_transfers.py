"""Transfers: who asks, releases and accepts, what stays until then, what the letter says, and the pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Office
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.actions import transfers as actions
from heli.members.catalogue import TransferReach, TransferState
from heli.members.models import Member, Transfer
from heli.members.queries import transfers as queries
from heli.members.queries.committees import party_committee_of
from heli.orgs.models import Organisation
from tests.people import NOW, TODAY, City, People, Person, building, person
from tests.people import _appointed as appointed

ClientOf = Callable[[Person], Client]


@pytest.fixture
def water(people: People, city: City) -> Person:
    """专职副书记 of 市水利局机关党委."""
    return appointed(city.water_committee, Office.FULLTIME_DEPUTY, "shuilidangwei", "闻涛")


def member(name: str = "吴晓溪") -> Member:
    return Member.objects.select_related("organisation").get(name=name)


def ask(by: Actor, destination: Organisation | None, name: str = "吴晓溪", **more: Any) -> Transfer:
    return actions.request_transfer(
        member=member(name), destination=destination, reason="工作调动", on=TODAY, by=by, at=NOW, **more
    )


def release(transfer: Transfer, by: Actor, **more: Any) -> Transfer:
    words = {"letter_number": "介字 12 号", "on": TODAY, **more}
    return actions.release_transfer(transfer=transfer, by=by, at=NOW, **words)


def accept(transfer: Transfer, by: Actor, on: date = TODAY) -> Transfer:
    return actions.accept_transfer(transfer=transfer, on=on, by=by, at=NOW)


def test_the_committee_that_decides_is_the_nearest_with_the_right(city: City) -> None:
    assert party_committee_of(city.school_branch, TODAY) == city.education_committee
    assert party_committee_of(city.education_committee, TODAY) == city.education_committee
    assert party_committee_of(city.water_branch, TODAY) == city.water_committee


def test_within_one_committee_it_releases_and_accepts_in_one_step(people: People, city: City) -> None:
    transfer = ask(people.secretary.actor, city.small_branch)
    assert (transfer.reach, transfer.state) == (TransferReach.WITHIN, TransferState.REQUESTED)
    done = accept(transfer, people.deputy.actor)
    assert done.state == TransferState.ACCEPTED
    moved = member()
    assert moved.organisation == city.small_branch
    last = moved.belongings.order_by("-valid_from").first()
    assert last is not None
    assert (last.valid_from, last.began) == (TODAY, "transfer_in")


def test_between_two_the_old_branch_keeps_him_until_the_other_accepts(
    people: People, city: City, water: Person
) -> None:
    transfer = ask(people.secretary.actor, city.water_branch)
    assert transfer.reach == TransferReach.BETWEEN
    release(transfer, people.deputy.actor)
    assert member().organisation == city.first_branch
    accept(transfer, water.actor)
    assert member().organisation == city.water_branch
    city.first_branch.refresh_from_db()
    assert city.first_branch.member_count == 8


def test_his_posts_at_the_old_branch_end_with_the_move_and_others_stay(people: People, city: City) -> None:
    transfer = ask(people.deputy.actor, city.small_branch, "周组韬")
    accept(transfer, people.deputy.actor)
    post = people.committee_member.post
    assert post is not None
    post.refresh_from_db()
    assert post.valid_to == TODAY
    assert list(person(people.committee_member.account).actor.offices_at(city.first_branch.pk)) == []


def test_out_of_the_city_the_receipt_ends_it(people: People, city: City) -> None:
    transfer = ask(people.secretary.actor, None, destination_name="中共海州市税务局机关委员会")
    release(transfer, people.deputy.actor)
    transfer.refresh_from_db()
    assert transfer.letter_until == TODAY + timedelta(days=30)
    actions.receive_receipt(transfer=transfer, on=TODAY, by=people.deputy.actor, at=NOW)
    gone = member()
    assert gone.left_on == TODAY
    assert gone.belongings.get(valid_to=TODAY).ended == "transfer_out"


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_is_refused_without_a_reason(people: People, city: City, reason: str) -> None:
    transfer = ask(people.secretary.actor, city.water_branch)
    with pytest.raises(Invalid, match="不得无故拒转拒接"):
        actions.refuse_transfer(transfer=transfer, reason=reason, on=TODAY, by=people.deputy.actor, at=NOW)


def test_a_refused_member_stays_and_may_be_asked_for_again(people: People, city: City) -> None:
    transfer = ask(people.secretary.actor, city.water_branch)
    with pytest.raises(WrongState, match="没有办结"):
        ask(people.secretary.actor, city.small_branch)
    actions.refuse_transfer(
        transfer=transfer, reason="调动手续未办完", on=TODAY, by=people.deputy.actor, at=NOW
    )
    assert member().organisation == city.first_branch
    assert ask(people.secretary.actor, city.small_branch).state == TransferState.REQUESTED


def test_branches_never_transfer_to_one_another(people: People, city: City) -> None:
    transfer = ask(people.secretary.actor, city.water_branch)
    with pytest.raises(NotAllowed):
        release(transfer, people.secretary.actor)
    release(transfer, people.deputy.actor)
    for who in (people.other_secretary, people.secretary, people.deputy):
        with pytest.raises(NotAllowed):
            accept(transfer, who.actor)


@pytest.mark.parametrize(
    "who", ["stranger", "member", "other_secretary", "lead_secretary", "general_secretary"]
)
def test_who_keeps_no_roster_of_his_branch_asks_for_nobody(people: People, city: City, who: str) -> None:
    with pytest.raises(NotAllowed):
        ask(getattr(people, who).actor, city.water_branch)


def test_a_letter_says_its_number_and_is_not_too_long_without_a_reason(people: People, city: City) -> None:
    transfer = ask(people.secretary.actor, city.water_branch)
    with pytest.raises(Invalid, match="介绍信编号"):
        release(transfer, people.deputy.actor, letter_number=" ")
    long = TODAY + timedelta(days=91)
    with pytest.raises(Invalid, match="90 天"):
        release(transfer, people.deputy.actor, until=long)
    done = release(transfer, people.deputy.actor, until=long, reason="本人在国外，九月返回")
    assert done.letter_until == long


def test_an_expired_letter_is_overdue_on_both_sides_until_it_is_prolonged(
    people: People, city: City, water: Person
) -> None:
    transfer = ask(people.secretary.actor, city.water_branch)
    release(transfer, people.deputy.actor)
    late = TODAY + timedelta(days=11)
    for who in (people.deputy, people.secretary, water):
        (line,) = queries.open_lines(who.actor, late)
        assert line.is_overdue
        assert line.is_mine == (who is water)
    later = NOW + timedelta(days=11)
    until = late + timedelta(days=10)
    actions.prolong_transfer(
        transfer=transfer, until=until, reason="对方在办", on=late, by=people.deputy.actor, at=later
    )
    (line,) = queries.open_lines(water.actor, late)
    assert not line.is_overdue


@pytest.mark.parametrize(
    ("place", "code"),
    [("first_branch", "same-branch"), ("school", "no-branch"), ("water_group", "no-branch")],
)
def test_a_destination_is_another_branch(people: People, city: City, place: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(people.secretary.actor, getattr(city, place))
    assert refused.value.code == code


def test_a_step_is_neither_in_the_future_nor_before_the_one_before(people: People, city: City) -> None:
    transfer = ask(people.secretary.actor, city.small_branch)
    for day, code in ((TODAY + timedelta(days=1), "future"), (TODAY - timedelta(days=1), "before-last-step")):
        with pytest.raises(Invalid) as refused:
            accept(transfer, people.deputy.actor, day)
        assert refused.value.code == code


def test_each_step_leaves_one_audit_entry(people: People, city: City, water: Person) -> None:
    before = AuditEntry.objects.count()
    transfer = ask(people.secretary.actor, city.water_branch)
    release(transfer, people.deputy.actor)
    accept(transfer, water.actor)
    names = list(AuditEntry.objects.order_by("id").values_list("action", flat=True)[before:])
    assert names == ["members.request_transfer", "members.release_transfer", "members.accept_transfer"]


def test_what_is_closed_moves_no_more(people: People, city: City) -> None:
    transfer = ask(people.secretary.actor, city.small_branch)
    actions.withdraw_transfer(transfer=transfer, on=TODAY, by=people.secretary.actor, at=NOW)
    with pytest.raises(WrongState):
        accept(transfer, people.deputy.actor)


def test_a_stale_copy_of_a_transfer_opens_no_second_move(people: People, city: City) -> None:
    transfer = ask(people.secretary.actor, city.small_branch)
    stale = Transfer.objects.get(pk=transfer.pk)
    accept(transfer, people.deputy.actor)
    with pytest.raises(WrongState):
        actions.refuse_transfer(transfer=stale, reason="晚了", on=TODAY, by=SYSTEM, at=NOW)


def test_only_those_of_both_sides_see_it(
    people: People, city: City, water: Person, client_of: ClientOf
) -> None:
    transfer = ask(people.secretary.actor, city.water_branch)
    url = reverse("members:transfer", args=[transfer.pk])
    for who in (people.secretary, people.deputy, water, people.other_secretary, people.staff):
        assert client_of(who).get(url).status_code == 200
    assert client_of(people.general_secretary).get(url).status_code == 404
    for who in (people.stranger, people.member, people.lead_secretary):
        assert client_of(who).get(url).status_code == 403


def test_a_branch_asks_its_committee_lets_go_and_the_other_takes_in_by_their_pages(
    people: People, city: City, water: Person, client_of: ClientOf
) -> None:
    new = f"{reverse('members:transfer_new')}?member={member().pk}"
    browser = client_of(people.secretary)
    assert "申请转接" in browser.get(new).content.decode()
    sent = {"where": "city", "destination": city.water_branch.name, "reason": "调动", "on": str(TODAY)}
    answer = browser.post(new, sent)
    url = answer["Location"]
    assert "由" in browser.get(url).content.decode()
    committee = client_of(people.deputy)
    assert "待我办理" in committee.get(reverse("members:transfers")).content.decode()
    step = {"act": "release", "letter_number": "1 号", "on": str(TODAY), "until": "2026-07-10"}
    assert committee.post(url, step).status_code == 302
    assert client_of(water).post(url, {"act": "accept", "on": str(TODAY)}).status_code == 302
    assert member().organisation == city.water_branch


def test_a_step_that_is_not_ones_own_is_refused_by_its_page(
    people: People, city: City, client_of: ClientOf
) -> None:
    url = reverse("members:transfer", args=[ask(people.secretary.actor, city.water_branch).pk])
    step = {"act": "release", "letter_number": "1 号", "on": str(TODAY), "until": "2026-07-10"}
    assert client_of(people.secretary).post(url, step).status_code == 403
    assert client_of(people.stranger).post(url, step).status_code == 403
    assert client_of(people.deputy).post(url, {"act": "nonsense"}).status_code == 404
    assert client_of(people.deputy).post(url, {"act": "refuse", "on": str(TODAY)}).status_code == 422


def test_a_destination_that_may_mean_several_is_asked_back(
    people: People, city: City, client_of: ClientOf
) -> None:
    new = f"{reverse('members:transfer_new')}?member={member().pk}"
    sent = {"where": "city", "destination": "机关第一", "reason": "调动", "on": str(TODAY)}
    page = client_of(people.secretary).post(new, sent).content.decode()
    assert "可能是" in page
    assert "市水利局机关第一" in page


def test_the_list_opens_as_a_workbook_in_a_constant_number_of_queries(
    people: People, city: City, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for name in ("吴晓溪", "曾庆禾", "冯小满"):
        ask(people.secretary.actor, city.water_branch, name)
    browser = client_of(people.deputy)
    with django_assert_max_num_queries(14):
        page = browser.get(reverse("members:transfers")).content.decode()
    assert "曾庆禾" in page
    answer = browser.get(reverse("members:transfers_export"))
    assert answer.status_code == 200
    assert client_of(people.stranger).get(reverse("members:transfers_export")).status_code == 403


def test_what_a_step_cannot_be_is_told_in_its_form(
    people: People, city: City, water: Person, client_of: ClientOf
) -> None:
    transfer = ask(people.secretary.actor, city.water_branch)
    release(transfer, people.deputy.actor)
    url = reverse("members:transfer", args=(transfer.pk,))
    yesterday, tomorrow = str(TODAY - timedelta(days=1)), str(TODAY + timedelta(days=1))
    for day, words in ((yesterday, "早于上一步的日期"), (tomorrow, "还没有到")):
        answer = client_of(water).post(url, {"act": "accept", "on": day, "reason": ""})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert "R09-06" in page
        assert f'value="{day}"' in page
    assert Transfer.objects.get(pk=transfer.pk).state == TransferState.RELEASED


def test_after_the_letters_last_day_acceptance_needs_a_reason(
    people: People, city: City, water: Person, client_of: ClientOf
) -> None:
    with building():
        transfer = ask(people.secretary.actor, city.water_branch)
        release(transfer, people.deputy.actor)
        transfer.steps.update(done_on=TODAY - timedelta(days=20))
        Transfer.objects.filter(pk=transfer.pk).update(letter_until=TODAY - timedelta(days=5))
    with pytest.raises(Invalid, match="已经过期") as refused:
        accept(transfer, water.actor)
    assert "R09-07" in refused.value.source
    url = reverse("members:transfer", args=(transfer.pk,))
    told = {"act": "accept", "on": str(TODAY), "reason": ""}
    answer = client_of(water).post(url, told)
    assert answer.status_code == 422
    assert "已经过期" in answer.content.decode()
    assert client_of(water).post(url, told | {"reason": "因病延误，已与转出方核实"}).status_code == 302
    assert Transfer.objects.get(pk=transfer.pk).state == TransferState.ACCEPTED


def test_a_transfer_to_ones_own_branch_or_of_tomorrow_comes_back_in_the_form(
    people: People, city: City, client_of: ClientOf
) -> None:
    url = f"{reverse('members:transfer_new')}?member={member().pk}"
    told = {
        "where": "city", "destination": city.first_branch.name, "reason": "工作调动",
        "on": str(TODAY + timedelta(days=1)),
    }  # fmt: skip
    page = client_of(people.secretary).post(url, told).content.decode()
    assert "转入党支部就是现在的党支部" in page
    assert "还没有到" in page
    assert Transfer.objects.count() == 0
