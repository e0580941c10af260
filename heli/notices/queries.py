"""Who is due a digest today and what stands in it; the own digests; what waits to be sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import Resolver404, resolve

from heli.accounts.catalogue import Permission
from heli.accounts.models import Account
from heli.home.catalogue import Line, Turn
from heli.home.queries.today import today_of
from heli.kernel.secrets import decrypt
from heli.members.models import Delegation, Member, Post
from heli.members.queries import actor_of
from heli.notices import rules
from heli.notices.catalogue import DeliveryState, DigestLine
from heli.notices.models import ADDRESS_FIELD, Delivery, Digest, LinesTold, ReminderChoice
from heli.notices.rules import News

A_RUN = 1_000
"""How many accounts one run looks at: two or three minutes, so that other jobs of the tick go on."""
STUCK = timedelta(hours=1)
"""A delivery that was begun so long ago was cut off, and is begun again."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one account on a day: the news (perhaps none), and whether it goes by mail."""

    account_id: int
    news: News
    by_mail: bool


def to_look_at(day: date) -> list[Account]:
    """The next accounts in use, with a post or in the roster, not looked at on this day: one query."""
    looked = LinesTold.objects.filter(account=OuterRef("pk"), looked_on__gte=day)
    holds = Post.objects.held(day).filter(account=OuterRef("pk"))
    belongs = Member.objects.present().filter(account=OuterRef("pk"))
    acts_for = Delegation.objects.in_force(day).filter(account=OuterRef("pk"))
    due = Account.objects.filter(Exists(holds) | Exists(belongs) | Exists(acts_for), is_active=True)
    return list(due.exclude(Exists(looked)).order_by("pk")[:A_RUN])


def found_on(accounts: Sequence[Account], day: date) -> Iterator[Found]:
    """For each account what 今日要务 has new for it; two queries, and those of 今日要务 for each account."""
    keys = [one.pk for one in accounts]
    told = dict(LinesTold.objects.filter(account__in=keys).values_list("account_id", "lines"))
    choices = {one.account_id: one for one in ReminderChoice.objects.filter(account__in=keys)}
    for account in accounts:
        choice = choices.get(account.pk)
        yield Found(
            account.pk,
            rules.news(
                _lines(account, day),
                rules.told_from(told.get(account.pk, "{}")),
                day,
                only_now=choice is not None and choice.only_now,
            ),
            by_mail=settings.HELI_MAIL and choice is not None and choice.by_mail,
        )


def _lines(account: Account, day: date) -> list[tuple[Turn, Line, DigestLine]]:
    """The lines of the account's 今日要务, each with how a digest says it; none for who sees no business."""
    actor = actor_of(account, day)
    if not actor.may_somewhere(Permission.RECORD_SEE):
        return []
    return [
        (group.turn, line, rules.without_names(group.turn, line, _page(line.url)))
        for group in today_of(actor, day).groups
        for line in group.lines
    ]


def _page(url: str) -> str:
    """The name of the page that an address leads to; empty for an address that is none of Heli's."""
    try:
        return resolve(url.split("?")[0]).view_name
    except Resolver404:
        return ""


class Shown(NamedTuple):
    """A digest as its page shows it."""

    digest: Digest
    lines: Sequence[DigestLine]
    delivery: Delivery | None


def digests_of(account_id: int, today: date) -> list[Shown]:
    """The own digests of the last days, newest first: one query."""
    (days,) = rules.numbers("shown_days", today)
    rows = Digest.objects.filter(account=account_id, day__gt=today - timedelta(days=days))
    return [
        Shown(one, rules.lines_from(one.lines), getattr(one, "delivery", None))
        for one in rows.select_related("delivery").order_by("-day")
    ]


class Chosen(NamedTuple):
    """What the person chose, with the address in plain."""

    address: str = ""
    by_mail: bool = False
    only_now: bool = False


def choice_of(account_id: int | None) -> Chosen:
    """The own choice; nothing chosen where there is none: one query."""
    found = ReminderChoice.objects.filter(account=account_id).first()
    if found is None:
        return Chosen()
    return Chosen(decrypt(found.address or None, field=ADDRESS_FIELD) or "", found.by_mail, found.only_now)


def to_deliver(at: datetime) -> QuerySet[Delivery]:
    """Deliveries whose time has come, those that were cut off among them."""
    return Delivery.objects.filter(
        Q(state=DeliveryState.WAITING, not_before__lte=at)
        | Q(state=DeliveryState.TRYING, not_before__lte=at - STUCK)
    ).order_by("pk")


class Letter(NamedTuple):
    """One message to send: of which delivery, to which address, with what."""

    delivery_id: int
    address: str
    subject: str
    text: str


def letters(deliveries: Sequence[int]) -> list[Letter]:
    """The messages of deliveries (primary keys): two queries."""
    rows = list(Delivery.objects.filter(pk__in=deliveries).select_related("digest").order_by("pk"))
    choices = ReminderChoice.objects.filter(account__in={one.digest.account_id for one in rows})
    addresses = dict(choices.values_list("account_id", "address"))
    return [
        Letter(
            one.pk,
            decrypt(addresses[one.digest.account_id], field=ADDRESS_FIELD) or "",
            *rules.in_words(rules.lines_from(one.digest.lines), one.digest.day),
        )
        for one in rows
    ]


def has_old(day: date) -> bool:
    """Whether there are digests to forget: one query."""
    return Digest.objects.filter(day__lt=oldest_kept(day)).exists()


def oldest_kept(day: date) -> date:
    """The first day whose digests are kept."""
    (days,) = rules.numbers("kept_days", day)
    return day - timedelta(days=days)
