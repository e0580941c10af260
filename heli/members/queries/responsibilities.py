"""一岗双责清单 of a leading body: who answers for what, what nobody answers for, what has become void."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import LEADING_OFFICES, Office
from heli.kernel.errors import NotFound
from heli.members.catalogue import ResponsibilityKind
from heli.members.models import Post, Responsibility
from heli.members.rules.responsibilities import why_void
from heli.orgs.catalogue import LEADING_KINDS, Leading
from heli.orgs.models import Organisation, Unit

_ORDER = {office: place for place, office in enumerate(Office)}


class Bearer(NamedTuple):
    """A member of the body with what he answers for today."""

    post: Post
    borne: Sequence[Responsibility]


class Void(NamedTuple):
    """A responsibility that nobody has ended and that is in force no more, and why."""

    responsibility: Responsibility
    why: str


@dataclass(frozen=True, slots=True)
class Answering:
    """`blank` are 直属单位 for whose organisations nobody answers directly."""

    body: Organisation
    bearers: Sequence[Bearer]
    blank: Sequence[Unit]
    void: Sequence[Void]
    has_first: bool


def bodies(scope: Scope, on: date) -> list[Organisation]:
    """Leading bodies within `scope` that lead anything."""
    leading = Organisation.objects.live(on).visible_to(scope).filter(kind__in=LEADING_KINDS)
    return list(leading.filter(led__isnull=False).distinct().order_by("path"))


def answering(body: Organisation, on: date) -> Answering:
    """The list of one body on a day: three queries."""
    posts = Post.objects.held(on).filter(organisation=body, office__in=LEADING_OFFICES)
    posts = posts.select_related("organisation")
    held = sorted(posts, key=lambda post: (_ORDER[Office(post.office)], post.valid_from, post.pk))
    kept = _open(Responsibility.objects.filter(post__organisation=body))
    void = {one.pk: why for one in kept if (why := _why_void(one, on))}
    in_force = [one for one in kept if one.pk not in void and one.valid_from <= on]
    units = _attached_units(body, on)
    covered = {one.organisation.unit_id for one in in_force}
    return Answering(
        body=body,
        bearers=[Bearer(post, [one for one in in_force if one.post_id == post.pk]) for post in held],
        blank=[unit for pk, unit in units.items() if pk not in covered],
        void=[Void(one, void[one.pk]) for one in kept if one.pk in void],
        has_first=any(one.kind == ResponsibilityKind.FIRST for one in in_force),
    )


def borne_by(actor: Actor, on: date) -> list[Responsibility]:
    """What the reader himself answers for, by the posts that he holds: one query."""
    bodies = [post.organisation_id for post in actor.posts if post.office in LEADING_OFFICES]
    if not bodies or actor.account_id is None:
        return []
    own = Responsibility.objects.in_force(on).filter(post__organisation__in=bodies)
    mine = own.filter(post__account=actor.account_id)
    if actor.member_id is not None:
        mine = mine | own.filter(post__member=actor.member_id)
    return [one for one in _open(mine) if not _why_void(one, on)]


def void_in(scope: Scope, on: date) -> list[Void]:
    """What has become void at bodies within `scope`, to be ended or handed on: one query."""
    found = _open(Responsibility.objects.visible_to(scope))
    return [Void(one, why) for one in found if (why := _why_void(one, on))]


def responsibility_to_end(pk: int, scope: Scope) -> Responsibility:
    """One of a body within `scope`; NotFound otherwise."""
    found: Responsibility | None = (
        Responsibility.objects.filter(post__organisation__in=Organisation.objects.visible_to(scope))
        .select_related("post__organisation", "organisation")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("responsibility-not-found", "没有这项分管，或它不在您的范围内。")
    return found


def led_by(body: Organisation, on: date) -> list[Organisation]:
    """What the body leads and does not only guide, by the tree."""
    led = Organisation.objects.live(on).filter(leader=body).exclude(leading=Leading.GUIDES)
    return list(led.select_related("unit").order_by("path"))


def _open(found: QuerySet[Responsibility]) -> list[Responsibility]:
    rows = found.filter(valid_to=None).select_related("post__organisation", "organisation__unit")
    return list(rows.order_by("organisation__path", "pk"))


def _why_void(one: Responsibility, on: date) -> str:
    organisation, post = one.organisation, one.post
    return why_void(
        body=post.organisation_id,
        leader=organisation.leader_id,
        leading=organisation.leading,
        closed=organisation.closed_on is not None and organisation.closed_on <= on,
        post_ended=post.valid_to is not None and post.valid_to <= on,
    )


def _attached_units(body: Organisation, on: date) -> dict[int, Unit]:
    """The 直属单位 in which the body leads an organisation, in the order of the tree."""
    return {one.unit_id: one.unit for one in led_by(body, on) if one.attached}
