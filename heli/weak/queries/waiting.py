"""What waits for a reader, for 今日要务: own plan, tasks and 验收, help, 验收 to answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q
from django.utils.timezone import localdate

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.weak.catalogue import PARAMETERS, ListingState
from heli.weak.models import Listing, Rectification
from heli.weak.queries.listings import helps
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
    """One query where nothing waits; none for whoever holds no post."""
    if not actor.posts:
        return []
    found = _concerning(actor)
    return [*_own(actor, found, today), *_help(actor, found, today), *_answers(actor, found, today)]


def _concerning(actor: Actor) -> list[Listing]:
    """Open listings of the reader's own organisations, of those that he helps, of those that they listed."""
    own = {post.organisation_id for post in (*actor.posts, *actor.delegated)}
    reach = Q(organisation__in=own) | Q(lister__in=own)
    told = Q(tellings__rectification=None)
    if actor.account_id is not None:
        reach |= Q(helper__account=actor.account_id)
        told &= Q(tellings__teller=actor.account_id)
    rows = Listing.objects.open().filter(reach).select_related("organisation", "lister", "helper")
    found = rows.annotate(told=Max("tellings__told_at", filter=told), asked=Max("acceptances__applied_at"))
    return list(found.order_by("pk"))


def _own(actor: Actor, found: list[Listing], today: date) -> Iterator[Item]:
    """The plan that is due, open tasks, and 验收 once all are finished."""
    scope = actor.scope(Permission.WEAK_MEND)
    own = [one for one in found if scope.covers(one.organisation)]
    mending = [one.pk for one in own if one.state == ListingState.MENDING]
    tasks = Rectification.objects.filter(listing__in=mending, done_on=None).order_by("due_on", "pk")
    open_ones = list(tasks) if mending else []
    for one in own:
        name = one.organisation.short_name
        if one.state == ListingState.LISTED:
            due_on = one.listed_on + timedelta(days=PARAMETERS().get("plan_days", today).value)
            yield Item("订出整改方案", name, due_on, "去制订", "listing", one.pk)
        if one.state == ListingState.MENDING:
            waiting = [task for task in open_ones if task.listing_id == one.pk]
            for task in waiting:
                yield Item(f"整改任务：{task.problem}", name, task.due_on, "登记进展", "tell", task.pk)
            if not waiting:
                yield Item("整改完成，申请验收", name, one.due_on, "去办理", "listing", one.pk)


def _help(actor: Actor, found: list[Listing], today: date) -> Iterator[Item]:
    """Whom the reader helps, some days after he told of it last."""
    days = timedelta(days=PARAMETERS().get("help_days", today).value)
    for one in found:
        if one.state in (ListingState.LISTED, ListingState.MENDING) and helps(one, actor):
            told: datetime | None = one.told  # type: ignore[attr-defined] # annotated above
            last = localdate(told) if told is not None else one.listed_on
            name = one.organisation.short_name
            yield Item("帮带软弱落后党组织", name, last + days, "登记帮带情况", "tell_help", one.pk)


def _answers(actor: Actor, found: list[Listing], today: date) -> Iterator[Item]:
    """验收 that the reader's own organisation answers, where he neither helped nor mended."""
    own = {post.organisation_id for post in actor.posts}
    days = timedelta(days=PARAMETERS().get("accept_days", today).value)
    for one in found:
        if one.state == ListingState.APPLIED and one.lister_id in own and may_answer(one, actor):
            due_on = localdate(one.asked) + days  # type: ignore[attr-defined] # annotated above
            yield Item("验收软弱落后整改", one.organisation.short_name, due_on, "去验收", "answer", one.pk)
