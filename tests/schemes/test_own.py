"""Schemes of a 机关党委 for its own branches: who writes, who reads, what they are kept out of (ADR 33)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from heli.accounts.catalogue import Office, Permission
from heli.accounts.scope import EVERYTHING, Scope
from heli.figures import queries as figure_queries
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.periods import Period
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.schemes.actions import releasing, scoring, writing
from heli.schemes.catalogue import TEMPLATES, Indicator, Measure, Over, Part, RaterKind, Template
from heli.schemes.models import Mark, Noted, Objection, RaterGroup, Release, Scheme, Version
from heli.schemes.queries import definitions, organisers
from heli.schemes.queries import results as result_queries
from heli.schemes.queries.definitions import definition_of
from heli.schemes.queries.standing import classes, reckoned
from heli.schemes.queries.trial import trial
from heli.schemes.rules import definition as definition_rules
from heli.schemes.rules import keeping
from heli.schemes.rules.definition import Organiser
from heli.stars.actions import rounds
from heli.stars.queries.rounds import releases_without
from heli.weak.catalogue import FactKind
from heli.weak.queries.facts import facts_of
from heli.weak.queries.listings import beneath
from tests.people import NOW, TODAY, City, People, Person, building
from tests.people import _appointed as appointed
from tests.schemes.made import BONUS, DOCUMENT, SHOWN_UNTIL, adopted, own_scheme, released

pytestmark = pytest.mark.django_db
HALF = Period.parse("2026H1")
LATER = NOW + timedelta(days=10)
LINE = ("deputy", "general_secretary", "secretary", "committee_member", "clerk", "lead_secretary")
"""Who is of 市教育局机关党委's line: itself, those beneath it, the 党组 that leads it."""


@pytest.fixture
def neighbour(city: City, people: People) -> Person:
    """书记 of another 机关党委."""
    return appointed(city.water_committee, Office.SECRETARY, "shuilijiguan", "邻守界")


def begun(organiser: Organisation, by: Person, name: str = "堡垒指数", template: str = "fortress") -> Version:
    chosen = TEMPLATES().get(template, TODAY)
    return writing.start(organiser=organiser, name=name, template=chosen, by=by.actor, at=NOW)


def shown_to(people: People, who: str) -> Scope:
    actor = getattr(people, who).actor
    return actor.scope(Permission.SCORE_SEE)


# Who makes them


def test_a_committee_writes_adopts_publishes_and_settles_for_its_own_branches(
    worked: City, people: People
) -> None:
    """S001-13, S001-52: from the ready 堡垒指数 to the final result, by the 机关党委 itself."""
    by = people.deputy.actor
    version = writing.adopt(
        version=begun(worked.education_committee, people.deputy), document=DOCUMENT, by=by, at=NOW
    )
    release = releasing.publish(
        version=version, period=Period.parse("2026Q2"), shown_until=SHOWN_UNTIL, document_number="",
        answerer=people.deputy.account, by=by, at=NOW,
    )  # fmt: skip
    held = releasing.finalise(release=release, by=by, at=LATER)
    beneath_it = Organisation.objects.under(worked.education_committee.path)
    scored = set(held.scores.values_list("organisation", flat=True))
    assert scored == set(beneath_it.filter(kind__in=version.kinds).values_list("pk", flat=True))
    assert held.publication.title.startswith(f"{worked.education_committee.short_name}：堡垒指数结果")


@pytest.mark.parametrize(
    "who", ["staff", "administrator", "general_secretary", "secretary", "lead_secretary"]
)
def test_nobody_else_begins_a_scheme_for_a_committee(city: City, people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        begun(city.education_committee, getattr(people, who))


def test_a_committee_begins_none_for_the_city(city: City, people: People) -> None:
    with pytest.raises(NotAllowed):
        begun(city.work_committee, people.deputy)


def test_an_assistant_of_the_committee_begins_and_adopts_nothing(city: City, people: People) -> None:
    assistant = appointed(city.education_committee, Office.CLERK, "dangwuganshi", "代录人")
    with pytest.raises(NotAllowed):
        begun(city.education_committee, assistant)
    draft = begun(city.education_committee, people.deputy)
    with pytest.raises(NotAllowed):
        writing.adopt(version=draft, document=DOCUMENT, by=assistant.actor, at=NOW)


@pytest.mark.parametrize(
    ("kind", "above", "may"),
    [
        (Kind.WORK_COMMITTEE, None, True),
        (Kind.ORGAN_COMMITTEE, Kind.WORK_COMMITTEE, True),
        (Kind.COMMITTEE, Kind.WORK_COMMITTEE, True),
        (Kind.COMMITTEE, Kind.ORGAN_COMMITTEE, False),
        (Kind.GENERAL_BRANCH, Kind.ORGAN_COMMITTEE, False),
        (Kind.BRANCH, Kind.ORGAN_COMMITTEE, False),
    ],
)
def test_nobody_answers_to_more_than_two_schemes(kind: Kind, above: Kind | None, may: bool) -> None:
    """减负: the 工委's, and that of the 机关党委 or of the 党委 in its place."""
    assert bool(keeping.can_organise(kind, above)) is may


def test_a_general_branch_makes_no_scheme_and_is_told_to_whom_to_turn(city: City, people: People) -> None:
    with pytest.raises(WrongState, match="请向机关党委提出"):
        begun(city.school, people.general_secretary)
    assert organisers.organisers(people.general_secretary.actor, TODAY) == []


def test_a_committee_judges_no_party_group_and_no_committee(city: City, people: People) -> None:
    with pytest.raises(Invalid, match="不能包括机关党委"):
        begun(city.education_committee, people.deputy, template="organ-committee")
    assert Kind.PARTY_GROUP not in definition_rules.kinds_judged(Kind.ORGAN_COMMITTEE)
    assert Kind.ORGAN_COMMITTEE not in definition_rules.kinds_judged(Kind.ORGAN_COMMITTEE)
    assert {Kind.GENERAL_BRANCH, Kind.BRANCH} < set(definition_rules.kinds_judged(Kind.ORGAN_COMMITTEE))


def test_the_group_of_attached_units_is_asked_for_where_there_are_any(committee_template: Template) -> None:
    """A scheme for 总支 needs 直属单位各组织 only where the 机关党委 has 直属单位; else 不适用."""
    whole = definition_rules.of_template(committee_template)
    own = [one for one in whole.indicators if one.over is not Over.ATTACHED]
    missing = 100_00 - sum(one.weight for one in own if one.part.earns)
    own[0] = replace(own[0], weight=own[0].weight + missing)
    without = replace(whole, kinds=(Kind.GENERAL_BRANCH,), indicators=tuple(own))
    assert definition_rules.can_be_adopted(without, Organiser(Kind.ORGAN_COMMITTEE, False))
    refused = definition_rules.can_be_adopted(without, Organiser(Kind.ORGAN_COMMITTEE, True))
    assert "直属单位各组织" in refused.reason
    assert not definition_rules.can_be_adopted(without)


def test_a_committee_has_attached_units_beneath_it_or_not(city: City, people: People) -> None:
    education = own_scheme(city).scheme
    water = adopted(city, "branch", "水利支部考核", organiser=city.water_committee).scheme
    assert organisers.judging(education) == Organiser(Kind.ORGAN_COMMITTEE, True)
    assert organisers.judging(water) == Organiser(Kind.ORGAN_COMMITTEE, False)


# A neighbour, and the 工委, who reads


def _tried() -> dict[str, Callable[[City, Person, Version, Release], object]]:
    """Every action on a scheme of 市教育局机关党委."""
    made = Indicator("", "作风", "走访", Part.OWN, 500, Measure.MARK)
    note: dict[str, Any] = {"what": "被转发", "document": DOCUMENT, "happened_on": TODAY}

    def frame(version: Version) -> writing.Frame:
        content = definition_of(version)
        return writing.Frame(content.kinds, content.period, content.unknown, 0, content.tiers)

    return {
        "start": lambda city, by, version, release: begun(city.education_committee, by),
        "revise": lambda city, by, version, release: writing.revise(
            scheme=version.scheme, by=by.actor, at=NOW
        ),
        "set_frame": lambda city, by, version, release: writing.set_frame(
            version=version, frame=frame(version), by=by.actor, at=NOW
        ),
        "keep_indicator": lambda city, by, version, release: writing.keep_indicator(
            version=version, indicator=made, by=by.actor, at=NOW
        ),
        "drop_indicator": lambda city, by, version, release: writing.drop_indicator(
            version=version, code="A1", by=by.actor, at=NOW
        ),
        "adopt": lambda city, by, version, release: writing.adopt(
            version=version, document=DOCUMENT, by=by.actor, at=NOW
        ),
        "set_raters": lambda city, by, version, release: scoring.set_raters(
            scheme=version.scheme, kind=RaterKind.SELF, name="自评", weight=1, trims=False, accounts=[],
            by=by.actor, at=NOW,
        ),
        "note_fact": lambda city, by, version, release: scoring.note_fact(
            scheme=version.scheme, organisation=city.first_branch, code=BONUS, **note, by=by.actor, at=NOW
        ),
        "withdraw_fact": lambda city, by, version, release: scoring.withdraw_fact(
            noted=Noted.objects.get(), why="错", by=by.actor, at=NOW
        ),
        "publish": lambda city, by, version, release: releasing.publish(
            version=version, period=HALF, shown_until=SHOWN_UNTIL, document_number="",
            answerer=by.account, by=by.actor, at=NOW,
        ),
        "object_to": lambda city, by, version, release: releasing.object_to(
            release=release, organisation=city.first_branch, code="", text="不对", by=by.actor, at=NOW
        ),
        "finalise": lambda city, by, version, release: releasing.finalise(
            release=release, by=by.actor, at=LATER
        ),
    }  # fmt: skip


@pytest.mark.parametrize("action", list(_tried()))
def test_neither_a_neighbour_nor_the_work_committee_writes(
    city: City, people: People, neighbour: Person, action: str
) -> None:
    version = own_scheme(city)
    release = released(version, people)
    scoring.note_fact(
        scheme=version.scheme, organisation=city.first_branch, code=BONUS, happened_on=TODAY,
        what="被转发", document=DOCUMENT, by=SYSTEM, at=NOW,
    )  # fmt: skip
    for who in (neighbour, people.staff, people.other_secretary, people.stranger):
        with pytest.raises(NotAllowed):
            _tried()[action](city, who, version, release)
    kept = (Scheme, Version, Release, Noted, RaterGroup, Objection)
    assert [model.objects.count() for model in kept] == [1, 1, 1, 1, 1, 0]  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", LINE)
def test_its_line_reads_it(city: City, people: People, who: str) -> None:
    """The 机关党委, its 总支 and branches, and the 党组 that leads it (second line)."""
    version = own_scheme(city)
    release = released(version, people)
    scope = shown_to(people, who)
    assert definitions.scheme(version.scheme_id, scope) == version.scheme
    assert result_queries.release(release.pk, scope) == release
    assert set(Version.objects.visible_to(scope)) == {version}
    assert version.scheme.rater_groups.visible_to(scope).count() == 1


def test_the_work_committee_reads_it(city: City, people: People) -> None:
    release = released(own_scheme(city), people)
    assert shown_to(people, "staff").everything
    assert list(Release.objects.visible_to(shown_to(people, "staff"))) == [release]


def test_a_neighbour_knows_of_neither_scheme_nor_result(
    city: City, people: People, neighbour: Person
) -> None:
    version = own_scheme(city)
    release = released(version, people)
    scopes = [neighbour.actor.scope(Permission.SCORE_SEE), shown_to(people, "other_secretary"), Scope()]
    for scope in scopes:
        with pytest.raises(NotFound):
            definitions.scheme(version.scheme_id, scope)
        with pytest.raises(NotFound):
            result_queries.release(release.pk, scope)
        for model in (Scheme, Version, Release, RaterGroup):
            assert not model.objects.visible_to(scope).exists()
        assert not version.indicators.visible_to(scope).exists()


def test_a_scheme_of_the_city_is_known_to_all_who_see_scores(
    city: City, people: People, neighbour: Person
) -> None:
    version = adopted(city)
    for scope in (neighbour.actor.scope(Permission.SCORE_SEE), shown_to(people, "secretary")):
        assert definitions.scheme(version.scheme_id, scope) == version.scheme
    assert not Scheme.objects.visible_to(Scope()).exists()


def test_a_branch_sees_its_own_line_alone(worked: City, people: People) -> None:
    found = reckoned(own_scheme(worked), HALF, TODAY)
    seen = classes(found, shown_to(people, "secretary"))
    assert [row.pk for one in seen for row in one.rows] == [worked.first_branch.pk]


def test_what_was_published_of_a_branch_stays_its_own_where_it_belongs_now(
    city: City, people: People, neighbour: Person
) -> None:
    """A branch that has moved to another 机关党委 still reads its result; the new superior reads nothing."""
    version = own_scheme(city)
    release = released(version, people)
    with building():
        city.first_branch.path = f"{city.water_committee.path}0009"
        city.first_branch.parent = city.water_committee
        city.first_branch.save(update_fields=["path", "parent"])
    assert result_queries.release(release.pk, shown_to(people, "secretary")) == release
    assert not Release.objects.visible_to(neighbour.actor.scope(Permission.SCORE_SEE)).exists()


# Whom it holds for


def test_only_those_beneath_are_scored_and_placed(worked: City, people: People) -> None:
    found = reckoned(own_scheme(worked), HALF, TODAY)
    scored = {one.organisation for one in found.scores}
    assert worked.water_branch.pk not in scored
    assert worked.education_committee.pk not in scored
    assert {worked.first_branch.pk, worked.small_branch.pk, worked.school_branch.pk} <= scored


def test_it_is_tried_beside_the_citys_over_its_own_branches(worked: City, people: People) -> None:
    """试算: places are among those beneath, in both versions."""
    citys, own = adopted(worked, "branch", "全市支部考核"), own_scheme(worked)
    found = trial(citys, own, HALF, TODAY, EVERYTHING)
    beneath_it = {one.organisation for one in reckoned(own, HALF, TODAY).scores}
    assert {one.pk for one in found.movers} == beneath_it
    assert {one.organisation for one in found.before.scores} == beneath_it


def test_marks_and_facts_are_of_those_beneath(city: City, people: People) -> None:
    version = adopted(city, "stars", "机关党委星级", organiser=city.education_committee)
    with pytest.raises(WrongState, match="不在其中"):
        scoring.note_fact(
            scheme=version.scheme, organisation=city.water_branch, code=BONUS, happened_on=TODAY,
            what="被转发", document=DOCUMENT, by=people.deputy.actor, at=NOW,
        )  # fmt: skip
    with pytest.raises(WrongState, match="不在其中"):
        scoring.give(
            version=version, period=Period.parse("2026"), organisation=city.water_branch, code="A5",
            group=version.scheme.rater_groups.get(), points=100, by=people.deputy.actor, at=NOW,
        )  # fmt: skip
    assert not Mark.objects.exists()
    assert not Noted.objects.exists()


def test_named_raters_serve_in_the_line(city: City, people: People) -> None:
    scheme = own_scheme(city).scheme

    def named(who: Person) -> RaterGroup:
        return scoring.set_raters(
            scheme=scheme, kind=RaterKind.NAMED, name="考核组", weight=3000, trims=False,
            accounts=[who.account], by=people.deputy.actor, at=NOW,
        )  # fmt: skip

    with pytest.raises(Invalid, match="没有“shuilishuji”"):
        named(people.other_secretary)
    assert named(people.secretary).seats.get().account == people.secretary.account


# What is published


def test_results_of_a_committee_close_no_days(worked: City, people: People) -> None:
    """ADR 13, ADR 33: a 机关党委 does not close the days of the whole city."""
    own = released(own_scheme(worked), people, HALF)
    assert figure_queries.closed_until() is None
    assert figure_queries.reaching(date.min) == []
    assert own.publication.closes is False
    citys = released(adopted(worked, "branch", "全市支部考核"), people, HALF)
    assert figure_queries.closed_until() == citys.publication.as_of
    assert figure_queries.reaching(date.min) == [citys.publication]


@pytest.mark.parametrize("who", ["staff", "secretary", "clerk", "lead_secretary"])
def test_objections_are_answered_by_an_officer_of_the_organiser(city: City, people: People, who: str) -> None:
    with pytest.raises(Invalid, match="在制定组织任职"):
        releasing.publish(
            version=own_scheme(city), period=HALF, shown_until=SHOWN_UNTIL, document_number="",
            answerer=getattr(people, who).account, by=people.deputy.actor, at=NOW,
        )  # fmt: skip


def test_an_upheld_objection_is_corrected_by_the_committee_itself(worked: City, people: People) -> None:
    release = released(own_scheme(worked), people, HALF)
    objection = releasing.object_to(
        release=release, organisation=worked.first_branch, code="A1", text="四月已开展", at=NOW,
        by=people.secretary.actor,
    )  # fmt: skip
    assert objection.answerer == people.deputy.account
    before = release.scores.get(organisation=worked.first_branch).total
    scoring.note_fact(
        scheme=release.version.scheme, organisation=worked.first_branch, code=BONUS, happened_on=TODAY,
        what="被转发", document=DOCUMENT, by=people.deputy.actor, at=NOW,
    )  # fmt: skip
    held = releasing.answer(objection=objection, upheld=True, words="属实", by=people.deputy.actor, at=NOW)
    assert held.correction is not None
    assert release.scores.get(organisation=worked.first_branch).total == before


def test_stars_and_proposals_of_the_city_go_by_the_citys_results_alone(city: City, people: People) -> None:
    """S001-54, S001-49: neither a round of stars nor a list of weak organisations stands on a 机关党委's."""
    version = adopted(city, "stars", "机关党委星级", organiser=city.education_committee)
    release = releasing.finalise(release=released(version, people), by=SYSTEM, at=LATER)
    assert list(releases_without()) == []
    with pytest.raises(WrongState, match="只依据机关工委的考核结果"):
        rounds.open_round(release=release, claim_until=TODAY, by=people.staff.actor, at=NOW)
    facts = facts_of(beneath([city.work_committee], TODAY), TODAY)
    assert not [one for rows in facts.values() for one in rows if one.kind is FactKind.LOWEST_TIER]


def test_however_many_committees_the_lists_ask_the_same(
    city: City, people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    own_scheme(city)
    for number in range(12):
        released(adopted(city, "branch", f"考核{number}", organiser=city.education_committee), people, HALF)
    with django_assert_num_queries(3):
        assert len(definitions.scheme_lines(definitions.schemes(EVERYTHING, citys=False))) == 13
    with django_assert_num_queries(1):
        found = list(result_queries.releases(EVERYTHING, citys=False))
    assert [one.scored > 0 for one in found] == [True] * 12
    assert list(result_queries.releases(EVERYTHING, citys=True)) == []
