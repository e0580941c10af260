"""Days that a page of figures cannot show are told, and figures of an unknown day are never published."""

from collections.abc import Callable

import pytest
from django.test import Client

from heli.figures.models import Publication
from tests.people import City, People, Person

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("first=2026-06-01&last=2026-05-01", "起日 2026-06-01 晚于止日 2026-05-01"),
        ("first=2026-01-01&last=2026-12-31", "2026-12-31 还没有到"),
        ("first=2026-13-01&last=2026-05-01", "自应写作 2026-06-30"),
    ],
)
def test_a_span_that_cannot_be_is_told(
    asked: str, said: str, city: City, people: People, client_of: ClientOf
) -> None:
    answer = client_of(people.staff).get(f"/members/ledger/?{asked}")
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize(("asked", "said"), [("2026-07-01", "还没有到"), ("2026-02-30", "截至应写作")])
def test_a_day_that_cannot_be_is_told_and_not_published(
    asked: str, said: str, city: City, people: People, client_of: ClientOf
) -> None:
    browser = client_of(people.staff)
    assert said in browser.get(f"/members/statistics/?on={asked}").content.decode()
    refused = browser.post(f"/members/statistics/publish/?on={asked}", {"title": "统计"})
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not Publication.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_is_published_of_a_day_of_which_nothing_is_known(
    method: str, city: City, people: People, client_of: ClientOf
) -> None:
    send = getattr(client_of(people.staff), method)
    refused = send("/members/statistics/publish/?on=1999-01-01")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "1999-01-01 的党组织和党员没有记载" in page
    assert "S000-18" in page
    assert not Publication.objects.exists()
