"""What an office is called follows from the kind of organisation: a 部务会 has no 党组书记."""

from collections.abc import Callable

import pytest
from django.test import Client

from heli.accounts.catalogue import Office
from heli.members.catalogue import office_words
from heli.members.models import Post
from tests.people import City, People, Person
from tests.people import _appointed as appointed

ClientOf = Callable[[Person], Client]


@pytest.mark.parametrize(
    ("kind", "office", "words"),
    [
        ("leading_body", "lead_secretary", "部务会（室务会）主要负责人"),
        ("leading_body", "lead_member", "部务会（室务会）成员"),
        ("leading_committee", "lead_secretary", "党委书记"),
        ("leading_committee", "lead_member", "党委委员"),
        ("party_group", "lead_secretary", "党组书记"),
        ("party_group", "lead_member", "党组成员"),
        ("branch", "secretary", "书记"),
        ("organ_committee", "fulltime_deputy", "专职副书记"),
    ],
)
def test_an_office_is_called_as_its_organisation_calls_it(kind: str, office: str, words: str) -> None:
    assert office_words(kind, office) == words


@pytest.mark.django_db
def test_a_department_meeting_has_no_group_secretary_on_any_page(
    city: City, people: People, client_of: ClientOf
) -> None:
    head = appointed(city.publicity_body, Office.LEAD_SECRETARY, "bumishu", "高远")
    appointed(city.publicity_body, Office.LEAD_MEMBER, "buwu", "丁宁")
    post = Post.objects.get(organisation=city.publicity_body, office=Office.LEAD_SECRETARY)
    assert str(post) == f"{city.publicity_body.short_name}部务会（室务会）主要负责人 高远"
    assert head.actor.posts[0].words == "部务会（室务会）主要负责人"
    browser = client_of(head)
    for address in ("/", f"/orgs/{city.publicity_body.pk}/", "/account/", "/members/responsibilities/"):
        page = browser.get(address).content.decode()
        assert "党组书记</" not in page
        assert "党组成员</" not in page
