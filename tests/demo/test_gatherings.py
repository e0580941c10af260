"""晒比评 of the demo: each act has something to see, and it is built in no time (S001-01, S001-85)."""

import time
from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from heli.demo import city as demo
from heli.demo import exchange
from heli.demo.catalogue import SIZES
from heli.exchange.catalogue import GatheringKind, Outcome, State
from heli.exchange.models import FigureChange, Gathering, Objection, Problem, Promise
from heli.exchange.queries import standing
from heli.exchange.queries.gatherings import exhibits
from heli.exchange.queries.lists import to_look_back
from heli.exchange.queries.waiting import open_items
from heli.members.models import Post
from heli.members.queries import actor_of
from tests.demo.building import nothing_told, rolled_back
from tests.demo.test_building import TINY
from tests.people import TODAY

pytestmark = [pytest.mark.usefixtures("tiny"), pytest.mark.any_database]
TOOK: list[float] = []


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    def timed(**given: object) -> None:
        began = time.process_time()
        hold(**given)
        TOOK.append(time.process_time() - began)

    hold = exchange.hold_gatherings
    with django_db_blocker.unblock(), rolled_back(), pytest.MonkeyPatch.context() as patched:
        patched.setitem(SIZES, "tiny", TINY)
        patched.setattr(exchange, "hold_gatherings", timed)
        demo.build(size="tiny", seed=5, tell=nothing_told)
        yield


@pytest.fixture
def tiny(_built: None, db: None) -> None:
    """The tiny city, in a test's own transaction."""


def test_there_is_one_at_each_act_that_a_newcomer_wants_to_see() -> None:
    states = dict(Gathering.objects.order_by("held_on", "pk").values_list("title", "state"))
    assert list(states.values()) == [State.ARCHIVED, State.ARCHIVED, State.COMPARING, State.SHOWING]


def test_last_years_promises_have_outcomes_with_a_ground() -> None:
    year_end = Gathering.objects.get(kind=GatheringKind.YEAR_END)
    looked = to_look_back(year_end)
    assert {one.outcome for one in looked} == {Outcome.KEPT, Outcome.PARTLY, Outcome.BROKEN}
    assert Promise.objects.filter(exhibit__gathering=year_end).exclude(outcome="").exists()
    assert Promise.objects.filter(outcome="").exists()


def test_this_years_has_standings_problems_and_an_objection_that_was_upheld() -> None:
    of = Gathering.objects.get(state=State.COMPARING)
    found = standing.standing(of, exhibits(of))
    assert sum(line.measured.score is not None for line in found.lines.values()) >= 8
    assert Problem.objects.filter(exhibit__gathering=of, source="found").count() == 2
    raised = Objection.objects.get()
    assert raised.upheld is True
    assert FigureChange.objects.filter(objection=raised, about="done").exists()


def test_each_account_has_something_to_do() -> None:
    def waiting(username: str) -> list[str]:
        post = Post.objects.select_related("account").get(account__username=username)
        assert post.account is not None
        return [one.what for one in open_items(actor_of(post.account, TODAY), TODAY)]

    assert any("报送晒比评材料" in what for what in waiting("jiguandangwei"))
    assert any("兑现承诺" in what for what in waiting("dangzu"))


def test_it_is_built_in_no_time() -> None:
    (took,) = TOOK
    assert took < 4, "a second on a machine of its own"
