"""市外转入: who comes with a letter, once, and nobody back whom only the Party can restore."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.actor import Actor
from heli.kernel import secrets
from heli.kernel.errors import DomainError, NotAllowed
from heli.members.actions import arrivals, transfers
from heli.members.actions.arrivals import Arrival
from heli.members.models import Belonging, Member
from heli.orgs.models import Organisation
from tests.people import NOW, TODAY, City, People, Person, id_number

ClientOf = Callable[[Person], Client]
NUMBER = id_number(date(1988, 5, 6), 777)
COMER = Arrival(
    name="远道来",
    id_hash="",
    id_last4=NUMBER[-4:],
    standing="full",
    serving="serving",
    joined_on=date(2012, 7, 1),
    full_on=date(2013, 7, 1),
    letter_number="海字 3 号",
    from_where="中共海州市税务局机关委员会",
    phone="19900001111",
)


def arrive(to: Organisation, by: Actor, on: date = TODAY, **more: Any) -> Member:
    comer = replace(COMER, **{"id_hash": secrets.hash_id_number(NUMBER), **more})
    return arrivals.arrive(arrival=comer, organisation=to, on=on, by=by, at=NOW)


def test_who_comes_with_a_letter_belongs_to_the_branch_from_the_day(people: People, city: City) -> None:
    count = city.first_branch.member_count
    member = arrive(city.first_branch, people.deputy.actor)
    (row,) = Belonging.objects.filter(member=member)
    assert (row.organisation, row.valid_from, row.began) == (city.first_branch, TODAY, "transfer_in")
    assert row.pointer == "海字 3 号"
    assert "1990000" not in member.phone
    city.first_branch.refresh_from_db()
    assert city.first_branch.member_count == count + 1


def test_who_is_on_a_roster_comes_by_transfer_and_not_anew(people: People, city: City) -> None:
    arrive(city.first_branch, people.deputy.actor)
    with pytest.raises(DomainError) as refused:
        arrive(city.small_branch, people.deputy.actor)
    assert refused.value.code == "already-here"


def test_who_was_transferred_out_comes_back_as_the_same_member(people: People, city: City) -> None:
    member = Member.objects.select_related("organisation").get(name="吴晓溪")
    gone = transfers.request_transfer(
        member=member,
        destination=None,
        destination_name="中共海州市税务局机关委员会",
        reason="调动",
        on=TODAY,
        by=people.secretary.actor,
        at=NOW,
    )
    transfers.release_transfer(transfer=gone, letter_number="1", on=TODAY, by=people.deputy.actor, at=NOW)
    transfers.receive_receipt(transfer=gone, on=TODAY, by=people.deputy.actor, at=NOW)
    later = TODAY + timedelta(days=30)
    back = arrivals.arrive(
        arrival=replace(COMER, name="吴晓溪", id_hash=member.id_hash),
        organisation=city.small_branch,
        on=later,
        by=people.deputy.actor,
        at=NOW + timedelta(days=30),
    )
    assert back.pk == member.pk
    assert (back.left_on, back.organisation_id) == (None, city.small_branch.pk)


@pytest.mark.parametrize("who", ["stranger", "member", "secretary", "other_secretary", "lead_secretary"])
def test_only_the_committee_takes_in(people: People, city: City, who: str, client_of: ClientOf) -> None:
    with pytest.raises(NotAllowed):
        arrive(city.first_branch, getattr(people, who).actor)


def test_the_page_takes_the_number_no_further_than_its_hash(
    people: People, city: City, client_of: ClientOf
) -> None:
    url, browser = reverse("members:arrive"), client_of(people.deputy)
    sent = {
        "destination": city.first_branch.name,
        "name": "远道来",
        "id_number": NUMBER,
        "joined_on": "2012-07-01",
        "full_on": "2013-07-01",
        "standing": "full",
        "serving": "serving",
        "from_where": "中共海州市税务局机关委员会",
        "letter_number": "海字 3 号",
        "on": str(TODAY),
    }
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    assert browser.post(url, {**sent, "id_number": wrong}).status_code == 200
    assert not Member.objects.filter(name="远道来").exists()
    assert browser.post(url, sent).status_code == 302
    assert Member.objects.get(name="远道来").id_hash == secrets.hash_id_number(NUMBER)
    assert client_of(people.stranger).get(url).status_code == 403
