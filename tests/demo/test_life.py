"""组织生活 of the demo's own branch: minutes locked, signed and waiting, measures still to be put right."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from heli.demo import city as demo
from heli.demo.catalogue import SIZES
from heli.duties.models import Record
from heli.members.models import Post
from heli.orglife.catalogue import Stage
from heli.orglife.models import Minutes, OrgLife, Rectification, VotedMatter
from heli.orglife.queries import org_life as life_queries
from heli.orgs.models import Organisation
from tests.demo.building import nothing_told, rolled_back
from tests.demo.test_building import TINY
from tests.people import TODAY

pytestmark = [pytest.mark.usefixtures("tiny"), pytest.mark.any_database]


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back(), pytest.MonkeyPatch.context() as patched:
        patched.setitem(SIZES, "tiny", TINY)
        demo.build(size="tiny", seed=5, tell=nothing_told)
        yield


@pytest.fixture
def tiny(_built: None, db: None) -> None:
    """The tiny city, in a test's own transaction."""


@pytest.fixture
def branch() -> Organisation:
    return Post.objects.select_related("organisation").get(account__username="zhibu").organisation


def test_minutes_are_locked_signed_and_waiting(branch: Organisation) -> None:
    found = Minutes.objects.filter(record__organisation=branch).order_by("record__happened_on")
    states = list(found.values_list("record__kind", "state"))
    assert states == [
        ("group", "locked"), ("org_life", "locked"), ("lecture", "signed"), ("group", "draft"),
        ("assembly", "draft"),
    ]  # fmt: skip
    assert not Minutes.objects.exclude(record__organisation=branch).exists()


def test_one_draft_was_chaired_by_the_secretary_and_one_by_another(branch: Organisation) -> None:
    names = dict(branch.posts.values_list("office", "name"))
    chairs = set(Minutes.objects.filter(state="draft").values_list("record__chair", flat=True))
    assert chairs == {names["secretary"], names["organisation"]}


def test_minutes_are_signed_by_the_secretary_and_by_nobodys_account(branch: Organisation) -> None:
    signed = Minutes.objects.exclude(signed_at=None).values_list("signed_by", flat=True)
    assert set(signed) == {branch.posts.get(office="secretary").name}


def test_it_held_one_org_life_this_year(branch: Organisation) -> None:
    assert (
        Record.objects.filter(organisation=branch, kind="org_life", happened_on__year=TODAY.year).count() == 1
    )


def test_the_assembly_voted(branch: Organisation) -> None:
    voted = VotedMatter.objects.get()
    assert voted.passed
    assert voted.in_favour + voted.abstained == voted.voting_present <= voted.voting_due


def test_its_org_life_is_in_the_last_of_its_stages(branch: Organisation) -> None:
    life = OrgLife.objects.get(organisation=branch, year=TODAY.year)
    (line,) = life_queries.lines([branch], TODAY.year, TODAY)
    assert [(one.stage, one.done) for one in line.stages] == [
        (Stage.THEME, True), (Stage.PREPARE, True), (Stage.MEET, True), (Stage.RECTIFY, False),
    ]  # fmt: skip
    assert (line.measures, line.done, line.overdue) == (3, 1, 1)
    assert Rectification.objects.filter(life=life).count() == 3
