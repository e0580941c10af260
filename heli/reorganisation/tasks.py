"""The two jobs of a sheet: its check, and its carrying out. Each keeps what it came to, or why it did not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks import task

from heli.accounts.actor import EVERYTHING
from heli.kernel import clock
from heli.kernel.action import SYSTEM, Doer
from heli.kernel.errors import DomainError
from heli.members.queries import actor_of
from heli.reorganisation.actions import drafts as draft_actions
from heli.reorganisation.actions.batches import carry_out_batch, check_batch
from heli.reorganisation.catalogue import DraftState
from heli.reorganisation.models import Draft
from heli.reorganisation.queries import drafts
from heli.reorganisation.queries.lines import Sheet
from heli.reorganisation.sheets.outcome import as_json
from heli.reorganisation.sheets.reading import read

BROKE = "系统出错，没有办理任何事项。请重新检查；仍不成功时，请把出错时间告诉系统管理员。"


@task()
def check_draft(draft_id: int) -> None:
    """Check a sheet that waits for it; one that went on meanwhile is left alone."""
    draft = drafts.draft(draft_id, EVERYTHING, None)
    if draft.state != DraftState.WAITING:
        return
    with _failure_told(draft):
        draft_actions.keep_check(
            draft=draft, checked=_checked(draft, _sheet(draft)), by=SYSTEM, at=clock.now()
        )


@task()
def carry_out_draft(draft_id: int) -> None:
    """Carry out a confirmed sheet for the account that uploaded it.

    It is checked again. Where that comes to something else than was confirmed, nothing is done and the new
    figures have to be confirmed.
    """
    draft = drafts.draft(draft_id, EVERYTHING, None)
    if draft.state != DraftState.WORKING:
        return
    with _failure_told(draft):
        sheet = _sheet(draft)
        checked = _checked(draft, sheet)
        if checked != draft.checked:
            draft_actions.ask_again(draft=draft, checked=checked, by=SYSTEM, at=clock.now())
        else:
            _carry_out(draft, sheet, _doer(draft), clock.now())


def _carry_out(draft: Draft, sheet: Sheet, by: Doer, at: datetime) -> None:
    with transaction.atomic():
        batch = carry_out_batch(
            title=draft.title,
            document_number=draft.document_number,
            sheet=sheet,
            file_name=draft.file_name,
            by=by,
            at=at,
        )
        draft_actions.finish(draft=draft, batch=batch, by=SYSTEM, at=at)


def _sheet(draft: Draft) -> Sheet:
    return read(draft.file_name, drafts.content(draft), clock.today())


def _checked(draft: Draft, sheet: Sheet) -> dict[str, Any]:
    at = clock.now()
    done = check_batch(
        title=draft.title, document_number=draft.document_number, sheet=sheet, by=_doer(draft), at=at
    )
    return as_json(done)


def _doer(draft: Draft) -> Doer:
    return actor_of(draft.made_by, clock.today()) if draft.made_by else SYSTEM


@contextmanager
def _failure_told(draft: Draft) -> Iterator[None]:
    """A job has nobody to tell an error to: it is kept with the sheet, where the page shows it."""
    try:
        yield
    except DomainError as error:
        draft_actions.fail_batch(draft=draft, reason=error.message, by=SYSTEM, at=clock.now())
    except Exception:
        draft_actions.fail_batch(draft=draft, reason=BROKE, by=SYSTEM, at=clock.now())
        raise
