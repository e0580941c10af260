"""Judging records: verified, returned with a reason, or a judgement taken back; one or many."""

from collections.abc import Collection
from datetime import datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may, may_somewhere
from heli.duties.actions import counting
from heli.duties.actions.counting import Duty
from heli.duties.actions.record import fulfil_again, lock
from heli.duties.catalogue import PARAMETERS, Checked
from heli.duties.models import Fulfilment, Judgement, Record
from heli.duties.queries.judging import to_verify
from heli.duties.rules import judging
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of


@action
def verify(*, record: Record, by: Doer, at: datetime) -> Record:
    """Say of a record that it was looked at and holds; the duties that it fulfils count as verified.

    NotAllowed without RECORD_VERIFY there, for the own organisation, or for what one entered oneself;
    WrongState for one that is void or judged already.
    """
    return _judge(record, Checked.VERIFIED, "", by, at)


@action
def send_back(*, record: Record, reason: str, by: Doer, at: datetime) -> Record:
    """Return a record with a reason: it stays, and fulfils nothing until it is put right.

    Raises as `verify`, and Invalid without a reason.
    """
    return _judge(record, Checked.RETURNED, reason, by, at)


@action
def take_back_judgement(*, record: Record, reason: str, by: Doer, at: datetime) -> Record:
    """Take the judgement of a record back: it is open again, and fulfils as it did before.

    Raises as `verify`; both judgements stay to be read.
    """
    return _judge(record, Checked.OPEN, reason, by, at)


def _judge(record: Record, says: Checked, reason: str, by: Doer, at: datetime) -> Record:
    organisation = lock(record.organisation)
    held = Record.objects.select_for_update().get(pk=record.pk)
    may(by, Permission.RECORD_VERIFY, organisation).require()
    all_of(
        judging.is_not_own(by, organisation.pk),
        judging.is_not_own_entry(by.label, held.entered_by),
        judging.can_be_judged(
            withdrawn=held.withdrawn_at is not None, checked=held.checked, says=says, reason=reason
        ),
    ).require()
    was, held.checked = held.checked, says
    held.save(update_fields=["checked"])
    Judgement.objects.create(
        record=held, says=says, reason=reason.strip(), judged_at=at, judged_by=by.label[:120]
    )
    if Checked.RETURNED in (was, says):
        fulfil_again(held)
    else:
        _mark(held)
    note(says=says.value, reason=reason.strip())
    return held


def _mark(record: Record) -> None:
    """Bring the fulfilments and counters in line with whether the record is verified."""
    rows = Fulfilment.objects.filter(record=record)
    rows.update(verified=record.checked == Checked.VERIFIED)
    duties = {Duty(*row) for row in rows.values_list("requirement_id", "year", "period", "organ_id")}
    if duties:
        counting.recount(record.organisation, duties)


@action
def verify_many(*, records: Collection[int], opened: Collection[int], by: Doer, at: datetime) -> int:
    """Verify records (primary keys) together, once the sample of them was opened; returns how many.

    `opened` are those that were looked at; the sample is `rules.judging.sample_of`. Records that meanwhile
    cannot be judged by this person make nothing happen at all: Invalid (`verify-changed`). Otherwise raises
    as `verify`.
    """
    may_somewhere(by, Permission.RECORD_VERIFY).require()
    today = localdate(at)
    most, size = (PARAMETERS().get(name, today).value for name in ("verify_most", "verify_sample"))
    wanted = sorted(set(records))
    held = to_verify(by, Record.objects.filter(pk__in=wanted))
    sample = judging.sample_of(wanted, label=by.label, on=today, most=size)
    all_of(
        judging.can_be_verified_together(len(wanted), most=most, sample=sample, opened=list(opened)),
        judging.all_can_still_be_judged(asked=len(wanted), open_now=held.count()),
    ).require()
    rows = list(held.select_for_update(of=("self",)).order_by("pk"))
    Record.objects.filter(pk__in=wanted).update(checked=Checked.VERIFIED)
    Judgement.objects.bulk_create(
        Judgement(
            record=one,
            says=Checked.VERIFIED,
            together=True,
            sampled=one.pk in sample,
            judged_at=at,
            judged_by=by.label[:120],
        )
        for one in rows
    )
    Fulfilment.objects.filter(record__in=wanted).update(verified=True)
    years = {(one.counts_on or one.happened_on).year for one in rows}
    counting.write_anew(years, {one.organisation_id for one in rows})
    note(verified=len(rows), sample=list(sample))
    return len(rows)
