"""A sheet of events on its way: uploaded, checked, confirmed, carried out or given up."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid
from heli.kernel.secrets import encrypt
from heli.orgs.models import EventBatch
from heli.reorganisation import rules
from heli.reorganisation.catalogue import CONTENT_FIELD, DRAFT, MOST_BYTES, DraftMove, DraftState
from heli.reorganisation.models import Draft
from heli.reorganisation.queries import drafts

LONGEST_REASON = 300


@action
def upload_batch(
    *, title: str, document_number: str, file_name: str, content: bytes, by: Doer, at: datetime
) -> Draft:
    """Keep a workbook, encrypted, for its check; nothing in it is looked at. Invalid for one too large."""
    may_somewhere(by, Permission.ORGANISATION_CHANGE).require()
    if len(content) > MOST_BYTES:
        words = f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分成几个文件。"
        raise Invalid("workbook-too-large", words, fields={"workbook": words})
    sealed = encrypt(base64.b64encode(content).decode(), field=CONTENT_FIELD)
    assert sealed is not None  # noqa: S101 - None comes from None alone
    draft: Draft = Draft.objects.create(
        title=title.strip()[:120],
        document_number=document_number.strip()[:60],
        file_name=file_name[:200],
        content=sealed.encode(),
        made_at=at,
        made_by_id=by.account_id,
    )
    return draft


@action
def keep_check(*, draft: Draft, checked: Mapping[str, Any], by: Doer, at: datetime) -> Draft:
    """Keep what a check came to (JSON), for the page; nothing is carried out."""
    return _move(draft, DraftMove.KEEP_CHECK, by, checked=dict(checked), failure="")


@action
def ask_again(*, draft: Draft, checked: Mapping[str, Any], by: Doer, at: datetime) -> Draft:
    """Keep a newer check of a confirmed sheet that came to something else: it has to be confirmed again."""
    reason = "确认之前数据有变化，结果与您看到的不同，尚未办理。请核对下面的新结果后再次确认。"
    return _move(draft, DraftMove.ASK_AGAIN, by, checked=dict(checked), failure=reason)


@action
def confirm_batch(*, draft: Draft, by: Doer, at: datetime) -> Draft:
    """Say that what the check foretold is to be done, by a job. WrongState where a row is refused."""
    faults, rows = draft.checked.get("refused", 0), len(draft.checked.get("lines", ()))
    rules.may_confirm(draft.state, faults=faults, rows=rows).require()
    note(rows=rows)
    return _move(draft, DraftMove.CONFIRM, by, failure="")


@action
def finish(*, draft: Draft, batch: EventBatch, by: Doer, at: datetime) -> Draft:
    """A step of the job: what came of the sheet; its workbook is emptied."""
    return _move(draft, DraftMove.FINISH, by, batch=batch, content=b"", failure="")


@action
def recheck_batch(*, draft: Draft, by: Doer, at: datetime) -> Draft:
    """Send a sheet to its check again."""
    return _move(draft, DraftMove.RECHECK, by, failure="")


@action
def fail_batch(*, draft: Draft, reason: str, by: Doer, at: datetime) -> Draft:
    """Say why a check or a job came to nothing; a sheet that was given up meanwhile stays as it is."""
    may_somewhere(by, Permission.ORGANISATION_CHANGE).require()
    if not rules.may_move(drafts.locked(draft).state, DraftMove.FAIL):
        return draft
    return _move(draft, DraftMove.FAIL, by, failure=reason[:LONGEST_REASON])


@action
def discard_batch(*, draft: Draft, by: Doer, at: datetime) -> Draft:
    """Give a sheet up: nothing is carried out, its workbook is emptied."""
    return _move(draft, DraftMove.DISCARD, by, content=b"", checked={}, failure="")


def _move(draft: Draft, move: DraftMove, by: Doer, **values: object) -> Draft:
    may_somewhere(by, Permission.ORGANISATION_CHANGE).require()
    held = drafts.locked(draft)
    held.state = DRAFT.next(DraftState(held.state), move)
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *values])
    return held
