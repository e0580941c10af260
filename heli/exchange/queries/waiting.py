"""What of gatherings waits for the reader: his material, a comment, an objection to answer, a promise due."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.urls import reverse

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.exchange.catalogue import State
from heli.exchange.models import Comment, Exhibit, Gathering, Objection, Promise
from heli.exchange.rules.acts import number


class OpenItem(NamedTuple):
    """A line for 今日要务: what is to be done, for whom, by when, and where."""

    what: str
    whom: str
    due_on: date
    label: str
    url: str


def open_items(actor: Actor, today: date) -> list[OpenItem]:
    """At most four queries, none for what the reader has no right to; the earliest day first."""
    found = [*_to_show(actor), *_to_comment(actor), *_to_answer(actor), *_to_keep(actor, today)]
    return sorted(found, key=lambda one: one.due_on)


def _to_show(actor: Actor) -> Iterator[OpenItem]:
    own = actor.scope(Permission.RECORD_ENTER).organisations
    if not own:
        return
    found = Exhibit.objects.filter(
        organisation__in=own, handed_in_at=None, gathering__state=State.SHOWING
    ).select_related("gathering", "organisation")
    for one in found.order_by("gathering__due_on", "pk"):
        url = reverse("exchange:hand_in", args=[one.pk])
        whom = one.organisation.short_name
        yield OpenItem(f"报送晒比评材料：{one.gathering.title}", whom, one.gathering.due_on, "去报送", url)


def _to_comment(actor: Actor) -> Iterator[OpenItem]:
    """A gathering at 评 of which nobody of the organiser has said anything yet."""
    held = actor.scope(Permission.GATHERING_HOLD).organisations
    if not held:
        return
    said = Comment.objects.filter(organisation__in=held).values("gathering")
    found = Gathering.objects.filter(organiser__in=held, state=State.JUDGING).exclude(pk__in=said)
    for one in found.select_related("organiser").order_by("held_on", "pk"):
        url = reverse("exchange:comment", args=[one.pk])
        yield OpenItem(f"登记点评：{one.title}", one.organiser.short_name, one.held_on, "去登记", url)


def _to_answer(actor: Actor) -> Iterator[OpenItem]:
    if actor.account_id is None or actor.scope(Permission.GATHERING_HOLD).is_empty:
        return
    found = Objection.objects.filter(
        answered_at=None, exhibit__gathering__answerer__account=actor.account_id
    ).select_related("exhibit__organisation")
    for one in found.order_by("due_on", "pk"):
        whom = one.exhibit.organisation.short_name
        url = reverse("exchange:answer", args=[one.pk])
        yield OpenItem(f"答复对“{one.get_about_display()}”的异议", whom, one.due_on, "去答复", url)


def _to_keep(actor: Actor, today: date) -> Iterator[OpenItem]:
    own = actor.scope(Permission.RECORD_ENTER).organisations
    if not own:
        return
    until = today + timedelta(days=number("promise_days", today))
    found = Promise.objects.filter(
        exhibit__organisation__in=own, outcome="", reported_at=None, due_on__lte=until
    ).select_related("exhibit__organisation")
    for one in found.order_by("due_on", "pk"):
        whom = one.exhibit.organisation.short_name
        url = reverse("exchange:report", args=[one.pk])
        yield OpenItem(f"兑现承诺：{one.text}", whom, one.due_on, "去报告", url)
