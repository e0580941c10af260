"""Who makes schemes: for which organisations somebody writes, what is beneath one, who serves in its line."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from heli.accounts.actor import Actor
from heli.accounts.catalogue import COMMITTEE_OFFICES, Office, Permission
from heli.accounts.models import Account
from heli.members.models import Post
from heli.members.models.posts import PostQuerySet
from heli.orgs.models import Organisation
from heli.schemes.models import Scheme
from heli.schemes.rules import keeping
from heli.schemes.rules.definition import Organiser
from heli.schemes.rules.keeping import Bounds

_ANSWERING = [*COMMITTEE_OFFICES, Office.STAFF, Office.ADMINISTRATOR]
"""Assistants (党务干事) answer nothing."""


def organisers(actor: Actor, today: date) -> list[Organisation]:
    """The organisations for which the reader writes schemes, in the tree's order: one query, or none."""
    scope = actor.scope(Permission.SCHEME_KEEP)
    if scope.is_empty:
        return []
    found = Organisation.objects.visible_to(scope).not_closed(today).select_related("parent")
    return [one for one in found.order_by("path") if can_organise(one)]


def can_organise(one: Organisation) -> bool:
    above = one.parent.kind if one.parent is not None else None
    return bool(keeping.can_organise(one.kind, above))


def judging(scheme: Scheme) -> Organiser:
    """The organiser of a scheme as the rules ask for it: one query, none for the 工委's."""
    one = scheme.organiser
    if scheme.is_citys:
        return Organiser(one.kind, True)
    beneath = Organisation.objects.under(one.path).filter(closed_on=None, attached=True).exclude(pk=one.pk)
    return Organiser(one.kind, beneath.exists())


def bounds(scheme: Scheme) -> Bounds:
    """Whom a scheme holds for."""
    return Bounds(scheme.organiser_id, scheme.organiser.path, scheme.is_citys)


def answerers(organiser: Organisation, today: date) -> list[tuple[Account, str]]:
    """Who may be named to answer objections, with office: officers and staff who log in. One query."""
    posts = _answering(organiser).held(today)
    found: dict[Account, list[str]] = {}
    for post in posts.select_related("account", "organisation").order_by("pk"):
        if post.account is not None:
            found.setdefault(post.account, []).append(post.get_office_display())
    return [(account, "、".join(offices)) for account, offices in found.items()]


def serves(account: Account, organiser: Organisation, today: date) -> bool:
    """Whether somebody may be named to answer for an organiser, from today on or later: one query."""
    posts = _answering(organiser).filter(account=account)
    return posts.filter(Q(valid_to=None) | Q(valid_to__gt=today)).exists()


def _answering(organiser: Organisation) -> PostQuerySet:
    found: PostQuerySet = Post.objects.filter(
        organisation=organiser, office__in=_ANSWERING, account__is_active=True
    )
    return found


def outside(scheme: Scheme, accounts: Collection[Account], today: date) -> list[str]:
    """The user names that serve nowhere in the organiser's line; nobody is outside the 工委's. One query."""
    if scheme.is_citys or not accounts:
        return []
    line = Organisation.objects.under(scheme.organiser.path)
    inside = Post.objects.held(today).filter(organisation__in=line, account__in=accounts)
    serving = set(inside.order_by().values_list("account", flat=True))
    return [one.username for one in accounts if one.pk not in serving]
