"""Writing, adopting, scoring, noting, publishing, objecting and answering: who may, and what stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from heli.kernel.periods import Period
from heli.orgs.models import Organisation
from heli.schemes.actions import releasing, scoring, writing
from heli.schemes.catalogue import (
    TEMPLATES,
    Indicator,
    Measure,
    Outcome,
    Part,
    RaterKind,
    ReleaseState,
    Times,
    VersionState,
)
from heli.schemes.models import Mark, Noted, RaterGroup, Scheme, Version
from heli.schemes.queries.definitions import definition_of, in_force
from heli.schemes.queries.ground import ground
from heli.schemes.queries.results import key_of
from heli.schemes.queries.scoring import Scored, scores
from heli.schemes.queries.statement.asked import Asked
from tests.duties.planned import enter
from tests.people import NOW, TODAY, City, People, Person
from tests.schemes.made import (
    BARRED,
    BONUS,
    DOCUMENT,
    MARKED,
    SHOWN_UNTIL,
    YEAR,
    adopted,
    noted,
    objected,
    released,
)
from tests.schemes.reckoning import Reckoner

pytestmark = pytest.mark.django_db


def entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk")[0]


def score_of(version: Version, organisation: Organisation, period: Period = YEAR) -> Scored:
    asked = Asked(
        definition_of(version),
        ground(period, min(period.end, TODAY)),
        version.scheme_id,
        organisation=organisation.pk,
        full=True,
    )
    (found,) = scores(asked)
    return found


def begun(city: City, by: Person, name: str = "2026 年党支部考核", template: str = "branch") -> Version:
    chosen = TEMPLATES().get(template, TODAY)
    return writing.start(organiser=city.work_committee, name=name, template=chosen, by=by.actor, at=NOW)


def given(version: Version, organisation: Organisation, by: Person, points: int = 2500, **said: Any) -> Mark:
    group = version.scheme.rater_groups.get(kind=said.pop("kind", RaterKind.SUPERIOR))
    told = {"version": version, "period": YEAR, "organisation": organisation, "code": MARKED, "group": group}
    return scoring.give(**{**told, **said}, points=points, by=by.actor, at=NOW)


def test_a_scheme_begins_as_a_copy_of_a_ready_one(city: City, people: People) -> None:
    draft = begun(city, people.staff)
    assert (draft.number, draft.state, draft.template) == (1, VersionState.DRAFT, "branch")
    assert draft.indicators.count() == 9
    assert set(draft.set_by.values_list("pk", flat=True)) == {people.staff.account.pk}
    assert entry().action == "schemes.start"


def test_two_schemes_of_one_organisation_have_two_names(city: City, people: People) -> None:
    begun(city, people.staff)
    with pytest.raises(WrongState, match="已经有名为"):
        begun(city, people.staff)
    with pytest.raises(Invalid, match="请填写方案名称"):
        begun(city, people.staff, name="  ")


def test_an_indicator_is_added_changed_and_dropped_in_a_draft_alone(city: City, people: People) -> None:
    draft = begun(city, people.staff)
    made = Indicator("", "作风", "走访", Part.OWN, 500, Measure.MARK)
    row = writing.keep_indicator(version=draft, indicator=made, by=people.staff.actor, at=NOW)
    assert row.code == "A10"
    changed = replace(made, code="A10", weight=700)
    again = writing.keep_indicator(version=draft, indicator=changed, by=people.staff.actor, at=NOW)
    assert (again.pk, again.weight) == (row.pk, 700)
    writing.drop_indicator(version=draft, code="A10", by=people.staff.actor, at=NOW)
    with pytest.raises(NotFound, match="没有这个指标"):
        writing.drop_indicator(version=draft, code="A10", by=people.staff.actor, at=NOW)
    writing.adopt(version=draft, document=DOCUMENT, by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState, match="不能再改"):
        writing.keep_indicator(version=draft, indicator=made, by=people.staff.actor, at=NOW)


def test_what_does_not_hold_together_is_not_adopted_nor_without_a_document(
    city: City, people: People
) -> None:
    draft = begun(city, people.staff)
    with pytest.raises(Invalid, match="文号或会议"):
        writing.adopt(version=draft, document=" ", by=people.staff.actor, at=NOW)
    writing.drop_indicator(version=draft, code="A1", by=people.staff.actor, at=NOW)
    with pytest.raises(Invalid, match="合计 60 分，应为 100 分"):
        writing.adopt(version=draft, document=DOCUMENT, by=people.staff.actor, at=NOW)
    assert in_force(draft.scheme) is None


def test_the_next_version_takes_the_place_of_the_one_in_force_when_adopted(
    city: City, people: People
) -> None:
    first = adopted(city)
    draft = writing.revise(scheme=first.scheme, by=people.staff.actor, at=NOW)
    assert (draft.number, definition_of(draft)) == (2, definition_of(first))
    assert in_force(first.scheme) == first
    with pytest.raises(WrongState, match="正在起草"):
        writing.revise(scheme=first.scheme, by=people.staff.actor, at=NOW)
    writing.adopt(version=draft, document=DOCUMENT, by=people.staff.actor, at=NOW)
    assert in_force(first.scheme) == draft


def test_points_by_hand_count_by_the_weight_of_their_group(worked: City, people: People) -> None:
    version = adopted(worked)
    self_group = scoring.set_raters(
        scheme=version.scheme, kind=RaterKind.SELF, name="自评", weight=2500, trims=False, accounts=[],
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    superior = version.scheme.rater_groups.get(kind=RaterKind.SUPERIOR)
    scoring.set_raters(
        scheme=version.scheme, kind=RaterKind.SUPERIOR, name=superior.name, weight=7500, trims=False,
        accounts=[], by=SYSTEM, at=NOW,
    )  # fmt: skip
    given(version, worked.first_branch, people.deputy, 2000)
    given(version, worked.first_branch, people.secretary, 3000, kind=RaterKind.SELF)
    line = next(one for one in score_of(version, worked.first_branch).lines if one.indicator.code == MARKED)
    assert line.points == 2250  # a quarter of 30, three quarters of 20
    assert self_group.marks.get().points == 3000


def test_a_later_mark_of_the_same_rater_takes_the_place_of_the_earlier(city: City, people: People) -> None:
    version = adopted(city)
    given(version, city.first_branch, people.deputy, 2000)
    given(version, city.first_branch, people.deputy, 2600)
    assert list(Mark.objects.standing().values_list("points", flat=True)) == [2600]
    assert Mark.objects.count() == 2


def marked_times(city: City, people: People, times: Times) -> Version:
    """The ready stars with one mark of the deputy, where a rater marks so often."""
    draft = begun(city, people.staff, template="stars")
    (one,) = (each for each in definition_of(draft).indicators if each.code == MARKED)
    writing.keep_indicator(version=draft, indicator=replace(one, times=times), by=people.staff.actor, at=NOW)
    version = writing.adopt(version=draft, document=DOCUMENT, by=people.staff.actor, at=NOW)
    given(version, city.first_branch, people.deputy, 2000)
    return version


@pytest.mark.parametrize(
    ("times", "points"), [(Times.LAST, 901), (Times.MEAN, 1451), (Times.SUM, 2901)], ids=str
)
def test_of_several_marks_counts_what_the_scheme_says(
    worked: City, people: People, times: Times, points: int
) -> None:
    version = marked_times(worked, people, times)
    given(version, worked.first_branch, people.deputy, 901)
    line = next(one for one in score_of(version, worked.first_branch).lines if one.indicator.code == MARKED)
    assert line.points == points
    slow = Reckoner(definition_of(version), YEAR, version.scheme_id)
    assert slow.mark(line.indicator, worked.first_branch.pk) == points


def test_a_sum_of_marks_is_no_more_than_the_weight(worked: City, people: People) -> None:
    version = marked_times(worked, people, Times.SUM)
    given(version, worked.first_branch, people.deputy, 2000)
    line = next(one for one in score_of(version, worked.first_branch).lines if one.indicator.code == MARKED)
    assert (line.a, line.points) == (4000, 3000)


def test_a_mark_given_once_is_not_given_again_but_taken_back_with_a_reason(
    city: City, people: People
) -> None:
    version = marked_times(city, people, Times.ONCE)
    with pytest.raises(WrongState, match="只评一次"):
        given(version, city.first_branch, people.deputy, 2100)
    mark = Mark.objects.get()
    with pytest.raises(WrongState, match="本人撤回"):
        scoring.take_back(mark=mark, why="评错了", by=people.staff.actor, at=NOW)
    with pytest.raises(Invalid, match="撤回的原因"):
        scoring.take_back(mark=mark, why=" ", by=people.deputy.actor, at=NOW)
    scoring.take_back(mark=mark, why="评错了组织", by=people.deputy.actor, at=NOW)
    assert (entry().action, MARKED in entry().detail) == ("schemes.take_back", True)
    with pytest.raises(WrongState, match="已经撤回"):
        scoring.take_back(mark=mark, why="再撤一次", by=people.deputy.actor, at=NOW)
    given(version, city.first_branch, people.deputy, 2100)
    assert list(Mark.objects.standing().values_list("points", flat=True)) == [2100]


def test_the_highest_and_the_lowest_are_left_out_where_the_scheme_says(worked: City, people: People) -> None:
    version = adopted(worked)
    raters = [people.staff, people.deputy, people.general_secretary, people.other_secretary]
    group = scoring.set_raters(
        scheme=version.scheme, kind=RaterKind.NAMED, name="考核组", weight=10000, trims=True,
        accounts=[one.account for one in raters], by=SYSTEM, at=NOW,
    )  # fmt: skip
    for one, points in zip(raters, (0, 2000, 2100, 3000), strict=True):
        given(version, worked.first_branch, one, points, group=group)
    line = next(one for one in score_of(version, worked.first_branch).lines if one.indicator.code == MARKED)
    assert line.points == 2050


def test_who_set_a_scheme_does_not_score_by_it(city: City, people: People) -> None:
    """制定、打分分开."""
    draft = begun(city, people.staff, template="stars")
    version = writing.adopt(version=draft, document=DOCUMENT, by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState, match="制定和打分要分开"):
        given(version, city.first_branch, people.staff)


@pytest.mark.parametrize(
    ("who", "kind", "words"),
    [
        ("secretary", RaterKind.SUPERIOR, "不能给自己任职的组织评分"),
        ("other_secretary", RaterKind.SUPERIOR, "上级评分由其上级"),
        ("deputy", RaterKind.SELF, "自评由本组织"),
        ("clerk", RaterKind.PEERS, "同一上级的同类"),
        ("stranger", RaterKind.SUPERIOR, "上级评分由其上级"),
        ("deputy", RaterKind.NAMED, "其中没有您"),
    ],
)
def test_nobody_scores_who_is_not_of_the_group(
    city: City, people: People, who: str, kind: RaterKind, words: str
) -> None:
    version = adopted(city)
    if kind is not RaterKind.SUPERIOR:
        scoring.set_raters(
            scheme=version.scheme, kind=kind, name=kind.label, weight=1000, trims=False,
            accounts=[people.staff.account], by=SYSTEM, at=NOW,
        )  # fmt: skip
    with pytest.raises(WrongState, match=words):
        given(version, city.first_branch, getattr(people, who), kind=kind)
    assert not Mark.objects.exists()


def test_points_lie_within_the_weight_and_only_where_they_are_given_by_hand(
    city: City, people: People
) -> None:
    version = adopted(city)
    with pytest.raises(Invalid, match="0 至 30 分"):
        given(version, city.first_branch, people.deputy, 3001)
    with pytest.raises(WrongState, match="由系统从记录中计算"):
        given(version, city.first_branch, people.deputy, code="A1")


def test_a_fact_adds_bars_and_is_taken_back(worked: City, people: People) -> None:
    version = adopted(worked)
    plain = score_of(version, worked.first_branch)
    made = noted(version.scheme, worked.first_branch)
    more = score_of(version, worked.first_branch)
    assert plain.total is not None
    assert more.total == plain.total + 200
    noted(version.scheme, worked.first_branch, BARRED)
    assert score_of(version, worked.first_branch).barred
    scoring.withdraw_fact(noted=Noted.objects.get(pk=made), why="登记错了", by=people.staff.actor, at=NOW)
    assert score_of(version, worked.first_branch).total == plain.total
    with pytest.raises(WrongState, match="已经撤销"):
        scoring.withdraw_fact(noted=Noted.objects.get(pk=made), why="又", by=people.staff.actor, at=NOW)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"what": " "}, "写明事项"),
        ({"document": ""}, "依据文件"),
        ({"happened_on": TODAY + timedelta(days=1)}, "日期还没有到"),
    ],
)
def test_a_fact_has_words_a_document_and_a_day(
    city: City, people: People, said: dict[str, Any], words: str
) -> None:
    version = adopted(city)
    told: dict[str, Any] = {"what": "被转发", "document": DOCUMENT, "happened_on": TODAY, "code": BONUS}
    with pytest.raises(Invalid, match=words):
        scoring.note_fact(
            scheme=version.scheme, organisation=city.first_branch, **{**told, **said},
            by=people.staff.actor, at=NOW,
        )  # fmt: skip
    with pytest.raises(WrongState, match="不由登记事项计分"):
        noted(version.scheme, city.first_branch, MARKED)


def test_results_are_frozen_with_every_line(worked: City, people: People) -> None:
    version = adopted(worked)
    release = released(version, people)
    live = score_of(version, worked.first_branch)
    frozen = release.scores.get(organisation=worked.first_branch)
    assert (frozen.total, frozen.open) == (live.total, live.open)
    held = [one for one in live.lines if one.weight is not None]
    assert release.lines.filter(organisation=worked.first_branch).count() == len(held)
    noted(version.scheme, worked.first_branch)
    assert release.scores.get(organisation=worked.first_branch).total == frozen.total
    with pytest.raises(WrongState, match="已经发布"):
        released(version, people)


def test_results_are_shown_as_long_as_the_office_has_set(city: City, people: People) -> None:
    version = adopted(city)
    with pytest.raises(Invalid, match="公示至少 5 天"):
        releasing.publish(
            version=version, period=YEAR, shown_until=TODAY, document_number="",
            answerer=people.staff.account, by=people.staff.actor, at=NOW,
        )  # fmt: skip


def test_an_upheld_objection_is_a_correction_beside_what_was_published(worked: City, people: People) -> None:
    """Published, objected to, the record put right, answered: old and new stand side by side (S003-65)."""
    half = Period.parse("2026H1")
    version = adopted(worked, "branch", "党支部考核")
    release = released(version, people, half)
    objection = objected(release, worked.small_branch, replace_secretary(people, worked), "A1")
    assert objection.answerer == people.staff.account
    assert objection.due_on > TODAY
    with pytest.raises(WrongState, match="得分没有变化"):
        releasing.answer(objection=objection, upheld=True, words="属实", by=people.staff.actor, at=NOW)
    before = release.scores.get(organisation=worked.small_branch).total
    enter(worked.small_branch, "theme_day", date(2026, 4, 12))
    answered = releasing.answer(objection=objection, upheld=True, words="属实", by=people.staff.actor, at=NOW)
    assert (answered.outcome, answered.correction is not None) == (Outcome.UPHELD, True)
    assert answered.correction is not None
    changed = answered.correction.figures.select_related("figure").get()
    assert changed.figure.key == key_of(worked.small_branch.pk)
    assert before is not None
    assert changed.old == Decimal(before) / 100
    assert changed.new is not None
    assert changed.new > changed.old
    assert release.scores.get(organisation=worked.small_branch).total == before


def replace_secretary(people: People, city: City) -> People:
    """The cast with an officer of the small branch as secretary, for what only an own officer may do."""
    post = replace(people.secretary.actor.posts[0], organisation_id=city.small_branch.pk)
    actor = replace(people.secretary.actor, posts=(replace(post, path=city.small_branch.path),))
    return replace(people, secretary=replace(people.secretary, actor=actor))


def test_an_objection_is_answered_once_by_the_named_person(city: City, people: People) -> None:
    objection = objected(released(adopted(city), people), city.first_branch, people)
    with pytest.raises(WrongState, match="指定了答复人"):
        releasing.answer(objection=objection, upheld=False, words="不", by=people.deputy.actor, at=NOW)
    with pytest.raises(Invalid, match="写明答复"):
        releasing.answer(objection=objection, upheld=False, words=" ", by=people.staff.actor, at=NOW)
    releasing.answer(objection=objection, upheld=False, words="核对无误", by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState, match="已经答复"):
        releasing.answer(objection=objection, upheld=False, words="核对无误", by=people.staff.actor, at=NOW)


def test_results_are_final_when_shown_and_every_objection_is_answered(city: City, people: People) -> None:
    release = released(adopted(city), people)
    objection = objected(release, city.first_branch, people)
    later = NOW + timedelta(days=10)
    with pytest.raises(WrongState, match="期满后"):
        releasing.finalise(release=release, by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState, match="1 项异议没有答复"):
        releasing.finalise(release=release, by=people.staff.actor, at=later)
    releasing.answer(objection=objection, upheld=False, words="核对无误", by=people.staff.actor, at=later)
    held = releasing.finalise(release=release, by=people.staff.actor, at=later)
    assert held.state == ReleaseState.FINAL
    with pytest.raises(WrongState, match="公示期已过"):
        objected(held, city.first_branch, people)


def test_one_objects_to_the_own_score_alone_once_and_with_words(city: City, people: People) -> None:
    release = released(adopted(city), people)
    objected(release, city.first_branch, people)
    with pytest.raises(WrongState, match="正在等待答复"):
        objected(release, city.first_branch, people)
    with pytest.raises(NotAllowed):
        objected(release, city.water_branch, people)
    with pytest.raises(Invalid, match="有异议"):
        releasing.object_to(
            release=release, organisation=city.first_branch, code="A1", text=" ",
            by=people.secretary.actor, at=NOW,
        )  # fmt: skip


def _refused() -> dict[str, Callable[[City, People, Version], object]]:
    """Every action as somebody without the right would try it."""
    made = Indicator("", "作风", "走访", Part.OWN, 500, Measure.MARK)

    def frame(version: Version) -> writing.Frame:
        content = definition_of(version)
        return writing.Frame(content.kinds, content.period, content.unknown, 0, content.tiers)

    return {
        "start": lambda city, people, version: begun(city, people.stranger, name="另一个方案"),
        "revise": lambda city, people, version: writing.revise(
            scheme=version.scheme, by=people.stranger.actor, at=NOW
        ),
        "set_frame": lambda city, people, version: writing.set_frame(
            version=version, frame=frame(version), by=people.deputy.actor, at=NOW
        ),
        "keep_indicator": lambda city, people, version: writing.keep_indicator(
            version=version, indicator=made, by=people.deputy.actor, at=NOW
        ),
        "drop_indicator": lambda city, people, version: writing.drop_indicator(
            version=version, code="A1", by=people.lead_secretary.actor, at=NOW
        ),
        "adopt": lambda city, people, version: writing.adopt(
            version=version, document=DOCUMENT, by=people.administrator.actor, at=NOW
        ),
        "set_raters": lambda city, people, version: scoring.set_raters(
            scheme=version.scheme, kind=RaterKind.SELF, name="自评", weight=1, trims=False, accounts=[],
            by=people.stranger.actor, at=NOW,
        ),
        "note_fact": lambda city, people, version: scoring.note_fact(
            scheme=version.scheme, organisation=city.first_branch, code=BONUS, happened_on=TODAY,
            what="被转发", document=DOCUMENT, by=people.secretary.actor, at=NOW,
        ),
        "withdraw_fact": lambda city, people, version: scoring.withdraw_fact(
            noted=Noted.objects.get(pk=noted(version.scheme, city.first_branch)), why="错",
            by=people.secretary.actor, at=NOW,
        ),
        "publish": lambda city, people, version: releasing.publish(
            version=version, period=YEAR, shown_until=SHOWN_UNTIL, document_number="",
            answerer=people.staff.account, by=people.administrator.actor, at=NOW,
        ),
        "object_to": lambda city, people, version: releasing.object_to(
            release=released(version, people), organisation=city.first_branch, code="", text="不对",
            by=people.clerk.actor, at=NOW,
        ),
        "finalise": lambda city, people, version: releasing.finalise(
            release=released(version, people), by=people.secretary.actor, at=NOW + timedelta(days=10)
        ),
    }  # fmt: skip


@pytest.mark.parametrize("action", list(_refused()))
def test_a_stranger_is_refused_and_nothing_is_written(city: City, people: People, action: str) -> None:
    version = adopted(city)
    schemes, versions = Scheme.objects.count(), Version.objects.count()
    with pytest.raises(NotAllowed):
        _refused()[action](city, people, version)
    assert (Scheme.objects.count(), Version.objects.count()) == (schemes, versions)


def test_a_named_group_names_somebody(city: City, people: People) -> None:
    version = adopted(city)
    with pytest.raises(Invalid, match="至少写明一位"):
        scoring.set_raters(
            scheme=version.scheme, kind=RaterKind.NAMED, name="考核组", weight=1, trims=False, accounts=[],
            by=people.staff.actor, at=NOW,
        )  # fmt: skip
    with pytest.raises(Invalid, match="名称"):
        scoring.set_raters(
            scheme=version.scheme, kind=RaterKind.SELF, name="", weight=1, trims=False, accounts=[],
            by=people.staff.actor, at=NOW,
        )  # fmt: skip
    assert RaterGroup.objects.count() == 1
