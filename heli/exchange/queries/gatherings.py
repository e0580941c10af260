"""Which gatherings there are, one of them, who takes part."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from heli.accounts.actor import Actor
from heli.accounts.catalogue import COMMITTEE_OFFICES, Office, Permission
from heli.accounts.scope import Scope
from heli.exchange.models import Exhibit, Gathering, Objection
from heli.kernel.errors import NotFound
from heli.members.models import Post
from heli.orgs.catalogue import LEADING_KINDS, Kind
from heli.orgs.models import Organisation

INVITED_KINDS: tuple[Kind, ...] = (
    *(kind for kind in Kind if kind in LEADING_KINDS and kind is not Kind.LOCAL_COMMITTEE),
    Kind.ORGAN_COMMITTEE,
    Kind.COMMITTEE,
    Kind.GENERAL_BRANCH,
    Kind.BRANCH,
)
"""Kinds that take part as units; the 工委 holds the gathering and shows nothing itself."""
MOST_SINGLE = 200
"""Kinds with more organisations than this are invited as a kind, not one by one."""


def gatherings(scope: Scope) -> QuerySet[Any]:
    """Those that `scope` may see, the newest day first, each with `invited` and `shown`: one query."""
    found = Gathering.objects.visible_to(scope).select_related("organiser")
    counted = found.annotate(
        invited=Count("exhibits"), shown=Count("exhibits", filter=Q(exhibits__handed_in_at__isnull=False))
    )
    return counted.order_by("-held_on", "-pk")


def gathering(pk: int, scope: Scope) -> Gathering:
    """One of them; NotFound (`gathering-unknown`) where there is none that `scope` may see."""
    found: Gathering | None = (
        Gathering.objects.visible_to(scope)
        .select_related("organiser", "answerer__organisation", "publication", "poll")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("gathering-unknown", "没有这次晒比评，或它不在您的范围内。请从列表进入。")
    return found


def exhibit(pk: int, scope: Scope) -> Exhibit:
    """What one organisation shows; NotFound (`exhibit-unknown`) likewise."""
    found: Exhibit | None = (
        Exhibit.objects.visible_to(scope)
        .select_related("gathering__organiser", "gathering__answerer", "organisation", "record")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("exhibit-unknown", "没有这份材料，或它不在您的范围内。请从晒比评进入。")
    return found


def exhibits(of: Gathering) -> list[Exhibit]:
    """All that take part: who speaks first, in that order, then by the tree; one query."""
    waiting = Objection.objects.filter(exhibit=OuterRef("pk"), answered_at=None)
    found = list(
        Exhibit.objects.filter(gathering=of)
        .select_related("organisation__unit")
        .annotate(objected=Exists(waiting), named=Count("problems"))
        .order_by("organisation__path")
    )
    return sorted(found, key=lambda one: (one.speak_order is None, one.speak_order or 0))


def own(actor: Actor) -> tuple[int, ...]:
    """The organisations for which the reader enters."""
    return tuple(actor.scope(Permission.RECORD_ENTER).organisations)


def organisers(actor: Actor) -> list[Organisation]:
    """Those in whose name the reader may hold a gathering."""
    scope = actor.scope(Permission.GATHERING_HOLD)
    found = Organisation.objects.visible_to(scope).filter(outside=False, kind=Kind.WORK_COMMITTEE)
    return list(found.order_by("path"))


def answerers(organiser: Organisation, on: date) -> list[Post]:
    """The posts of the organiser whose holders may answer objections: those with a log-in."""
    offices = [*COMMITTEE_OFFICES, Office.STAFF]
    held = Post.objects.held(on).filter(organisation=organiser, office__in=offices)
    return list(held.exclude(account=None).select_related("organisation").order_by("office", "name", "pk"))


def invitable(on: date) -> list[tuple[Kind, list[Organisation]]]:
    """Who may be invited, by kind in rank: organisations that stand in the city. One query."""
    found = Organisation.objects.live(on).filter(outside=False, kind__in=INVITED_KINDS).order_by("path")
    by_kind: dict[str, list[Organisation]] = {}
    for one in found.only("pk", "kind", "short_name", "path"):
        by_kind.setdefault(one.kind, []).append(one)
    return [(kind, by_kind[kind]) for kind in INVITED_KINDS if kind in by_kind]


def chosen(on: date, kinds: Sequence[str], single: Sequence[int]) -> list[Organisation]:
    """The organisations of some kinds, and some by themselves, as far as they may be invited."""
    asked = Q(kind__in=[kind for kind in kinds if kind in INVITED_KINDS]) | Q(pk__in=list(single))
    found = Organisation.objects.live(on).filter(asked, outside=False, kind__in=INVITED_KINDS)
    return list(found.order_by("path"))
