"""Scores, units and the 通报 of a period stay when organisations change after it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from heli.accounts.scope import EVERYTHING
from heli.appraisal import actions, papers
from heli.appraisal.queries import scores
from heli.appraisal.queries.basis import basis, lived_in
from heli.appraisal.queries.published import figures_of, published
from heli.figures.actions import correct
from heli.figures.models import Figure, Publication
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.periods import Period
from heli.orgs.catalogue import EventKind, Kind
from heli.orgs.models import Organisation
from tests.appraisal.test_circular import said
from tests.appraisal.test_pages import ClientOf
from tests.duties.changing import change
from tests.duties.planned import Planned, enter
from tests.people import NOW, TODAY, City, People

FIRST, SECOND = Period.parse("2026H1"), Period.parse("2026H2")
JULY = date(2026, 7, 15)
YEAR_END = date(2026, 12, 31)


def told(period: Period, on: date = YEAR_END) -> dict[str, Decimal | None]:
    """Every figure of a 通报 that rests on duties."""
    kept = ("total.", "unit.", "class.", "item.")
    return {row.key: row.value for row in figures_of(period, on) if row.key.startswith(kept)}


def units(period: Period) -> dict[str, scores.UnitFigures]:
    return {one.name: one for one in scores.units(basis(period, YEAR_END, lived_in(period, YEAR_END)))}


def to_water(city: City, branch: Organisation) -> None:
    leader = city.water_group.pk
    change(
        EventKind.MOVED,
        JULY,
        [branch],
        new_parent=city.water_committee,
        new_unit="青岚市水利局",
        new_leader=leader,
    )


def test_both_half_years_of_a_branch_moved_in_july_can_be_read(worked: City, planned: Planned) -> None:
    first, second = told(FIRST), units(SECOND)
    to_water(worked, worked.first_branch)
    assert told(FIRST) == first
    after = units(SECOND)
    of_branch = 6 + 6 + 2 + 1  # 主题党日, 支委会, 党员大会, 党课
    education, water = after["青岚市教育局"].own, after["青岚市水利局"].own
    was_education, was_water = second["青岚市教育局"].own, second["青岚市水利局"].own
    assert (was_education.owed + was_education.unknown) - (education.owed + education.unknown) == of_branch
    assert (water.owed + water.unknown) - (was_water.owed + was_water.unknown) == of_branch


def test_a_class_stays_what_it_was_in_the_half_year_before(worked: City, planned: Planned) -> None:
    first = told(FIRST)
    change(EventKind.RAISED, JULY, [worked.press], new_kind=Kind.GENERAL_BRANCH)
    change(EventKind.MERGED, JULY, [worked.first_branch], successor=worked.small_branch)
    assert told(FIRST) == first
    assert scores.sheet(worked.press, FIRST, YEAR_END).subject.kind == Kind.BRANCH


def test_one_that_was_closed_in_the_period_is_counted_and_not_ranked(worked: City, planned: Planned) -> None:
    may = date(2026, 5, 15)
    before = units(FIRST)["青岚市教育局"].own
    change(EventKind.MERGED, may, [worked.first_branch], successor=worked.small_branch)
    rows = scores.scored(basis(FIRST, YEAR_END, lived_in(FIRST, YEAR_END)))
    assert worked.first_branch.pk not in {row.subject.pk for row in rows}
    found = scores.sheet(worked.first_branch, FIRST, YEAR_END)
    assert (found.is_ranked, found.score.total) == (False, Decimal("100.00"))
    assert found.subject.name.endswith("（已撤销）")
    after = units(FIRST)["青岚市教育局"].own
    # May and June with their 主题党日 and 支委会, the second quarter and the 调研 never fell due.
    assert before.owed + before.unknown - (after.owed + after.unknown) == 2 + 2 + 1 + 1


def test_a_sheet_says_that_the_class_changed_in_the_period(
    worked: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    change(EventKind.RAISED, date(2026, 5, 15), [worked.press], at=NOW, new_kind=Kind.GENERAL_BRANCH)
    found = scores.sheet(worked.press, FIRST, TODAY)
    assert [code.split(".")[0] for code in found.classes] == ["branch", "general_branch"]
    url = f"{reverse('appraisal:sheet', args=[worked.press.pk])}?period=2026H1"
    page = client_of(people.staff).get(url).content.decode()
    assert "本期内组织类别有变动" in page
    assert {line.counted.owed + line.counted.unknown for line in found.lines} == {4, 1}  # to April; a quarter


def test_a_published_circular_says_what_was_published_and_the_correction_beside(
    worked: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    client, url = client_of(people.staff), f"{reverse('appraisal:circular')}?period=2026H1"
    assert "发布这些数字" in client.get(url).content.decode()
    before = said(papers.circular(FIRST, TODAY))
    answer = client.post(
        f"{reverse('appraisal:publish')}?period=2026H1", {"document_number": "3号"}, follow=True
    )
    page = answer.content.decode()
    publication = Publication.objects.get()
    assert (publication.period, publication.as_of, publication.document_number) == ("2026H1", TODAY, "3号")
    assert reverse("figures:publication", args=[publication.pk]) in page
    assert "发布这些数字" not in page
    enter(worked.publicity_branch, "theme_day", date(2026, 6, 3))
    assert said(papers.circular(FIRST, TODAY)) == before
    now = {row.key: row.value for row in figures_of(FIRST, TODAY)}
    made = correct(publication=publication, values=now, reason="补录", by=SYSTEM, at=NOW)
    assert made is not None
    page = client.get(url).content.decode()
    assert "个数字后来有更正" in page
    was = published(FIRST, TODAY, EVERYTHING)
    assert was is not None
    assert {line.figure.key for line in was.corrected} >= {"total.done", f"item.{planned.theme_day.pk}.done"}
    assert said(papers.circular(FIRST, TODAY)) == before
    with pytest.raises(WrongState, match="已经发布"):
        actions.publish_circular(period=FIRST, document_number="", by=people.staff.actor, at=NOW)


def test_only_the_work_committee_publishes(worked: City, planned: Planned, people: People) -> None:
    for person in people:
        if person not in (people.administrator, people.staff):
            with pytest.raises(NotAllowed):
                actions.publish_circular(period=FIRST, document_number="", by=person.actor, at=NOW)
    assert not Figure.objects.exists()
