"""The jobs: what they keep, what they say when they break down, what the page says while nobody does them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from heli.accounts.models import Account
from heli.intake import actions, tasks
from heli.intake.catalogue import IntakeState
from heli.intake.models import Intake
from heli.intake.queries import intakes
from heli.intake.queries.opening import File
from heli.kernel.action import SYSTEM
from heli.kernel.models import AuditEntry
from heli.orgs.models import Organisation
from tests.intake.books import Office
from tests.intake.test_loading import failing_at
from tests.people import NOW, People, Person, building

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


@pytest.fixture
def queue(settings: Settings) -> None:
    """Jobs wait for a worker, as they do in an installation."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def waiting(office: Office) -> Intake:
    return actions.upload(files=office.files(), by=SYSTEM, at=NOW)


def state(intake: Intake) -> str:
    return Intake.objects.get(pk=intake.pk).state


def test_a_worker_checks_and_loads(waiting: Intake, queue: None) -> None:
    tasks.check_intake.enqueue(waiting.pk)
    assert state(waiting) == IntakeState.WAITING
    _work()
    assert state(waiting) == IntakeState.CHECKED
    actions.confirm(intake=waiting, by=SYSTEM, at=NOW)
    tasks.load_intake.enqueue(waiting.pk)
    _work()
    assert state(waiting) == IntakeState.LOADED
    assert Organisation.objects.count() == 9


def _work() -> None:
    """The worker does what waits for it and ends."""
    for job in DBTaskResult.objects.ready():
        job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
        job.delete()


def test_a_job_for_an_intake_that_has_gone_on_does_nothing(waiting: Intake) -> None:
    tasks.check_intake.call(waiting.pk)
    before = AuditEntry.objects.count()
    tasks.check_intake.call(waiting.pk)
    tasks.load_intake.call(waiting.pk)
    assert state(waiting) == IntakeState.CHECKED
    assert AuditEntry.objects.count() == before


def test_a_load_that_breaks_down_is_told_and_can_be_tried_again(waiting: Intake) -> None:
    tasks.check_intake.call(waiting.pk)
    actions.confirm(intake=waiting, by=SYSTEM, at=NOW)
    with failing_at("duties_record"):
        tasks.load_intake.enqueue(waiting.pk)
    broken = Intake.objects.get(pk=waiting.pk)
    assert (broken.state, broken.failure) == (IntakeState.FAILED, tasks.BROKE)
    assert not Organisation.objects.exists()
    assert intakes.loads() == 0
    actions.recheck(intake=waiting, by=SYSTEM, at=NOW)
    tasks.check_intake.call(waiting.pk)
    actions.confirm(intake=waiting, by=SYSTEM, at=NOW)
    tasks.load_intake.call(waiting.pk)
    assert state(waiting) == IntakeState.LOADED


def test_whoever_lost_the_right_meanwhile_loads_nothing(office: Office, people: People) -> None:
    intake = actions.upload(files=office.files(), by=people.staff.actor, at=NOW)
    tasks.check_intake.call(intake.pk)
    actions.confirm(intake=intake, by=people.staff.actor, at=NOW)
    stranger = Account.objects.get(pk=people.stranger.account.pk)
    _hand_over(intake, stranger)
    before = Organisation.objects.count()
    tasks.load_intake.call(intake.pk)
    told = Intake.objects.get(pk=intake.pk)
    assert told.state == IntakeState.FAILED
    assert "权限" in told.failure
    assert Organisation.objects.count() == before


def _hand_over(intake: Intake, account: Account) -> None:
    with building():
        Intake.objects.filter(pk=intake.pk).update(loaded_by=account)


def test_the_page_says_when_no_worker_runs(
    waiting: Intake, queue: None, people: People, client_of: ClientOf
) -> None:
    browser = client_of(people.staff)
    address = reverse("intake:show", args=(waiting.pk,))
    tasks.check_intake.enqueue(waiting.pk)
    words = "后台程序没有运行，请用 <code>heli up</code> 启动"
    assert words not in browser.get(address).content.decode()
    DBTaskResult.objects.update(enqueued_at=Now() - timedelta(seconds=11))
    assert words in browser.get(address).content.decode()
    _busy(waiting.pk + 1)
    shown = browser.get(address).content.decode()
    assert words not in shown
    assert "后台程序正在处理别的任务" in shown


def _busy(other: int) -> None:
    tasks.check_intake.enqueue(other)
    DBTaskResult.objects.filter(args_kwargs__args__0=other).update(status=TaskResultStatus.RUNNING)


def test_another_intakes_job_is_not_taken_for_this_ones(waiting: Intake, queue: None) -> None:
    tasks.check_intake.enqueue(waiting.pk + 1)
    DBTaskResult.objects.update(enqueued_at=Now() - timedelta(seconds=60))
    assert intakes.queue_of(waiting) == (False, False)


def test_what_cannot_be_read_is_no_breakdown(queue: None) -> None:
    intake = actions.upload(files=[File("空.xlsx", b"")], by=SYSTEM, at=NOW)
    tasks.check_intake.call(intake.pk)
    assert state(intake) == IntakeState.CHECKED
    assert [one.code for one in intakes.faults(intake)] == ["workbook-empty"]


def test_workbooks_forgotten_before_the_check_are_said(waiting: Intake) -> None:
    actions.forget_workbooks(by=SYSTEM, at=NOW + timedelta(days=31))
    tasks.check_intake.call(waiting.pk)
    assert "已经清除" in Intake.objects.get(pk=waiting.pk).failure
