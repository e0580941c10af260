"""The tree, the list and one organisation as of a day, after the tree has changed (S000-16)."""

from datetime import date, timedelta
from typing import Any

import pytest

from heli.accounts.scope import EVERYTHING, Scope
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotFound
from heli.orgs import queries
from heli.orgs.actions.events import Change, carry_out
from heli.orgs.catalogue import EventKind
from heli.orgs.queries import past
from heli.orgs.queries.tree import Filters, Tree
from tests.people import NOW, TODAY, City

pytestmark = pytest.mark.django_db
BEFORE = TODAY - timedelta(days=1)


@pytest.fixture
def moved(city: City) -> City:
    """The school renamed and moved under 市水利局's committee; the small branch merged; all today."""
    common: dict[str, Any] = {"happened_on": TODAY, "document_number": "8号", "reason": "改革"}
    for change in (
        Change(
            kind=EventKind.MOVED,
            subjects=(city.school.pk,),
            new_parent=city.water_committee.pk,
            new_leader=city.water_group.pk,
            **common,
        ),
        Change(
            kind=EventKind.RENAMED,
            subjects=(city.school.pk,),
            new_name="中共青岚市水利学校总支部委员会",
            **common,
        ),
        Change(
            kind=EventKind.MERGED, subjects=(city.small_branch.pk,), successor=city.first_branch.pk, **common
        ),
    ):
        carry_out(change=change, by=SYSTEM, at=NOW)
    return city


def _lines(tree: Tree) -> list[tuple[int, str, int]]:
    return [(node.level, node.organisation.short_name, node.children) for node in (*tree.nodes, *tree.bodies)]


def test_the_tree_of_a_past_day_is_the_one_that_was_shown(city: City) -> None:
    opened = {city.work_committee.pk, city.education_committee.pk, city.school.pk}
    then = _lines(queries.tree(EVERYTHING, BEFORE, opened))
    assert _lines(past.tree(EVERYTHING, BEFORE, opened)) == then


def test_the_past_tree_stands_still_when_the_tree_moves(moved: City) -> None:
    opened = {moved.work_committee.pk, moved.education_committee.pk, moved.water_committee.pk}
    then, now = past.tree(EVERYTHING, BEFORE, opened), past.tree(EVERYTHING, TODAY, opened)
    assert (3, "市第一中学党总支", 1) in _lines(then)
    assert (3, "市教育局机关第二党支部", 0) in _lines(then)
    assert _lines(now) == _lines(queries.tree(EVERYTHING, TODAY, opened))
    assert [node.organisation.pk for node in then.nodes if node.organisation.pk == moved.school.pk]


def test_one_organisation_is_shown_as_it_was(moved: City) -> None:
    one = past.organisation_as_of(moved.school.pk, EVERYTHING, BEFORE)
    assert (one.name, one.parent, one.leader) == (
        moved.school.name, moved.education_committee, moved.education_group,
    )  # fmt: skip
    assert past.organisation_as_of(moved.small_branch.pk, EVERYTHING, BEFORE).pk == moved.small_branch.pk
    with pytest.raises(NotFound):
        past.organisation_as_of(moved.small_branch.pk, EVERYTHING, TODAY)
    with pytest.raises(NotFound):
        past.organisation_as_of(moved.school.pk, Scope(), BEFORE)
    with pytest.raises(NotFound):
        past.organisation_as_of(moved.school.pk, EVERYTHING, date(2020, 1, 1))


def test_the_list_of_a_past_day_is_narrowed_by_what_was_then(moved: City) -> None:
    def names(day: date, **filters: Any) -> list[str]:
        return [one.short_name for one in past.shown(past.listed(EVERYTHING, day, Filters(**filters)))]

    assert names(BEFORE, under=moved.education_committee.pk, words="第二") == ["市教育局机关第二党支部"]
    assert names(TODAY, words="第二") == []
    assert "市水利学校党总支" in names(TODAY, leader=moved.water_group.pk, kind="general_branch")
    assert names(BEFORE, leader=moved.water_group.pk, kind="general_branch") == []
    assert names(BEFORE, nature="enterprise", place="attached") == ["市教育印务有限公司党支部"]


def test_a_past_tree_takes_the_same_few_queries_however_much_is_open(
    moved: City, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(6):
        past.tree(EVERYTHING, BEFORE, {moved.work_committee.pk})
    with django_assert_num_queries(6):
        past.tree(EVERYTHING, BEFORE, {one.pk for one in moved})
