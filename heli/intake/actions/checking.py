"""What a check or a load that came to nothing leaves with its intake."""

from datetime import datetime
from itertools import islice

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.intake.catalogue import INTAKE, IntakeMove, IntakeState
from heli.intake.models import Finding, Intake
from heli.intake.queries import intakes
from heli.intake.queries.checked import Checked
from heli.kernel.action import Doer, action, note

CHUNK = 1_000
LONGEST_REASON = 300


@action
def keep_check(*, intake: Intake, checked: Checked, by: Doer, at: datetime) -> Intake:
    """Keep what a check came to, for the page; no row of a workbook is loaded."""
    return _keep(intake, checked, IntakeMove.KEEP_CHECK, "", by, at)


@action
def ask_again(*, intake: Intake, checked: Checked, by: Doer, at: datetime) -> Intake:
    """Keep a newer check of a confirmed intake that came to other figures: it has to be confirmed again."""
    reason = "确认之前数据有变化，检查结果与您看到的不同，尚未导入。请核对下面的新结果后再次确认。"
    return _keep(intake, checked, IntakeMove.ASK_AGAIN, reason, by, at)


def _keep(intake: Intake, checked: Checked, move: IntakeMove, reason: str, by: Doer, at: datetime) -> Intake:
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    locked = intakes.locked(intake)
    locked.state = INTAKE.next(IntakeState(locked.state), move)
    locked.checked_at, locked.failure = at, reason
    locked.summary = checked.summary.as_json()
    locked.save(update_fields=["state", "checked_at", "failure", "summary"])
    write_findings(locked, checked)
    note(ready=checked.summary.ready, refused=checked.summary.refused)
    return locked


def write_findings(intake: Intake, checked: Checked) -> None:
    """Replace the findings of an intake by those of a check; the caller is an action."""
    intake.findings.all().delete()
    fresh = (
        Finding(
            intake=intake,
            workbook=fault.workbook,
            sheet=_storable(fault.sheet)[:200],
            row=fault.row,
            column=_storable(fault.column),
            value=_storable(fault.value),
            kind=fault.kind.value,
            code=fault.code,
            message=_storable(fault.message),
        )
        for fault in checked.faults
    )
    while few := list(islice(fresh, CHUNK)):
        Finding.objects.bulk_create(few)


def _storable(text: str) -> str:
    """PostgreSQL takes any sign but this one."""
    return text.replace("\0", "")


@action
def fail(*, intake: Intake, reason: str, by: Doer, at: datetime) -> Intake:
    """Say why a check or a load came to nothing; one that was given up meanwhile stays as it is."""
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    locked = intakes.locked(intake)
    if INTAKE.may(IntakeState(locked.state), IntakeMove.FAIL):
        locked.state = INTAKE.next(IntakeState(locked.state), IntakeMove.FAIL)
        locked.failure = reason[:LONGEST_REASON]
        locked.save(update_fields=["state", "failure"])
        note(reason=locked.failure)
    return locked
