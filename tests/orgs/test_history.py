"""Stamps and figures as of a day: what was counted stays, whatever moves later."""

from datetime import date, timedelta

import pytest

from heli.accounts.scope import EVERYTHING, Scope
from heli.orgs import queries
from heli.orgs.models import Organisation
from tests.orgs.rosters import loaded, roster
from tests.people import NOW, TODAY, City

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=40)


def _moved() -> Organisation:
    """The first branch, which changes from 教育局's 党组 to none on the fortieth day."""
    lines = roster()
    lines[3]["批准成立日期"] = date(2024, 3, 1)
    loaded(lines)
    lines[3] |= {
        "所在单位": "青岚市档案馆",
        "组织类别": "联合党支部",
        "上级党组织": "中共青岚市委市直属机关工作委员会",
    }
    lines[1] |= {"所在单位": "青岚市教育体育局"}
    loaded(lines, at=LATER)
    found: Organisation = Organisation.objects.get(code="04")
    return found


def test_a_fact_is_stamped_with_the_unit_and_leader_of_its_day() -> None:
    branch = _moved()
    before = queries.stamp([branch.pk], TODAY)[branch.pk]
    after = queries.stamp([branch.pk], LATER.date())[branch.pk]
    body = Organisation.objects.get(code="02")
    assert before.leader_id == after.leader_id == body.pk
    assert after.organ_id == body.unit_id != before.organ_id


def test_a_day_before_the_first_version_takes_the_first() -> None:
    branch = _moved()
    stamps = queries.stamps()
    assert stamps.on(branch.pk, date(2019, 1, 1)) == stamps.on(branch.pk, date(2024, 3, 1))
    with pytest.raises(KeyError):
        stamps.on(0, TODAY)


def test_stamps_of_many_days_take_one_query(django_assert_num_queries: "object") -> None:
    branch = _moved()
    with django_assert_num_queries(1):  # type: ignore[operator]
        stamps = queries.stamps([branch.pk])
    assert {stamps.on(branch.pk, TODAY + timedelta(days=day)).leader_id for day in range(80)} == {
        branch.leader_id
    }


def test_a_figure_of_a_past_day_does_not_change_when_the_tree_does() -> None:
    _moved()
    today, later = queries.census_as_of(EVERYTHING, TODAY), queries.census_as_of(EVERYTHING, LATER.date())
    assert (today.total, today.hanging, today.attached, today.attached_percent) == (7, 6, 2, 33)
    assert (later.total, later.attached) == (7, 5)
    assert dict(today.by_kind) | {"joint_branch": 1, "branch": 2} == dict(later.by_kind)
    assert queries.census(EVERYTHING, LATER.date()) == later


def test_versions_as_of_a_day_keep_to_the_scope() -> None:
    branch = _moved()
    only = Scope(organisations=(branch.pk,))
    assert [version.kind for version in queries.as_of(TODAY, only)] == ["branch"]
    assert [version.kind for version in queries.as_of(LATER.date(), only)] == ["joint_branch"]
    assert not queries.as_of(date(2024, 2, 29), only).exists()
    assert not queries.as_of(TODAY, Scope()).exists()


def test_an_empty_census_has_no_share() -> None:
    none = queries.census(Scope(), TODAY)
    assert (none.total, none.attached_share, none.attached_percent, none.by_kind) == (0, None, 0, ())


def test_the_timeline_says_what_changed() -> None:
    first, *rest = queries.history(_moved())[::-1]
    assert (first.is_first, first.changes, first.until) == (True, [], LATER.date() - timedelta(days=1))
    (step,) = rest
    assert step.until is None
    assert [label for label, _, _ in step.changes] == ["组织类别", "隶属", "所在单位", "所属机关"]
    assert ("组织类别", "党支部", "联合党支部") in step.changes


def test_names_resolve_against_what_heli_holds(city: City) -> None:
    index = queries.name_index(TODAY)
    found = index.resolve("市教育局机关第一党支部")
    assert found.ref is not None
    assert found.ref.pk == city.first_branch.pk
    keys = [ref.key for ref in index]
    assert {one.pk for one in queries.by_key(keys).values()} == {one.pk for one in city}


def test_a_closed_organisation_is_not_resolved(city: City) -> None:
    from tests.people import building

    with building():
        Organisation.objects.filter(pk=city.press.pk).update(closed_on=TODAY)
    assert queries.name_index(TODAY).resolve(city.press.name).ref is None
    assert queries.name_index(TODAY - timedelta(days=1)).resolve(city.press.name).ref is not None
