"""The small city as it stands when it is built: its figures, its flaws, and its accounts."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from heli.accounts.models import Account
from heli.debriefing.models import Mending, Reporter
from heli.debriefing.queries.waiting import open_items as debriefing_items
from heli.decomposition.models import Proposal, Task
from heli.decomposition.queries import open_items
from heli.demo import city as demo
from heli.demo.catalogue import OFFICE, PLAN_TITLE, ROLES, SIZES, Role
from heli.duties.models import Record, Requirement
from heli.kernel import installation
from heli.kernel.errors import WrongState
from heli.kernel.models import AuditEntry
from heli.members.catalogue import Serving
from heli.members.models import Member
from heli.members.queries import actor_of
from heli.orgs.catalogue import LEADING_KINDS
from heli.orgs.models import CommitteeTerm, Organisation
from heli.planning.queries.regulations import catalogue
from tests.demo.building import nothing_told, rolled_back
from tests.people import TODAY

# tests/cli/test_demo.py builds a smaller one on the database at hand
pytestmark = [pytest.mark.usefixtures("small"), pytest.mark.any_database]


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The small city, once for the module: each test then works in a savepoint of its own."""
    with django_db_blocker.unblock(), rolled_back():
        demo.build(size="small", seed=1, tell=nothing_told)
        yield


@pytest.fixture
def small(_built: None, db: None) -> None:
    """The small city, in a test's own transaction."""


def test_it_has_122_units_a_thousand_organisations_and_nine_thousand_members() -> None:
    assert Organisation.objects.filter(kind__in=LEADING_KINDS, outside=False).count() == 122
    assert Organisation.objects.filter(outside=False).count() == 1000
    figures = SIZES["small"]
    serving = Member.objects.filter(serving=Serving.SERVING)
    assert serving.filter(organisation__attached=True).count() == figures.serving_attached
    assert serving.filter(organisation__attached=False).count() == figures.serving_own
    assert Member.objects.filter(serving=Serving.RETIRED).count() == figures.retired


def test_it_says_that_it_is_invented() -> None:
    found = installation.current()
    assert found is not None
    assert (found.is_demo, found.office_name) == (True, OFFICE)


def test_every_line_of_its_plan_was_taken_in() -> None:
    own = Requirement.objects.filter(regulation="", plan__title=PLAN_TITLE)
    assert sorted(own.values_list("number", flat=True)) == list(range(1, 15))


def test_what_regulations_ask_besides_is_taken_up_and_carried() -> None:
    taken = Requirement.objects.exclude(regulation="")
    assert {"R01-19", "R01-21", "R01-24", "R15-04"} <= set(taken.values_list("regulation", flat=True))
    assert all(
        line.is_carried
        for head in catalogue(TODAY.year, TODAY)
        for line in head.lines
        if line.regulation.is_default
    )


def test_late_entries_are_marked() -> None:
    late = Record.objects.filter(late_entry=True)
    assert late.count() == 3  # two of a branch, one that a body entered after its objection (heli.exchange)
    for one in late:
        assert (one.entered_at.date() - one.happened_on).days > 7
        assert one.entered_by != ""


def test_one_branch_stopped_meeting() -> None:
    met = Record.objects.filter(happened_on__gt="2026-03-12").values("organisation")
    silent = Organisation.objects.branches().exclude(pk__in=met).filter(member_count__gt=8)
    assert Record.objects.filter(organisation__in=silent).exists()


def test_a_term_is_long_over() -> None:
    assert CommitteeTerm.objects.filter(ends_on__lt=TODAY.replace(month=5)).exists()


def test_nothing_happened_after_its_day() -> None:
    assert not Record.objects.filter(happened_on__gt=TODAY).exists()


def test_no_account_is_without_its_role() -> None:
    assert set(Account.objects.values_list("username", flat=True)) == {one.username for one in ROLES}
    assert not Account.objects.filter(is_demo=False).exists()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.username)
def test_every_role_signs_in_and_has_a_day(role: Role) -> None:
    client = Client()
    answer = client.post(reverse("accounts:sign_in"), {"username": role.username, "password": role.password})
    assert answer.status_code == 302
    page = client.get(reverse("home:today"), follow=True)
    assert page.status_code == 200
    assert role.title in page.content.decode()


def test_the_secretary_has_a_meeting_to_record() -> None:
    branch = Record.objects.filter(late_entry=True).values("organisation")
    june = Record.objects.filter(organisation__in=branch, kind="committee", happened_on__month=6)
    assert not june.exists()


def test_tasks_came_down_to_the_branches_and_each_level_has_one_to_move() -> None:
    states = set(Task.objects.values_list("layer", "state"))
    assert {
        ("body", "broken_down"),
        ("branch", "taken_up"),
        ("branch", "handed"),
        ("base", "returned"),
    } <= states
    assert Proposal.objects.unsettled().count() == 1
    for username in ("dangzu", "jiguandangwei", "zhibu"):
        actor = actor_of(Account.objects.get(username=username), TODAY)
        assert "签收上级下达的任务" in [one.what for one in open_items(actor, TODAY)], username


def test_last_years_debriefing_is_closed_and_this_years_waits_for_reports() -> None:
    """S001-15, S001-74: three levels of the demo's organ have a result; a report is due."""
    graded = Reporter.objects.exclude(grade="").filter(debriefing__year=TODAY.year - 1)
    assert {one.level for one in graded.select_related("debriefing")} == {1, 2, 3}
    assert graded.exclude(why_departs="").exists()
    assert Mending.objects.filter(done_on=None).exists()
    actor = actor_of(Account.objects.get(username="zhibu"), TODAY)
    assert {"write", "finish"} <= {one.page for one in debriefing_items(actor, TODAY)}


def test_it_is_one_action() -> None:
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["demo.build_city"]


def test_it_is_not_built_on_top_of_itself() -> None:
    with pytest.raises(WrongState) as refused:
        demo.build(size="small", seed=1, tell=nothing_told)
    assert refused.value.code == "demo-not-empty"


def test_the_committee_of_the_demo_has_a_token_in_use_and_one_taken_back() -> None:
    client = Client()
    client.force_login(Account.objects.get(username="jiguandangwei"))
    shown = client.get(reverse("accounts:tokens"), follow=True).content.decode()
    assert shown.count("督查平台读取应办") >= 2
    assert "已停用" in shown
