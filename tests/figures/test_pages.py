"""The pages of published figures: who sees them, what they say, how they narrow."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from heli.figures import actions
from heli.figures.models import Publication
from heli.kernel.action import SYSTEM
from heli.sheets.reading import open_workbook
from tests.figures.test_publishing import published
from tests.people import NOW, City, People, Person

ClientOf = Callable[[Person], Client]


@pytest.fixture
def corrected(city: City) -> Publication:
    one = published(city)
    actions.correct(
        publication=one, values={"members": Decimal(48)}, reason="补录一人去世", by=SYSTEM, at=NOW
    )
    return one


def test_the_list_says_as_of_when_and_known_when(
    corrected: Publication, people: People, client_of: ClientOf
) -> None:
    answer = client_of(people.staff).get(reverse("figures:publications"))
    text = answer.content.decode()
    assert all(
        words in text for words in (corrected.title, "2026-06-30 10:00", "青直工委〔2026〕12号", "1 次")
    )


def test_the_list_is_narrowed(
    corrected: Publication, city: City, people: People, client_of: ClientOf
) -> None:
    published(city, as_of=date(2025, 12, 31))
    client, here = client_of(people.staff), reverse("figures:publications")
    assert client.get(here).context["page"].paginator.count == 2
    for query, count in (("?year=2025", 1), ("?corrected=on", 1), ("?kind=circular", 0), ("?year=x", 2)):
        assert client.get(here + query).context["page"].paginator.count == count, query


def test_old_and_new_stand_side_by_side(corrected: Publication, people: People, client_of: ClientOf) -> None:
    client, here = client_of(people.staff), reverse("figures:publication", args=(corrected.pk,))
    text = client.get(here).content.decode()
    assert "49 → 48" in text
    assert "补录一人去世" in text
    assert len(client.get(f"{here}?corrected=1").context["lines"]) == 1


def test_the_workbook_has_both_numbers(corrected: Publication, people: People, client_of: ClientOf) -> None:
    answer = client_of(people.staff).get(reverse("figures:export", args=(corrected.pk,)))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    rows = open_workbook("统计.xlsx", BytesIO(content).getvalue()).sheets[0].rows
    assert rows[2][:4] == ["党员总数", 49, "人", 48]


def test_an_empty_list_says_what_to_do(people: People, client_of: ClientOf) -> None:
    assert "还没有发布过数字" in client_of(people.staff).get(reverse("figures:publications")).content.decode()


def test_a_branch_sees_nothing_of_it_and_a_stranger_no_page(
    corrected: Publication, people: People, client_of: ClientOf
) -> None:
    here = reverse("figures:publication", args=(corrected.pk,))
    for address in (here, reverse("figures:export", args=(corrected.pk,))):
        assert client_of(people.secretary).get(address).status_code == 404
        assert client_of(people.stranger).get(address).status_code == 403
    assert client_of(people.stranger).get(reverse("figures:publications")).status_code == 403


def test_the_list_takes_the_same_queries_however_long(
    city: City, people: People, client_of: ClientOf, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(5):
        published(city)
    client = client_of(people.staff)
    client.get(reverse("figures:publications"))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("figures:publications"))


def test_who_may_not_publish_is_not_sent_to_a_button_that_he_has_not(
    people: People, client_of: ClientOf
) -> None:
    url = reverse("figures:publications")
    assert "按“发布”" in client_of(people.staff).get(url).content.decode()
    page = client_of(people.secretary).get(url).content.decode()
    assert "按“发布”" not in page
    assert "机关工委发布统计或通报以后" in page
