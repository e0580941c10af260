"""The files of a record, and those of its organisation that may prove it, too."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from heli.accounts.scope import Scope
from heli.attachments.models import Attachment, Content, Proof
from heli.duties.models import Record
from heli.kernel.errors import NotFound

OFFERED = 20


@dataclass(frozen=True, slots=True)
class Files:
    """What proves a record, and files of the organisation that do not yet, newest first."""

    proofs: Sequence[Proof]
    offered: Sequence[Attachment]


def files_of(record: Record) -> Files:
    """The files of a record. Two queries."""
    proofs = Proof.objects.standing().filter(record=record).select_related("attachment").order_by("pk")
    used = [one.attachment_id for one in proofs]
    others = Attachment.objects.filter(organisation=record.organisation_id).exclude(pk__in=used)
    standing = Count("proofs", filter=Q(proofs__taken_off_at=None))
    return Files(list(proofs), list(others.annotate(records=standing).order_by("-pk")[:OFFERED]))


def attachment(pk: int, scope: Scope) -> Attachment:
    """One file in `scope`; NotFound (`attachment-unknown`) otherwise."""
    found: Attachment | None = Attachment.objects.visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("attachment-unknown", "没有这个附件，或不在您可以查看的范围内。请从履职记录进入。")
    return found


def content_of(found: Attachment) -> bytes:
    """The bytes of a file."""
    return bytes(Content.objects.values_list("content", flat=True).get(attachment=found))


def proof(pk: int, scope: Scope) -> Proof:
    """One file of a record in `scope`; NotFound (`attachment-unknown`) otherwise."""
    found: Proof | None = (
        Proof.objects.visible_to(scope).select_related("record__organisation").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("attachment-unknown", "没有这个附件，或不在您可以查看的范围内。请从履职记录进入。")
    return found
