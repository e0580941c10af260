"""Adding a file to a record, using one that is there, taking it off."""

import hashlib
from datetime import datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.attachments import rules
from heli.attachments.catalogue import LIMITS
from heli.attachments.models import Attachment, Content, Proof
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState


@action
def attach(*, record: Record, name: str, content: bytes, by: Doer, at: datetime) -> Proof:
    """Keep a file and let it prove a record; a file that the organisation has already is not kept twice.

    NotAllowed without RECORD_ENTER there, Invalid for a file that may not be kept (kind, size, 密级),
    WrongState for a record that is void or has the file.
    """
    may(by, Permission.RECORD_ENTER, record.organisation).require()
    most = LIMITS().get("most_bytes", localdate(at)).value
    rules.may_be_kept(name, content, most_bytes=most).require()
    digest = hashlib.sha256(content).hexdigest()
    kept = Attachment.objects.filter(organisation=record.organisation, sha256=digest).first()
    if kept is None:
        kept = Attachment.objects.create(
            organisation=record.organisation,
            name=name,
            size=len(content),
            sha256=digest,
            uploaded_at=at,
            uploaded_by=by.label[:120],
        )
        Content.objects.create(attachment=kept, content=content)
    note(name=name, size=len(content))
    return _prove(record, kept, by, at)


@action
def prove(*, record: Record, attachment: Attachment, by: Doer, at: datetime) -> Proof:
    """Let a file that the organisation has prove another record, too. Raises as `attach`."""
    may(by, Permission.RECORD_ENTER, record.organisation).require()
    return _prove(record, attachment, by, at)


@action
def take_off(*, proof: Proof, by: Doer, at: datetime) -> Proof:
    """Take a file off a record; the file stays for those that it proves besides.

    NotAllowed without RECORD_ENTER there, WrongState for the second time.
    """
    may(by, Permission.RECORD_ENTER, proof.record.organisation).require()
    held = Proof.objects.select_for_update(of=("self",)).get(pk=proof.pk)
    if held.taken_off_at is not None:
        raise WrongState("taken-off-already", "这个附件已经移除，请刷新页面。")
    held.taken_off_at, held.taken_off_by = at, by.label[:120]
    held.save(update_fields=["taken_off_at", "taken_off_by"])
    return held


def _prove(record: Record, attachment: Attachment, by: Doer, at: datetime) -> Proof:
    standing = Proof.objects.standing().filter(record=record)
    rules.can_prove(
        record_void=record.withdrawn_at is not None,
        same_organisation=attachment.organisation_id == record.organisation_id,
        known=standing.filter(attachment=attachment).exists(),
        files=standing.count(),
        most=LIMITS().get("most_files", localdate(at)).value,
    ).require()
    made: Proof = Proof.objects.create(
        record=record, attachment=attachment, added_at=at, added_by=by.label[:120]
    )
    return made
