"""Counted votes as a measure of a scheme: their weighted mean, unknown before the count."""

from dataclasses import replace

import pytest
from django.urls import reverse

from heli.debriefing import actions as debriefing_actions
from heli.debriefing.catalogue import Grade
from heli.debriefing.models import Debriefing
from heli.debriefing.queries import results
from heli.exchange.actions import judging as judging_actions
from heli.exchange.catalogue import Mark
from heli.exchange.models import Gathering
from heli.kernel.action import SYSTEM
from heli.kernel.periods import Period
from heli.orgs.catalogue import Kind
from heli.schemes.actions import writing
from heli.schemes.catalogue import TEMPLATES, Definition, Indicator, Measure, Over, Part, Rung, Unknown
from heli.schemes.queries.counted import counts
from heli.schemes.queries.definitions import definition_of
from heli.schemes.queries.ground import ground
from heli.schemes.queries.scoring import Scored, scores
from heli.schemes.queries.statement.asked import Asked
from tests.debriefing import reporting
from tests.exchange import held as gatherings
from tests.people import NOW, TODAY, City, People
from tests.schemes.made import DOCUMENT, YEAR
from tests.schemes.reckoning import Reckoner
from tests.schemes.test_pages import Browsing, page

pytestmark = pytest.mark.django_db

WORTHS = (10000, 8000, 6000, 0)
HALF = Period.parse("2026H1")
DEBRIEFED = Indicator("A1", "测评", "述职测评", Part.COMMON, 6000, Measure.DEBRIEFED, worths=WORTHS)
JUDGED = Indicator("A2", "测评", "晒比评评议", Part.COMMON, 4000, Measure.JUDGED, worths=WORTHS)
BENEATH = replace(DEBRIEFED, code="A3", name="所属组织述职测评", over=Over.OWN)
DEFINITION = Definition(tuple(Kind.values), YEAR.kind, (DEBRIEFED, JUDGED, BENEATH), (Rung("好", 0),))


def rated(city: City) -> Debriefing:
    """The groups say one grade each: 好, 较好, 一般."""
    held = reporting.remarked(city)
    for group, grade in zip(results.groups_of(held), Grade, strict=False):
        voted = reporting.hold(group, reporting.VOTERS[group.name])
        counted = reporting.figures(results.poll_of(voted), grade)
        debriefing_actions.count_vote(group=voted, counted=counted, **reporting.BY)
    return held


def decided(city: City) -> Debriefing:
    held = rated(city)
    given = reporting.grades(held, why="会议研究决定")
    return debriefing_actions.decide(
        debriefing=held, meeting=None, grades=given, met_on=TODAY, met_as="工委会议", **reporting.BY
    )


def judged(city: City, people: People) -> Gathering:
    """Three hands, of which the education group gets 好, 较好 and 较好, and the water group 一般 and 较差."""
    held = gatherings.judging(city, people)
    counts = {
        gatherings.exhibit(held, city.education_group).pk: {Mark.GOOD: 1, Mark.FAIR: 2},
        gatherings.exhibit(held, city.water_group).pk: {Mark.PLAIN: 1, Mark.POOR: 1},
    }
    return judging_actions.count_hands(
        gathering=held, present=3, counts=counts, by=people.staff.actor, at=NOW
    )


def scored(period: Period = YEAR) -> dict[int, Scored]:
    asked = Asked(DEFINITION, ground(period, TODAY), 0, full=True)
    return {one.organisation: one for one in scores(asked)}


@pytest.mark.parametrize("period", [YEAR, HALF], ids=str)
def test_votes_are_counted_as_a_slow_reckoning_does(city: City, people: People, period: Period) -> None:
    decided(city)
    judged(city, people)
    told = scored(period)
    slow = Reckoner(DEFINITION, period, 0)
    for pk, row in told.items():
        for line in row.lines:
            _, weight, fact, points = slow.points(pk)[line.indicator.code]
            assert (line.weight, (line.a, line.b, line.u), line.points) == (weight, fact, points)
    hands = told[city.education_group.pk].lines[1]
    assert (hands.a, hands.b, hands.points) == (8667, 10000, 3467)
    assert told[city.education_committee.pk].lines[0].b == 10000


def test_a_vote_counts_nothing_before_the_round_is_decided(city: City, people: People) -> None:
    """Unknown is not zero."""
    rated(city)
    line = scored()[city.education_committee.pk].lines[0]
    assert (line.a, line.b, line.u, line.points) == (0, 0, 1, None)


def test_a_round_of_another_year_counts_in_its_own(city: City, people: People) -> None:
    held = decided(city)
    assert scored(Period.parse("2026Q1"))[city.education_committee.pk].lines[0].b == 0
    assert held.year == YEAR.year


def test_the_votes_of_a_report_are_shown_to_who_may_open_it_alone(city: City, people: People) -> None:
    decided(city)
    told = [
        counts(DEBRIEFED, city.education_group, YEAR, TODAY, one.actor)
        for one in (people.staff, people.clerk)
    ]
    assert [bool(row.votes and row.url) for row in told[0]] == [True]
    assert [(row.name, row.votes, row.url) for row in told[1]] == [(told[0][0].name, (), "")]


def test_a_doubting_organisation_opens_each_count(city: City, people: People, client_of: Browsing) -> None:
    decided(city)
    judged(city, people)
    template = TEMPLATES().get("stars", TODAY)
    draft = writing.start(organiser=city.work_committee, name="测评", template=template, by=SYSTEM, at=NOW)
    for one in definition_of(draft).indicators:
        if one.part.earns:
            writing.drop_indicator(version=draft, code=one.code, by=SYSTEM, at=NOW)
    kept = [
        writing.keep_indicator(version=draft, indicator=replace(one, code=""), by=SYSTEM, at=NOW)
        for one in (DEBRIEFED, JUDGED)
    ]
    kinds = [city.education_group.kind]
    frame = writing.Frame(kinds, YEAR.kind, Unknown.ALL, 1000, definition_of(draft).tiers)
    writing.set_frame(version=draft, frame=frame, by=SYSTEM, at=NOW)
    version = writing.adopt(version=draft, document=DOCUMENT, by=SYSTEM, at=NOW)
    organisation = city.education_group.pk
    staff = client_of(people.staff)
    sheet = page(staff, "sheet", version.scheme_id, organisation)
    for row, words in zip(kept, ("述职评议：", "好 1 票，较好 2 票"), strict=True):
        url = reverse("schemes:counts", args=[version.scheme_id, organisation, row.code])
        assert url in sheet
        answer = staff.get(url).content.decode()
        assert words in answer
    other = client_of(people.stranger).get(url)
    assert other.status_code in (403, 404)
