"""党务干部库: full time and part time by organ, held against the organ's staff (R02-10, S001-81)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.actor import EVERYTHING
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.kernel.models import AuditEntry
from heli.kernel.verdict import Strength
from heli.members.actions import officers as actions
from heli.members.models import Post
from heli.members.queries import officers as queries
from heli.members.rules.staffing import is_staffed, span_of
from heli.orgs.actions.staffing import set_staff_count
from heli.orgs.models import Unit
from tests.people import NOW, TODAY, City, People, Person

ClientOf = Callable[[Person], Client]
LIST = reverse("members:officers")


@pytest.mark.parametrize(
    ("staff", "span"),
    [(0, (1, 1)), (40, (1, 1)), (100, (1, 2)), (101, (2, 2)), (350, (4, 7)), (1000, (10, 20))],
)
def test_one_to_two_in_a_hundred_and_one_at_least(staff: int, span: tuple[int, int]) -> None:
    assert span_of(staff, TODAY) == span


@pytest.mark.parametrize(
    ("staff", "fulltime", "ok", "strength"),
    [
        (100, 1, True, None),
        (100, 0, False, Strength.GENERAL),
        (350, 3, False, Strength.GENERAL),
        (100, 3, False, Strength.OPTION),
        (None, 3, False, Strength.GENERAL),
    ],
)
def test_fewer_is_warned_of_and_more_is_allowed(
    staff: int | None, fulltime: int, ok: bool, strength: Strength | None
) -> None:
    verdict = is_staffed(staff, fulltime, TODAY)
    assert (verdict.ok, verdict.strength) == (ok, strength)


def education() -> Unit:
    return Unit.objects.get(name="青岚市教育局")


def line() -> queries.OrganLine:
    return next(one for one in queries.organ_lines(EVERYTHING, TODAY) if one.organ == education())


def test_the_check_is_against_the_staff_of_the_organ(people: People, city: City) -> None:
    assert line().verdict.code == "unknown"
    assert line().fulltime == 1  # the 专职副书记
    before = AuditEntry.objects.count()
    set_staff_count(unit=education(), count=120, by=people.deputy.actor, at=NOW)
    assert AuditEntry.objects.count() == before + 1
    assert line().verdict.code == "R02-10"
    set_staff_count(unit=education(), count=90, by=people.deputy.actor, at=NOW)
    assert line().verdict.ok


def test_one_person_of_two_posts_counts_once(people: People, city: City) -> None:
    from heli.accounts.catalogue import Office
    from heli.members.actions.posts import appoint

    appoint(
        organisation=city.education_committee,
        office=Office.STAFF,
        name="严守正",
        valid_from=TODAY,
        by=SYSTEM,
        at=NOW,
    )
    assert (line().fulltime, line().parttime) == (1, 0)


@pytest.mark.parametrize("who", ["stranger", "member", "secretary", "other_secretary", "lead_secretary"])
def test_who_may_not_describe_the_unit_sets_no_staff(people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_staff_count(unit=education(), count=1, by=getattr(people, who).actor, at=NOW)


@pytest.mark.parametrize("who", ["stranger", "member", "secretary", "other_secretary", "general_secretary"])
def test_who_keeps_no_posts_there_makes_nobody_full_time(
    people: People, who: str, client_of: ClientOf
) -> None:
    post = people.deputy.post
    assert post is not None
    with pytest.raises(NotAllowed):
        actions.set_fulltime(post=post, fulltime=True, by=getattr(people, who).actor, at=NOW)
    url = reverse("members:fulltime", args=[post.pk])
    assert client_of(getattr(people, who)).post(url, {"fulltime": "1"}).status_code in (403, 404)


def test_the_page_tells_and_keeps_it(people: People, city: City, client_of: ClientOf) -> None:
    browser, staff = client_of(people.deputy), client_of(people.staff)
    assert "青岚市教育局" in browser.get(LIST).content.decode()
    assert "青岚市水利局" not in browser.get(LIST).content.decode()
    assert "青岚市水利局" in staff.get(LIST).content.decode()
    url = reverse("members:officers_of", args=[education().pk])
    assert "严守正" in browser.get(url).content.decode()
    assert browser.post(url, {"count": "90"}).status_code == 302
    assert "相符" in browser.get(url).content.decode()
    assert browser.post(url, {"count": "x"}).status_code == 200
    post = people.staff.post
    assert post is not None
    assert staff.post(reverse("members:fulltime", args=[post.pk]), {"fulltime": "1"}).status_code == 302
    assert Post.objects.get(pk=post.pk).fulltime


def test_strangers_and_members_see_none_of_it(people: People, client_of: ClientOf) -> None:
    url = reverse("members:officers_of", args=[education().pk])
    for who in (people.stranger, people.member):
        assert client_of(who).get(LIST).status_code == 403
        assert client_of(who).get(url).status_code == 403
    assert client_of(people.other_secretary).get(url).status_code == 404


def test_the_list_takes_a_constant_number_of_queries(
    people: People, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    browser = client_of(people.staff)
    with django_assert_max_num_queries(10):
        browser.get(LIST)
