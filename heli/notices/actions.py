"""All writes of reminders: what a person chooses, a day's digests, what became of the mails, forgetting."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from heli.accounts.models import Account
from heli.kernel.action import Doer, action, note
from heli.kernel.bulk import in_chunks
from heli.kernel.secrets import encrypt
from heli.kernel.verdict import all_of
from heli.notices import queries, rules
from heli.notices.catalogue import DELIVERIES, DeliveryAct, DeliveryState
from heli.notices.models import ADDRESS_FIELD, Delivery, Digest, LinesTold, ReminderChoice
from heli.notices.queries import Found


@action
def choose(
    *, account: Account, by_mail: bool, only_now: bool, by: Doer, at: datetime, address: str = ""
) -> ReminderChoice:
    """Set how one wants to be reminded; an empty address takes the old one away.

    NotAllowed for anybody but the person, Invalid for mail without an address. The audit keeps no address.
    """
    all_of(
        rules.is_own(account.pk, by.account_id),
        rules.can_be_chosen(address=address, by_mail=by_mail),
    ).require()
    made, _ = ReminderChoice.objects.update_or_create(
        account=account,
        defaults={
            "address": encrypt(address.strip() or None, field=ADDRESS_FIELD) or "",
            "by_mail": by_mail,
            "only_now": only_now,
            "changed_at": at,
            "changed_by": by.label[:120],
        },
    )
    note(by_mail=by_mail, only_now=only_now, has_address=bool(address.strip()))
    return made


@action
def make_digests(*, found: Sequence[Found], day: date, by: Doer, at: datetime) -> int:
    """A digest of the day for each account that has news, and what all of them have been told; how many.

    An account that was looked at on the day meanwhile is left out: nobody gets two digests a day.
    """
    made = 0
    for chunk in in_chunks(found, 500):
        made += _make(_not_yet(chunk, day), day, by, at)
    note(day=day.isoformat(), accounts=len(found), digests=made)
    return made


def _not_yet(found: Sequence[Found], day: date) -> list[Found]:
    keys = [one.account_id for one in found]
    list(Account.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    rows = LinesTold.objects.filter(account__in=keys, looked_on__gte=day)
    looked = set(rows.values_list("account_id", flat=True))
    return [one for one in found if one.account_id not in looked]


def _make(found: Sequence[Found], day: date, by: Doer, at: datetime) -> int:
    (most,) = rules.numbers("most_lines", day)
    LinesTold.objects.bulk_create(
        (
            LinesTold(account_id=one.account_id, looked_on=day, lines=rules.to_json(one.news.told))
            for one in found
        ),
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["looked_on", "lines"],
    )
    digests = Digest.objects.bulk_create(
        Digest(
            account_id=one.account_id,
            day=day,
            lines=rules.to_json(one.news.lines[:most]),
            made_at=at,
            made_by=by.label[:120],
        )
        for one in found
        if one.news.lines
    )
    by_mail = {one.account_id for one in found if one.by_mail}
    Delivery.objects.bulk_create(
        Delivery(digest=one, not_before=rules.next_morning(at))
        for one in digests
        if one.account_id in by_mail
    )
    return len(digests)


@action
def begin_deliveries(*, by: Doer, at: datetime) -> list[int]:
    """Take up every delivery whose time has come; what its person wants no more is dropped.

    A try counts from its beginning: one that is cut off is not tried for ever.
    """
    due = list(queries.to_deliver(at).select_for_update().values_list("pk", "state"))
    keys = [pk for pk, _ in due]
    wanted = Q(digest__account__reminder_choice__by_mail=True, digest__account__is_active=True)
    unwanted = Delivery.objects.filter(~wanted, pk__in=keys)
    dropped = set(unwanted.values_list("pk", flat=True))
    begun = [pk for pk in keys if pk not in dropped]
    for one in Delivery.objects.filter(pk__in=begun):
        if one.state == DeliveryState.WAITING:
            one.state = DELIVERIES.next(DeliveryState.WAITING, DeliveryAct.BEGIN)
        one.tries, one.not_before = one.tries + 1, at
        one.save(update_fields=["state", "tries", "not_before"])
    Delivery.objects.filter(pk__in=dropped).update(state=DeliveryState.DROPPED)
    note(begun=len(begun), dropped=len(dropped))
    return begun


@action
def settle_deliveries(*, results: Mapping[int, str], by: Doer, at: datetime) -> tuple[int, int]:
    """What became of deliveries (primary key → why it did not go, empty where it went): how many of each.

    What failed waits for its next try with its error; after the last it is kept as failed.
    """
    for one in Delivery.objects.select_for_update().filter(pk__in=results, state=DeliveryState.TRYING):
        one.error, again = results[one.pk][:200], rules.next_try(one.tries, at)
        act = DeliveryAct.SUCCEED
        if one.error:
            act = DeliveryAct.GIVE_UP if again is None else DeliveryAct.RETRY
            one.not_before = again or one.not_before
        one.state = DELIVERIES.next(DeliveryState(one.state), act)
        one.save(update_fields=["state", "error", "not_before"])
    failed = sum(bool(error) for error in results.values())
    note(sent=len(results) - failed, failed=failed)
    return len(results) - failed, failed


@action
def forget_digests(*, by: Doer, at: datetime) -> int:
    """Delete digests that are older than the parameter lets them be kept; how many."""
    old = Digest.objects.filter(day__lt=queries.oldest_kept(localdate(at)))
    number = old.count()
    Delivery.objects.filter(digest__in=old).delete()
    old.delete()
    note(digests=number)
    return number
