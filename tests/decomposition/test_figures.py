"""What is counted of tasks: by layer and item, what waits too long, and every figure opened to its rows."""

from datetime import date, timedelta

import pytest
from django.core.paginator import Paginator
from hypothesis import given
from hypothesis import strategies as st

from heli.accounts.actor import EVERYTHING
from heli.accounts.catalogue import Permission
from heli.decomposition import actions
from heli.decomposition.catalogue import Layer
from heli.decomposition.models import Task
from heli.decomposition.queries import counts
from heli.decomposition.queries.items import recorded
from heli.decomposition.queries.listed import STATES, Filters, listed
from heli.decomposition.queries.tree import MOST_SHOWN, grove, lag_of, tree
from heli.kernel.action import SYSTEM
from tests.decomposition.handing import at_first_branch, break_down, issue, take_up, task_of
from tests.duties.planned import Planned, enter
from tests.people import NOW, TODAY, City, People

pytestmark = pytest.mark.django_db
EARLY = NOW - timedelta(days=9)


@pytest.fixture
def handed(city: City, planned: Planned) -> None:
    """Two items: one down to the branches, one returned by a 党组, with days that differ."""
    at_first_branch(city, planned.assembly, at=EARLY)
    take_up(task_of(planned.assembly, city.school), at=EARLY + timedelta(days=3))
    break_down(task_of(planned.assembly, city.school), at=EARLY + timedelta(days=3))
    issue(city, planned.lecture, at=NOW)
    top = task_of(planned.lecture, city.water_group)
    actions.give_back(tasks=[top], reason="职责不清", by=SYSTEM, at=NOW)


def groups() -> list[counts.Group]:
    return counts.grouped(counts.tasks_of(counts.items_of(2026), EVERYTHING), TODAY)


@pytest.mark.usefixtures("handed")
def test_each_layer_says_how_soon_it_takes_up(planned: Planned) -> None:
    lags = dict(counts.by_layer(groups()))
    body, base, branch = lags[Layer.BODY], lags[Layer.BASE], lags[Layer.BRANCH]
    assert (body.handed, body.held, body.waiting, body.returned, body.slow) == (4, 1, 2, 1, 0)
    assert (base.median, base.mean, base.percent, base.broken_down) == (3, 3.0, 100, 1)
    assert (branch.handed, branch.open, branch.slow, branch.median, branch.percent) == (5, 5, 5, None, 0)
    assert counts.NOTHING.percent is None
    line = next(
        one for one in counts.by_item(counts.items_of(2026), groups()) if one.item == planned.assembly
    )
    assert (line.whole.handed, line.whole.held) == (8, 3)


@pytest.mark.usefixtures("handed")
def test_what_is_slow_is_counted_as_it_is_listed() -> None:
    for later in (0, 4, 5, 6, 40):
        day = TODAY + timedelta(days=later)
        items = counts.items_of(2026)
        found = counts.grouped(counts.tasks_of(items, EVERYTHING), day)
        listed_slow = listed(items, EVERYTHING, Filters(slow=True), day)
        assert (
            sum(one.slow for one in found)
            == len(listed_slow)
            == sum(one.number for one in listed_slow.groups)
        )
        assert [one.slow for one in counts.counted(counts.tasks_of(items, EVERYTHING))] == [0] * len(found)


@pytest.mark.usefixtures("handed")
def test_what_was_taken_back_or_withdrawn_counts_nowhere(city: City, planned: Planned) -> None:
    before = sum(one.number for one in groups())
    actions.take_back(tasks=[task_of(planned.lecture, city.water_group)], reason="并入", by=SYSTEM, at=NOW)
    assert sum(one.number for one in groups()) == before - 1
    assert len(grove(planned.lecture.pk, EVERYTHING, TODAY).tasks) == 2


@pytest.mark.usefixtures("handed")
@pytest.mark.parametrize("state", ["", *STATES])
@pytest.mark.parametrize("slow", [False, True])
def test_every_figure_opens_to_as_many_rows(state: str, slow: bool) -> None:
    items = counts.items_of(2026)
    for layer in ("", *Layer):
        found = listed(items, EVERYTHING, Filters(layer=layer, state=state, slow=slow), TODAY)
        rows = found[0:1000]
        assert len(found) == len(rows)
        assert all(row.is_slow for row in rows) or not slow
        paged = [row.task.pk for page in Paginator(found, 2) for row in page]  # type: ignore[arg-type, var-annotated]
        assert paged == [row.task.pk for row in rows], "pages together are the list"


@pytest.mark.usefixtures("handed")
def test_who_holds_a_task_up_is_named(city: City, planned: Planned) -> None:
    items = counts.items_of(2026)
    waiting = listed(items, EVERYTHING, Filters(state="open"), TODAY)[0:50]
    by_task = {(row.task.requirement_id, row.task.organisation_id): row for row in waiting}
    returned = by_task[planned.lecture.pk, city.water_group.pk]
    assert returned.held_up_by == city.work_committee.short_name, "what was returned waits for its giver"
    branch = by_task[planned.assembly.pk, city.first_branch.pk]
    assert (branch.held_up_by, branch.days, branch.is_slow) == (city.first_branch.short_name, 9, True)
    held = listed(items, EVERYTHING, Filters(state="held"), TODAY)[0:50]
    assert {row.held_up_by for row in held} == {""}


@pytest.mark.usefixtures("handed")
def test_a_list_is_narrowed_to_the_readers_sight(city: City, planned: Planned, people: People) -> None:
    scope = people.secretary.actor.scope(Permission.REQUIREMENT_SEE)
    found = listed(counts.items_of(2026), scope, Filters(), TODAY)
    assert [row.task.organisation for row in found[0:50]] == [city.first_branch]
    only = listed(counts.items_of(2026), EVERYTHING, Filters(organisation=city.school.pk), TODAY)
    assert len(only) == 1
    narrowed = Filters(requirement=planned.lecture.pk)
    assert len(listed(counts.items_of(2026), EVERYTHING, narrowed, TODAY)) == 3


@pytest.mark.usefixtures("handed")
def test_the_tree_opens_where_it_is_asked_to(city: City, planned: Planned, people: People) -> None:
    found = grove(planned.assembly.pk, EVERYTHING, TODAY)
    top = task_of(planned.assembly, city.education_group)
    (root,) = tree(found, (), TODAY)
    assert (root.row.task, root.children, root.is_open, root.below.total, root.below.held) == (
        top,
        1,
        False,
        7,
        2,
    )
    committee = task_of(planned.assembly, city.education_committee)
    nodes = tree(found, (top.pk, committee.pk), TODAY)
    assert [node.depth for node in nodes] == [1, 2, 3, 3, 3, 3, 3]
    assert len({node.row.task.pk for node in nodes}) == 7
    assert MOST_SHOWN > 5
    own = grove(planned.assembly.pk, people.general_secretary.actor.scope(Permission.REQUIREMENT_SEE), TODAY)
    assert [own.tasks[pk].level for pk in own.roots] == [3], "the giver lies outside his sight"
    assert lag_of(list(found.beneath(committee.pk))).handed == 6


@pytest.mark.usefixtures("handed")
def test_what_was_done_is_read_from_the_duties(city: City, planned: Planned) -> None:
    assert recorded(planned.assembly, EVERYTHING) == {}
    enter(city.first_branch, "assembly", date(2026, 5, 20))
    assert recorded(planned.assembly, EVERYTHING) == {"branch": 1}
    assert Task.objects.filter(organisation=city.first_branch).get().state == "handed"


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 50), min_size=1, max_size=12))
def test_the_median_is_a_day_that_occurred_with_half_on_either_side(days: dict[int, int]) -> None:
    every = sorted(day for day, number in days.items() for _ in range(number))
    lag = counts.Lag({"taken_up": len(every)}, 0, days)
    assert lag.median == every[len(every) // 2]
    assert lag.mean == round(sum(every) / len(every), 1)
