"""Points by hand and facts with their document: who scores is never who set the indicators (R11-01)."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.actor import Actor
from heli.accounts.models import Account
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.periods import Period
from heli.orgs.models import Organisation
from heli.schemes.catalogue import MOST_DOCUMENT, MOST_NAME, MOST_WHY, Measure, RaterKind, Times
from heli.schemes.models import Mark, Noted, RaterGroup, RaterSeat, Scheme, Version
from heli.schemes.queries.definitions import in_force, indicator_row
from heli.schemes.queries.organisers import bounds, outside
from heli.schemes.queries.raters import judged, own_marks, rater_of, setters
from heli.schemes.rules import keeping


@action
def set_raters(
    *,
    scheme: Scheme,
    kind: RaterKind,
    name: str,
    weight: int,
    trims: bool,
    accounts: Collection[Account],
    by: Doer,
    at: datetime,
) -> RaterGroup:
    """Keep a group of raters: its weight (hundredths of a percent), 去掉最高最低, and who is named in it.

    NotAllowed without `scheme.keep`; Invalid without a name, for a named group without anybody, or with
    somebody who serves outside a 机关党委's own line.
    """
    keeping.may_write(by, scheme.organiser).require()
    words = " ".join(name.split())[:MOST_NAME]
    if not words:
        raise Invalid("name-missing", "请填写评分人组的名称。", fields={"name": "请填写名称。"})
    if kind is RaterKind.NAMED and not accounts:
        raise Invalid(
            "nobody-named", "指定评分人的一组，请至少写明一位评分人。", fields={"accounts": "请写明评分人。"}
        )
    keeping.are_within(outside(scheme, accounts, localdate(at))).require()
    group, _ = RaterGroup.objects.update_or_create(
        scheme=scheme, name=words, defaults={"kind": kind, "weight": weight, "trims": trims}
    )
    group.seats.exclude(account__in=accounts).delete()
    for one in accounts:
        RaterSeat.objects.get_or_create(group=group, account=one)
    note(group=words, weight=weight, named=len(accounts))
    return group


@action
def give(
    *,
    version: Version,
    period: Period,
    organisation: Organisation,
    code: str,
    group: RaterGroup,
    points: int,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Mark:
    """Give an organisation points (hundredths) in an indicator that is scored by hand. A later mark of the
    same rater takes the place of the earlier, which stays to be read; or stands beside it where the scheme
    takes the mean or the sum of several; or is refused where one marks once in the period.

    WrongState for whoever is not of the group, wrote the scheme, or holds a post there, for an organisation
    that is not beneath the organiser, and before the scheme is adopted; Invalid outside nought and the
    indicator's weight.
    """
    keeping.is_adopted(version.state).require()
    row = indicator_row(version, code)
    if row.measure != Measure.MARK:
        raise WrongState("not-by-hand", f"“{row.name}”由系统从记录中计算，不用人工评分。")
    keeping.is_bound(bounds(version.scheme), organisation).require()
    keeping.may_score(by, rater_of(group), judged(organisation, version.scheme), setters(version)).require()
    keeping.is_mark(points, row.weight).require()
    account = Account.objects.select_for_update(no_key=True).get(pk=by.account_id or 0)
    same, times = own_marks(version, organisation, period, group, code, account.pk), Times(row.times)
    keeping.can_mark_again(times, same.count()).require()
    if not times.adds:
        same.update(replaced_at=at)
    note(indicator=code, period=period.code)
    return Mark.objects.create(
        scheme=version.scheme,
        period=period.code,
        organisation=organisation,
        code=code,
        group=group,
        rater=account,
        points=points,
        reason=reason.strip()[:MOST_WHY],
        beside=times.adds,
        given_at=at,
        given_by=by.label[:120],
    )


@action
def take_back(*, mark: Mark, why: str, by: Doer, at: datetime) -> Mark:
    """A rater takes back his own mark with a reason; it stays readable and counts no more.

    WrongState for anybody else, or where it was taken back or replaced; Invalid without a reason.
    """
    held: Mark = Mark.objects.select_for_update(of=("self",)).get(pk=mark.pk)
    keeping.can_take_back(by, held.rater_id, held.replaced_at is None, why).require()
    held.replaced_at, held.replaced_why = at, why.strip()[:MOST_WHY]
    held.save(update_fields=["replaced_at", "replaced_why"])
    note(indicator=held.code, period=held.period, organisation=held.organisation_id)
    return held


@action
def note_fact(
    *,
    scheme: Scheme,
    organisation: Organisation,
    code: str,
    happened_on: date,
    what: str,
    document: str,
    by: Doer,
    at: datetime,
) -> Noted:
    """Note a fact that adds, takes away, resets or bars, with its document (加分、扣分、清零、一票否决).

    NotAllowed without `scheme.keep`; Invalid without words, document, or for a day to come; WrongState where
    no version is in force, the indicator takes no such fact, or the organisation is not beneath.
    """
    keeping.may_write(by, scheme.organiser).require()
    version = in_force(scheme)
    if version is None:
        raise WrongState("none-in-force", "这个方案还没有审定，不能登记事项。请先审定方案。")
    row = indicator_row(version, code)
    if row.measure != Measure.NOTED:
        raise WrongState(
            "not-noted", f"“{row.name}”不由登记事项计分。请选择加分、扣分、清零或一票否决的指标。"
        )
    keeping.is_bound(bounds(scheme), organisation).require()
    keeping.can_be_noted(what, document, happened_on, localdate(at)).require()
    note(indicator=code, on=happened_on.isoformat())
    return Noted.objects.create(
        scheme=scheme,
        organisation=organisation,
        code=code,
        happened_on=happened_on,
        what=what.strip()[:MOST_WHY],
        document=document.strip()[:MOST_DOCUMENT],
        noted_at=at,
        noted_by=by.label[:120],
    )


@action
def withdraw_fact(*, noted: Noted, why: str, by: Doer, at: datetime) -> Noted:
    """Take back what was noted by mistake; it stays readable and counts no more.

    NotAllowed without `scheme.keep`; Invalid without a reason, WrongState for one taken back before.
    """
    rows = Noted.objects.select_for_update(of=("self",)).select_related("scheme__organiser")
    held: Noted = rows.get(pk=noted.pk)
    keeping.may_write(by, held.scheme.organiser).require()
    if held.withdrawn_at is not None:
        raise WrongState("noted-withdrawn", "这项登记已经撤销。")
    if not why.strip():
        raise Invalid("why-missing", "请写明撤销的原因。", fields={"why": "请写明撤销的原因。"})
    held.withdrawn_at, held.withdrawn_by = at, by.label[:120]
    held.withdrawn_why = why.strip()[:MOST_WHY]
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    return held
