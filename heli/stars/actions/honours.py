"""先锋支部 (S001-55): 申报, 评审, 命名, 摘牌."""

from datetime import date, datetime

from django.utils.timezone import localdate

from heli.kernel.action import Doer, action, note
from heli.orgs.models import Organisation
from heli.stars.catalogue import (
    HONOURS,
    MOST_DOCUMENT,
    MOST_WORDS,
    HonourMove,
    HonourState,
)
from heli.stars.models import Honour
from heli.stars.queries.holdings import latest, may_apply
from heli.stars.rules import keeping


@action
def apply(*, organisation: Organisation, words: str, by: Doer, at: datetime) -> Honour:
    """A branch applies, with a reason.

    NotAllowed without `star.claim` there; WrongState without a valid star as high as asked, or where it
    has applied; Invalid without words.
    """
    keeping.may_claim(by, organisation).require()
    today = localdate(at)
    may_apply(organisation, words, today).require()
    held = latest(organisation)
    return Honour.objects.create(
        organisation=organisation,
        star=held.star if held is not None else 0,
        words=words.strip()[:MOST_WORDS],
        applied_at=at,
        applied_by=by.label[:120],
    )


@action
def review(*, honour: Honour, upheld: bool, words: str, by: Doer, at: datetime) -> Honour:
    """评审: agreed or refused, with its opinion.

    NotAllowed without `star.keep`; WrongState unless applied for; Invalid without words.
    """
    held = _lock(honour, by)
    state = HONOURS.next(HonourState(held.state), HonourMove.AGREE if upheld else HonourMove.REFUSE)
    keeping.is_said(words).require()
    held.state, held.review = state, words.strip()[:MOST_WORDS]
    held.reviewed_at, held.reviewed_by = at, by.label[:120]
    held.save(update_fields=["state", "review", "reviewed_at", "reviewed_by"])
    note(state=held.state)
    return held


@action
def name(*, honour: Honour, document: str, on: date, by: Doer, at: datetime) -> Honour:
    """命名 by a document on a day.

    NotAllowed without `star.keep`; WrongState unless agreed; Invalid without the document.
    """
    held = _lock(honour, by)
    held.state = HONOURS.next(HonourState(held.state), HonourMove.NAME)
    keeping.can_name(document, on, localdate(at)).require()
    held.document, held.named_on = document.strip()[:MOST_DOCUMENT], on
    held.save(update_fields=["state", "document", "named_on"])
    note(document=held.document)
    return held


@action
def take_off(*, honour: Honour, why: str, document: str, on: date, by: Doer, at: datetime) -> Honour:
    """摘牌 with reason and document.

    NotAllowed without `star.keep`; WrongState unless named; Invalid without either.
    """
    held = _lock(honour, by)
    held.state = HONOURS.next(HonourState(held.state), HonourMove.TAKE_OFF)
    keeping.is_said(why).require()
    keeping.can_name(document, on, localdate(at)).require()
    held.taken_off_why, held.taken_off_on = why.strip()[:MOST_WORDS], on
    held.taken_off_document = document.strip()[:MOST_DOCUMENT]
    held.save(update_fields=["state", "taken_off_why", "taken_off_on", "taken_off_document"])
    note(document=held.taken_off_document)
    return held


def _lock(honour: Honour, by: Doer) -> Honour:
    rows = Honour.objects.select_for_update(of=("self",)).select_related("organisation")
    held: Honour = rows.get(pk=honour.pk)
    keeping.may_keep(by, held.organisation).require()
    return held
