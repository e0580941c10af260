"""今日要务 tells both sides of a transfer, requests to put data right, and what one answers for."""

from typing import Any

import pytest

from heli.accounts.catalogue import Office
from heli.home.catalogue import Turn
from heli.home.queries import people as desk
from heli.kernel.action import SYSTEM
from heli.members.actions import own, responsibilities, transfers
from heli.members.catalogue import DataField, ResponsibilityKind
from heli.members.models import Member
from tests.people import NOW, TODAY, City, People, Person
from tests.people import _appointed as appointed


@pytest.fixture
def asked(people: People, city: City) -> Any:
    member = Member.objects.select_related("organisation").get(name="吴晓溪")
    return transfers.request_transfer(
        member=member,
        destination=city.water_branch,
        reason="调动",
        on=TODAY,
        by=people.secretary.actor,
        at=NOW,
    )


def told(who: Person) -> dict[Turn, list[str]]:
    return {
        turn: [f"{one.what}：{one.label}" for one in lines]
        for turn, lines in desk.lines(who.actor, TODAY).items()
    }


def test_a_transfer_stands_on_both_sides_with_the_step_of_whoever_is_next(
    people: People, city: City, asked: Any
) -> None:
    water = appointed(city.water_committee, Office.FULLTIME_DEPUTY, "shuilidangwei", "闻涛")
    what = "转接吴晓溪的组织关系"
    assert told(people.deputy)[Turn.NOW] == [f"{what}：去转出"]
    assert told(people.secretary)[Turn.OTHERS] == [f"{what}：查看"]
    assert told(water)[Turn.OTHERS] == [f"{what}：查看"]
    transfers.release_transfer(transfer=asked, letter_number="1", on=TODAY, by=people.deputy.actor, at=NOW)
    assert told(water)[Turn.NOW] == [f"{what}：去接收"]
    assert told(people.deputy)[Turn.NOW] == []
    assert told(people.deputy)[Turn.OTHERS] == [f"{what}：查看"]


@pytest.mark.parametrize("who", ["stranger", "member", "lead_secretary", "general_secretary"])
def test_nobody_else_is_told(people: People, asked: Any, who: str) -> None:
    assert told(getattr(people, who)) == {Turn.NOW: [], Turn.OTHERS: []}


def test_a_request_waits_for_who_keeps_the_roster(people: People, city: City) -> None:
    member = Member.objects.select_related("organisation").get(name="吴晓溪")
    own.ask_correction(member=member, about=DataField.OTHER, text="备注有误", by=people.member.actor, at=NOW)
    assert told(people.secretary)[Turn.NOW] == ["答复更正本人数据的申请：去答复"]
    assert told(people.other_secretary)[Turn.NOW] == []


def test_a_member_of_a_leading_body_is_told_what_he_answers_for(people: People, city: City) -> None:
    assert people.lead_secretary.post is not None
    responsibilities.assign_responsibility(
        post=people.lead_secretary.post,
        organisation=city.school,
        kind=ResponsibilityKind.FIRST,
        on=TODAY,
        by=SYSTEM,
        at=NOW,
    )
    assert told(people.lead_secretary)[Turn.OTHERS] == ["我分管的党组织：查看"]
    assert told(people.deputy)[Turn.OTHERS] == []
