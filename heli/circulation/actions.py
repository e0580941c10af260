"""All writes: a notice is drafted, signed, withdrawn; an organisation says what it did with it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.circulation import rules
from heli.circulation.catalogue import NOTICES, Along, Asked, NoticeAct, NoticeState
from heli.circulation.models import Notice, NoticePart, Receipt
from heli.circulation.queries.audience import audience, parts_beneath, paths_of, range_of
from heli.circulation.queries.page import is_addressed, standing_receipt
from heli.circulation.queries.sending import alike
from heli.circulation.rules import Words
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.members import queries as member_queries
from heli.orgs.models import Organisation


@action
def draft(
    *,
    sender: Organisation,
    title: str,
    asked: Asked,
    due_on: date,
    kinds: Sequence[str],
    by: Doer,
    at: datetime,
    document: str = "",
    text: str = "",
    pointer: str = "",
    place: str = "",
    parts: Sequence[int] = (),
    notice: Notice | None = None,
) -> Notice:
    """Draft a notice, or change the draft `notice`; nothing goes out. `parts` are organisations beneath.

    NotAllowed without NOTICE_DRAFT at the sender, WrongState for what went out, Invalid for a notice that
    says nothing, asks above branches for what branches do, or falls due before today.
    """
    may(by, Permission.NOTICE_DRAFT, sender).require()
    rules.can_be_drafted(Words(title, text, pointer, asked, kinds, due_on), localdate(at)).require()
    made = _draft_of(notice, sender)
    made.title, made.document = title.strip(), document.strip()
    made.text, made.pointer = text.strip(), pointer.strip()
    made.asked, made.due_on, made.kinds, made.place = asked, due_on, " ".join(kinds), place
    made.along, made.drafted_at, made.drafted_by = rules.along_of(sender.kind), at, by.label[:120]
    made.save()
    _narrow(made, sender, parts, localdate(at))
    return made


def _draft_of(notice: Notice | None, sender: Organisation) -> Notice:
    if notice is None:
        return Notice(sender=sender)
    held = Notice.objects.select_for_update().get(pk=notice.pk)
    if held.state != NoticeState.DRAFT or held.sender_id != sender.pk:
        raise WrongState("not-a-draft", "这件通知已经不是草稿，不能再改；要改的，撤回后另发。")
    return held


def _narrow(made: Notice, sender: Organisation, parts: Sequence[int], today: date) -> None:
    """The parts of the tree that it is for; Invalid for one that is not directly beneath the sender."""
    strange = set(parts) - {pk for pk, _ in parts_beneath(sender, today)} if parts else set()
    if strange:
        raise Invalid("part-unknown", "选定的范围里有不在下级的党组织，请重新选择。")
    made.parts.all().delete()
    paths = paths_of(parts)
    NoticePart.objects.bulk_create(
        NoticePart(notice=made, organisation_id=pk, path=path) for pk, path in paths.items()
    )


@action
def send(*, notice: Notice, organisations: int, by: Doer, at: datetime, despite: str = "") -> Notice:
    """Sign a draft: it goes out to the `organisations` that the page counted, and its range is stamped.

    NotAllowed without NOTICE_SEND at the sender, WrongState where it is no draft or where the number is
    another by now, Invalid where nobody is in the range or the same was sent lately and no reason is given.
    """
    held = Notice.objects.select_for_update(of=("self",)).select_related("sender").get(pk=notice.pk)
    today, sender = localdate(at), held.sender
    may(by, Permission.NOTICE_SEND, sender).require()
    state = NOTICES.next(NoticeState(held.state), NoticeAct.SEND)
    _follow(held)
    found, like = audience(range_of(held, sender), today).count(), alike(held, sender, today)
    rules.can_go_out(
        shown=organisations,
        found=found,
        due_on=held.due_on,
        today=today,
        alike=len(like),
        despite=despite,
    ).require()
    held.state, held.day, held.addressed, held.despite = state, today, found, despite.strip()
    held.path = sender.path if held.along == Along.AFFILIATION else ""
    held.sent_at, held.sent_by = at, by.label[:120]
    held.save(update_fields=["state", "day", "addressed", "despite", "path", "sent_at", "sent_by"])
    work = rules.burden(Asked(held.asked), found, today)
    note(organisations=found, fields=work.fields, minutes=work.minutes, alike=[one.pk for one in like])
    return held


def _follow(held: Notice) -> None:
    """The chosen parts as they stand on the day of sending."""
    parts = list(held.parts.select_related("organisation"))
    for part in parts:
        part.path = part.organisation.path
    NoticePart.objects.bulk_update(parts, ["path"])


@action
def discard(*, notice: Notice, by: Doer, at: datetime, as_repeat: bool = False) -> Notice:
    """Give a draft up; `as_repeat`: because the same is asked already, which 减负账 counts (S001-63).

    NotAllowed without NOTICE_DRAFT, WrongState where it is none.
    """
    held = Notice.objects.select_for_update(of=("self",)).select_related("sender").get(pk=notice.pk)
    may(by, Permission.NOTICE_DRAFT, held.sender).require()
    held.state = NOTICES.next(NoticeState(held.state), NoticeAct.DISCARD)
    held.as_repeat, held.discarded_at, held.discarded_by = as_repeat, at, by.label[:120]
    held.save(update_fields=["state", "as_repeat", "discarded_at", "discarded_by"])
    note(as_repeat=as_repeat)
    return held


@action
def withdraw(*, notice: Notice, reason: str, by: Doer, at: datetime, as_repeat: bool = False) -> Notice:
    """Take a notice back: it stays readable with the reason, and asks for nothing more.

    `as_repeat`: because it asks what is asked already, which 减负账 counts.

    NotAllowed without NOTICE_SEND, WrongState where it is not out, Invalid without a reason.
    """
    held = Notice.objects.select_for_update(of=("self",)).select_related("sender").get(pk=notice.pk)
    may(by, Permission.NOTICE_SEND, held.sender).require()
    state = NOTICES.next(NoticeState(held.state), NoticeAct.WITHDRAW)
    rules.can_be_withdrawn(reason).require()
    held.state, held.withdrawn_at, held.withdrawn_by = state, at, by.label[:120]
    held.withdrawn_why, held.as_repeat = reason.strip(), as_repeat
    held.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_why", "as_repeat"])
    note(as_repeat=as_repeat)
    return held


@action
def give_receipt(
    *,
    notice: Notice,
    organisation: Organisation,
    by: Doer,
    at: datetime,
    done_on: date | None = None,
    told: int | None = None,
    record: Record | None = None,
) -> Receipt:
    """An organisation conveyed a notice: on a day, to so many members, or at a meeting recorded already.

    With `record` day and number are those of the meeting and nothing else is asked. NotAllowed without
    RECORD_ENTER there, WrongState for a withdrawn notice or a second receipt, Invalid for a notice that did
    not go there, a day outside, or more members than the roster has.
    """
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    may(by, Permission.RECORD_ENTER, held).require()
    asked = Notice.objects.select_for_update(of=("self",)).select_related("sender").get(pk=notice.pk)
    given = standing_receipt(asked, held) is not None
    rules.is_open(asked, addressed=is_addressed(asked, held), given=given).require()
    day, number = _said(record, held, done_on, told, localdate(at))
    _require_answer(asked, held, day, number, localdate(at), read_out=record is not None)
    _take_back_void(asked, held, by, at)
    made = Receipt.objects.create(
        notice=asked,
        organisation=held,
        done_on=day,
        told=number if asked.asked == Asked.MEMBERS else None,
        record=record,
        entered_at=at,
        entered_by=by.label[:120],
        entered_for=member_queries.entered_for(by, held, localdate(at))[:120],
    )
    note(done_on=day.isoformat(), by_record=record is not None)
    return made


def _require_answer(
    asked: Notice, held: Organisation, day: date, number: int | None, today: date, *, read_out: bool
) -> None:
    rules.can_be_answered(
        asked, done_on=day, told=number, members=held.member_count, today=today, read_out=read_out
    ).require()


def _said(
    record: Record | None, held: Organisation, done_on: date | None, told: int | None, today: date
) -> tuple[date, int | None]:
    if record is None:
        return done_on or today, told
    rules.can_be_the_meeting(
        record.happened_on,
        same=record.organisation_id == held.pk,
        standing=Record.objects.standing().filter(pk=record.pk).exists(),
    ).require()
    return record.happened_on, record.present


def _take_back_void(notice: Notice, held: Organisation, by: Doer, at: datetime) -> None:
    """An earlier receipt whose meeting was declared void makes room."""
    Receipt.objects.filter(notice=notice, organisation=held, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_by=by.label[:120]
    )


@action
def take_receipt_back(*, receipt: Receipt, by: Doer, at: datetime) -> Receipt:
    """Undo a receipt that was given by mistake; the notice waits again. NotAllowed without RECORD_ENTER."""
    held = Receipt.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=receipt.pk)
    may(by, Permission.RECORD_ENTER, held.organisation).require()
    if held.withdrawn_at is not None:
        raise WrongState("taken-back-already", "这份回执已经撤销，请刷新页面查看。")
    held.withdrawn_at, held.withdrawn_by = at, by.label[:120]
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return held
