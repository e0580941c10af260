"""Uploading workbooks, asking for another check, giving up: what happens before anything is loaded."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.intake import rules
from heli.intake.catalogue import CONTENT_FIELD, INTAKE, IntakeMove, IntakeState
from heli.intake.models import ColumnChoice, Intake, Workbook
from heli.intake.queries import intakes
from heli.intake.queries.mapping import require_keepable
from heli.intake.queries.opening import File
from heli.kernel.action import Doer, action, note
from heli.kernel.secrets import encrypt
from heli.sheets.recognising import Mappings


@action
def upload(*, files: Sequence[File], by: Doer, at: datetime) -> Intake:
    """Keep workbooks, encrypted, for a check; nothing in them is looked at yet.

    Invalid for no file, too many or too large ones. Of equal names the later get a number.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    rules.fits_upload([len(file.content) for file in files]).require()
    intake = Intake.objects.create(made_at=at, made_by_id=by.account_id)
    keep_files(intake, files)
    note(workbooks=[file.name for file in files])
    return intake


def keep_files(intake: Intake, files: Sequence[File]) -> None:
    """Write the workbooks of an intake; the caller is an action."""
    names = rules.told_apart(file.name for file in files)
    Workbook.objects.bulk_create(
        Workbook(
            intake=intake,
            name=name,
            sha256=hashlib.sha256(file.content).hexdigest(),
            size=len(file.content),
            content=_sealed(file.content),
        )
        for name, file in zip(names, files, strict=True)
    )


def _sealed(content: bytes) -> bytes:
    sealed = encrypt(base64.b64encode(content).decode(), field=CONTENT_FIELD)
    assert sealed is not None  # noqa: S101 - None comes from None alone
    return sealed.encode()


@action
def choose_columns(*, intake: Intake, mapping: Mappings, by: Doer, at: datetime) -> Intake:
    """Remember which columns headings mean, {table: {heading: column, "" to leave it out}}, and check again.

    Invalid for a table or column that there is not, and for a heading that must not be kept.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    remember(mapping, by=by, at=at)
    return recheck(intake=intake, by=by, at=at)


def remember(mapping: Mappings, *, by: Doer, at: datetime) -> None:
    """Write the choices; the caller is an action."""
    require_keepable(mapping)
    for table, choices in mapping.items():
        for heading, column in choices.items():
            ColumnChoice.objects.update_or_create(
                table=table,
                heading=heading,
                defaults={"column": column, "chosen_at": at, "chosen_by": by.label[:120]},
            )
    if mapping:
        note(columns={table: dict(choices) for table, choices in mapping.items()})


@action
def recheck(*, intake: Intake, by: Doer, at: datetime) -> Intake:
    """Send an intake to its check again. WrongState when it is loaded, given up or its files are gone."""
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    locked = intakes.locked(intake)
    rules.may_recheck(locked.state, kept=intakes.are_kept(locked)).require()
    locked.state = INTAKE.next(IntakeState(locked.state), IntakeMove.RECHECK)
    locked.failure = ""
    locked.save(update_fields=["state", "failure"])
    return locked


@action
def discard(*, intake: Intake, by: Doer, at: datetime) -> Intake:
    """Give an intake up: nothing is loaded; its findings and the contents of its workbooks are deleted."""
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    locked = intakes.locked(intake)
    locked.state = INTAKE.next(IntakeState(locked.state), IntakeMove.DISCARD)
    locked.summary = {}
    locked.save(update_fields=["state", "summary"])
    locked.workbooks.update(content=b"")
    locked.findings.all().delete()
    return locked
