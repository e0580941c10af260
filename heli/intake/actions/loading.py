"""Confirming an intake, and loading what its check has made ready: one action, one transaction."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.intake import rules
from heli.intake.actions.checking import write_findings
from heli.intake.actions.deciding import raise_decisions
from heli.intake.actions.taking import take_all
from heli.intake.actions.uploading import keep_files, remember
from heli.intake.catalogue import INTAKE, IntakeMove, IntakeState
from heli.intake.models import Intake
from heli.intake.queries import intakes
from heli.intake.queries.checked import Checked
from heli.intake.queries.summary import Outcome, Summary
from heli.kernel import installation
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
from heli.orgs.catalogue import Kind

Progress = Callable[[str, int, int], None]


@action
def confirm(*, intake: Intake, by: Doer, at: datetime) -> Intake:
    """Say that what the check found ready is to be loaded, by a job. WrongState where nothing is ready."""
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    locked = intakes.locked(intake)
    ready = Summary.from_json(locked.summary).ready
    rules.may_confirm(locked.state, ready=ready, kept=intakes.are_kept(locked)).require()
    locked.state = INTAKE.next(IntakeState(locked.state), IntakeMove.CONFIRM)
    locked.failure, locked.loaded_by_id = "", by.account_id
    locked.save(update_fields=["state", "failure", "loaded_by"])
    note(ready=ready)
    return locked


@action
def load(
    *,
    checked: Checked,
    by: Doer,
    at: datetime,
    intake: Intake | None = None,
    progress: Progress = lambda step, done, total: None,
) -> Intake:
    """Write everything that the check has made ready, or nothing at all.

    Of a confirmed `intake`, or (None, for `heli load`) of workbooks that become an intake here. The first
    load founds the installation under the name of the 机关工委. WrongState when another load was faster, or
    the intake was given up meanwhile.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    kept = _begin(intake, checked, by, at)
    if intake is None:
        keep_files(kept, checked.files)
    remember(checked.mapping, by=by, at=at)
    taken = take_all(checked, by=by, at=at, progress=progress)
    raise_decisions(taken=taken, doubts=checked.doubts, by=by, at=at)
    if installation.current() is None and checked.orgs.rows:
        installation.found(office_name=_office_name(checked), is_demo=False, by=by, at=at)
    outcomes = tuple(
        Outcome(table, one.created, one.updated, one.unchanged, len(one.vanished))
        for table, one in taken.items()
    )
    kept.state = INTAKE.next(IntakeState(kept.state), IntakeMove.LOAD)
    kept.summary = {**checked.summary.as_json(), "outcomes": [one.as_json() for one in outcomes]}
    kept.checked_at, kept.loaded_at, kept.loaded_by_id, kept.failure = at, at, by.account_id, ""
    kept.save()
    write_findings(kept, checked)
    note(
        workbooks=[file.name for file in checked.files],
        refused=checked.summary.refused,
        taken={one.table: one.as_json() for one in outcomes},
    )
    return kept


def _begin(intake: Intake | None, checked: Checked, by: Doer, at: datetime) -> Intake:
    """Take the next number of a load: whoever was faster has it."""
    if intake is None:
        kept = Intake(state=IntakeState.LOADING, made_at=at, made_by_id=by.account_id)
    else:
        kept = intakes.locked(intake)
        rules.may_move(kept.state, IntakeMove.LOAD).require()
    kept.load_number = checked.loads + 1
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise WrongState(
            "loaded-meanwhile", "检查之后又有另一次导入，检查结果已不适用，没有写入任何内容。请重新检查。"
        ) from error
    return kept


def _office_name(checked: Checked) -> str:
    """The 机关工委 that the workbooks name; without one their first organisation."""
    rows = sorted(checked.orgs.rows, key=lambda row: row.kind is not Kind.WORK_COMMITTEE)
    return rows[0].name.removeprefix("中共")
