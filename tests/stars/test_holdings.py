"""Stars held, lowered and withdrawn during the year, and 先锋支部."""

from datetime import date, timedelta

import pytest

from heli.accounts.scope import EVERYTHING
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.stars.actions import holding, honours
from heli.stars.catalogue import Given, HonourState, Star
from heli.stars.models import StarHeld
from heli.stars.queries import holdings
from heli.stars.queries.facts import previous_of
from heli.stars.rules import keeping
from tests.people import NOW, TODAY, City, People
from tests.stars.made import applied, entered, on

pytestmark = pytest.mark.django_db
BEGUN = date(2026, 1, 20)


def entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk")[0]


def test_a_star_given_by_a_document_is_entered_by_the_work_committee(city: City, people: People) -> None:
    said = {
        "organisation": city.first_branch, "star": Star.THREE, "begins_on": BEGUN,
        "ends_on": date(2027, 1, 19), "document": "青直工〔2026〕3号", "at": NOW,
    }  # fmt: skip
    for who in (people.stranger, people.secretary, people.deputy):
        with pytest.raises(NotAllowed):
            holding.enter_held(**said, by=who.actor)
    for wrong, words in (
        ({"star": Star.NONE}, "请选择星级"),
        ({"begins_on": TODAY + timedelta(1)}, "核对"),
        ({"ends_on": date(2025, 1, 1)}, "核对"),
        ({"document": " "}, "文号"),
    ):
        with pytest.raises(Invalid, match=words):
            holding.enter_held(**{**said, **wrong}, by=people.staff.actor)
    holding.enter_held(**said, by=people.staff.actor)
    assert entry().action == "stars.enter_held"
    with pytest.raises(WrongState, match="不能更早"):
        holding.enter_held(**{**said, "begins_on": date(2025, 1, 20)}, by=people.staff.actor)


def test_a_star_is_lowered_or_withdrawn_with_reason_and_document(city: City, people: People) -> None:
    entered(city.first_branch, Star.FOUR)
    said = {
        "organisation": city.first_branch, "star": Star.THREE, "on": TODAY, "why": "被通报批评",
        "document": "青直工通报〔2026〕2号", "at": NOW,
    }  # fmt: skip
    for who in (people.stranger, people.secretary, people.deputy):
        with pytest.raises(NotAllowed):
            holding.lower(**said, by=who.actor)
    for wrong, words in (
        ({"star": Star.FOUR}, "比现在低"),
        ({"star": Star.BARRED}, "比现在低"),
        ({"on": TODAY + timedelta(1)}, "核对"),
        ({"on": BEGUN - timedelta(1)}, "核对"),
        ({"why": ""}, "原因"),
        ({"document": ""}, "依据文件"),
    ):
        with pytest.raises(Invalid, match=words):
            holding.lower(**{**said, **wrong}, by=people.staff.actor)
    lowered = holding.lower(**said, by=people.staff.actor)
    assert (lowered.given, lowered.ends_on, entry().action) == (
        Given.LOWERED,
        date(2027, 1, 20),
        "stars.lower",
    )
    gone = holding.lower(**{**said, "star": Star.NONE}, by=people.staff.actor)
    assert (gone.given, gone.ends_on) == (Given.WITHDRAWN, None)
    assert [one.star for one in holdings.history(city.first_branch)] == [0, 3, 4]
    assert previous_of([city.first_branch.pk]) == {city.first_branch.pk: 0}
    with pytest.raises(WrongState, match="现在没有星级"):
        holding.lower(**said, by=people.staff.actor)


def test_an_expired_star_is_told_and_found(city: City) -> None:
    entered(city.first_branch, Star.FOUR)
    entered(city.press, Star.FIVE, date(2025, 1, 20))
    with_old = holdings.Filters(validity=holdings.EXPIRED)
    later = date(2026, 12, 1)
    assert [one.organisation for one in holdings.listed(EVERYTHING, with_old, later)] == [city.press]
    valid = holdings.listed(EVERYTHING, holdings.Filters(validity=holdings.VALID), later)
    assert [one.organisation for one in valid] == [city.first_branch]
    assert holdings.by_star(EVERYTHING, later) == [(Star.FIVE, 1, 1), (Star.FOUR, 1, 0)]
    assert StarHeld.objects.get(organisation=city.press).has_expired(later)


def test_a_year_ends_the_day_before_its_anniversary_in_leap_years_too() -> None:
    assert keeping.ends_on(date(2026, 8, 1), 1) == date(2027, 7, 31)
    assert keeping.ends_on(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert keeping.ends_on(date(2028, 2, 29), 4) == date(2032, 2, 28)


def test_a_branch_applies_with_five_stars_alone(city: City, people: People) -> None:
    with pytest.raises(WrongState, match="五星以上"):
        applied(city.first_branch, people)
    entered(city.first_branch, Star.FOUR)
    with pytest.raises(WrongState, match="五星以上"):
        applied(city.first_branch, people)
    entered(city.first_branch, Star.FIVE)
    for who in (people.stranger, people.other_secretary, people.deputy, people.clerk):
        with pytest.raises(NotAllowed):
            honours.apply(organisation=city.first_branch, words="好", by=who.actor, at=NOW)
    with pytest.raises(Invalid, match="申报理由"):
        honours.apply(organisation=city.first_branch, words=" ", by=people.secretary.actor, at=NOW)
    made = applied(city.first_branch, people)
    assert (made.state, made.star, entry().action) == (HonourState.APPLIED, 5, "stars.apply")
    with pytest.raises(WrongState, match="不用重复申报"):
        applied(city.first_branch, people)


def test_an_expired_star_does_not_carry_an_application(city: City, people: People) -> None:
    entered(city.first_branch, Star.FIVE)
    late = on(date(2027, 2, 1))
    with pytest.raises(WrongState, match="有效的五星"):
        honours.apply(organisation=city.first_branch, words="好", by=people.secretary.actor, at=late)


def test_an_honour_is_reviewed_named_and_taken_off(city: City, people: People) -> None:
    entered(city.first_branch)
    held, by = applied(city.first_branch, people), people.staff.actor
    named = {"document": "青直工〔2026〕30号", "on": TODAY, "at": NOW}
    with pytest.raises(WrongState):
        honours.name(honour=held, **named, by=by)
    with pytest.raises(Invalid, match="理由"):
        honours.review(honour=held, upheld=True, words="", by=by, at=NOW)
    for act, said in (
        (honours.review, {"upheld": True, "words": "同意", "at": NOW}),
        (honours.name, named),
        (honours.take_off, {"why": "降星", **named}),
    ):
        for who in (people.stranger, people.secretary, people.deputy):
            with pytest.raises(NotAllowed):
                act(honour=held, **said, by=who.actor)  # type: ignore[operator]
    held = honours.review(honour=held, upheld=True, words="同意", by=by, at=NOW)
    assert (held.state, entry().action) == (HonourState.AGREED, "stars.review")
    with pytest.raises(Invalid, match="文号"):
        honours.name(honour=held, **{**named, "document": ""}, by=by)
    with pytest.raises(Invalid, match="日期还没有到"):
        honours.name(honour=held, **{**named, "on": TODAY + timedelta(1)}, by=by)
    held = honours.name(honour=held, **named, by=by)
    assert (held.state, held.named_on, entry().action) == (HonourState.NAMED, TODAY, "stars.name")
    with pytest.raises(Invalid, match="理由"):
        honours.take_off(honour=held, why="", **named, by=by)
    held = honours.take_off(honour=held, why="发生违纪问题", **named, by=by)
    assert (held.state, entry().action) == (HonourState.TAKEN_OFF, "stars.take_off")


def test_a_refused_application_may_be_made_again(city: City, people: People) -> None:
    entered(city.first_branch)
    held = applied(city.first_branch, people)
    held = honours.review(honour=held, upheld=False, words="条件不足", by=people.staff.actor, at=NOW)
    assert held.state == HonourState.REFUSED
    assert applied(city.first_branch, people).state == HonourState.APPLIED


def test_only_branches_apply(city: City) -> None:
    verdict = keeping.can_apply(False, 5, 5, False, "好")
    assert (bool(verdict), verdict.code) == (False, "not-a-branch")
