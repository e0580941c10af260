"""Sheets of events on their way: whose they are, their workbook, how their job stands."""

import base64
from typing import Any

from django.db.models import Q, QuerySet

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.kernel.secrets import decrypt
from heli.reorganisation.catalogue import CONTENT_FIELD
from heli.reorganisation.models import Draft


def drafts(scope: Scope, account_id: int | None) -> QuerySet[Draft]:
    """Every sheet for who sees everything, else one's own; the latest first."""
    mine = Q() if scope.everything else Q(made_by=account_id) & Q(made_by__isnull=False)
    return Draft.objects.filter(mine).select_related("made_by", "batch").defer("content").order_by("-pk")


def draft(pk: int, scope: Scope, account_id: int | None) -> Draft:
    """One of them; NotFound where there is none that one may know of."""
    found = drafts(scope, account_id).filter(pk=pk).first()
    if found is None:
        raise NotFound("draft-not-found", "没有这张变动表，或它不是您上传的。")
    return found


def locked(draft: Draft) -> Draft:
    """The same sheet as it stands now, locked until the transaction ends."""
    return Draft.objects.select_for_update().get(pk=draft.pk)


def content(draft: Draft) -> bytes:
    """The workbook as it was handed in; NotFound once it was emptied."""
    sealed = bytes(Draft.objects.values_list("content", flat=True).get(pk=draft.pk))
    if not sealed:
        raise NotFound("draft-forgotten", "这张变动表的文件内容已经清除，请重新上传。")
    opened: Any = decrypt(sealed.decode(), field=CONTENT_FIELD)
    return base64.b64decode(opened)
