"""The two long jobs of an intake: its check, and its load. Each keeps what it came to, or why it did not."""

from collections.abc import Iterator
from contextlib import contextmanager

from django_tasks import task

from heli.accounts.actor import EVERYTHING
from heli.intake import actions
from heli.intake.catalogue import IntakeState
from heli.intake.models import Intake
from heli.intake.queries import intakes
from heli.intake.queries.check import check
from heli.intake.queries.summary import Summary
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.kernel.errors import DomainError
from heli.members.queries import actor_of

BROKE = "系统出错，没有写入任何内容。请重新检查；仍不成功时，请把出错时间告诉系统管理员。"


@task()
def check_intake(intake_id: int) -> None:
    """Check the workbooks of an intake that waits for it; one that went on meanwhile is left alone."""
    intake = intakes.one(intake_id, EVERYTHING)
    if intake.state != IntakeState.WAITING:
        return
    with _failure_told(intake):
        checked = check(intakes.files(intake), today=clock.today())
        actions.keep_check(intake=intake, checked=checked, by=SYSTEM, at=clock.now())


@task()
def load_intake(intake_id: int) -> None:
    """Load a confirmed intake for the account that confirmed it.

    The workbooks are checked again. Where that comes to other figures than were confirmed, nothing is loaded
    and the new figures have to be confirmed.
    """
    intake = intakes.one(intake_id, EVERYTHING)
    if intake.state != IntakeState.LOADING:
        return
    with _failure_told(intake):
        by = actor_of(intake.loaded_by, clock.today()) if intake.loaded_by else SYSTEM
        checked = check(intakes.files(intake), today=clock.today())
        if checked.summary.lines != Summary.from_json(intake.summary).lines:
            actions.ask_again(intake=intake, checked=checked, by=by, at=clock.now())
        else:
            actions.load(intake=intake, checked=checked, by=by, at=clock.now())


@contextmanager
def _failure_told(intake: Intake) -> Iterator[None]:
    """A job has nobody to tell an error to: it is kept with the intake, where the page shows it."""
    try:
        yield
    except DomainError as error:
        actions.fail(intake=intake, reason=error.message, by=SYSTEM, at=clock.now())
    except Exception:
        actions.fail(intake=intake, reason=BROKE, by=SYSTEM, at=clock.now())
        raise
