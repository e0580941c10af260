"""What waits for a reader, for 今日要务: own plan, tasks and 验收, help, 验收 to answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils.timezone import localdate

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.weak.catalogue import PARAMETERS, ListingState
from heli.weak.models import Listing, Rectification
from heli.weak.queries.listings import listers
from heli.weak.queries.page import may_answer


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do by a day; `page` is the address's name in this package, `pk` its parameter."""

    what: str
    whom: str
    due_on: date
    label: str
    page: str
    pk: int


def open_items(actor: Actor, today: date) -> list[Item]:
    """Three queries where nothing waits; none of a right that is not held."""
    if not actor.posts:
        return []
    return [*_own(actor, today), *_help(actor, today), *_answers(actor, today)]


def _own(actor: Actor, today: date) -> Iterator[Item]:
    """The plan that is due, open tasks, and 验收 once all are finished."""
    scope = actor.scope(Permission.WEAK_MEND)
    if scope.is_empty:
        return
    rows = Listing.objects.visible_to(scope).filter(state__in=(ListingState.LISTED, ListingState.MENDING))
    found = list(rows.select_related("organisation").order_by("pk"))
    mending = [one.pk for one in found if one.state == ListingState.MENDING]
    tasks = Rectification.objects.filter(listing__in=mending, done_on=None).order_by("due_on", "pk")
    open_ones = list(tasks) if mending else []
    for one in found:
        name = one.organisation.short_name
        if one.state == ListingState.LISTED:
            due_on = one.listed_on + timedelta(days=PARAMETERS().get("plan_days", today).value)
            yield Item("订出整改方案", name, due_on, "去制订", "listing", one.pk)
            continue
        own = [task for task in open_ones if task.listing_id == one.pk]
        for task in own:
            yield Item(f"整改任务：{task.problem}", name, task.due_on, "登记进展", "tell", task.pk)
        if not own:
            yield Item("整改完成，申请验收", name, one.due_on, "去办理", "listing", one.pk)


def _help(actor: Actor, today: date) -> Iterator[Item]:
    """Whom the reader helps, some days after he told of it last."""
    if actor.account_id is None:
        return
    days = timedelta(days=PARAMETERS().get("help_days", today).value)
    own = Q(tellings__teller=actor.account_id, tellings__rectification=None)
    rows = Listing.objects.filter(
        helper__account=actor.account_id, state__in=(ListingState.LISTED, ListingState.MENDING)
    )
    told = rows.annotate(told=Max("tellings__told_at", filter=own)).select_related("organisation")
    for one in told.order_by("pk"):
        last = localdate(one.told) if one.told is not None else one.listed_on
        name = one.organisation.short_name
        yield Item("帮带软弱落后党组织", name, last + days, "登记帮带情况", "tell_help", one.pk)


def _answers(actor: Actor, today: date) -> Iterator[Item]:
    """验收 that the reader's own organisation answers, where he neither helped nor mended."""
    own = [one.pk for one in listers(actor)]
    if not own:
        return
    days = timedelta(days=PARAMETERS().get("accept_days", today).value)
    rows = Listing.objects.filter(lister__in=own, state=ListingState.APPLIED)
    related = rows.select_related("organisation", "lister", "helper").order_by("pk")
    for one in related.annotate(asked=Max("acceptances__applied_at")):
        if may_answer(one, actor):
            due_on = localdate(one.asked) + days
            yield Item("验收软弱落后整改", one.organisation.short_name, due_on, "去验收", "answer", one.pk)
