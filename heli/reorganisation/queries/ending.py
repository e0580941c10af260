"""What ends with organisations that close, or passes on: posts, second memberships, duties by name."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from heli.duties.models import Requirement
from heli.duties.queries.named import open_occurrences, open_owners
from heli.members.models import Post, SecondMembership


def ending_posts(closing: Collection[int], on: date) -> tuple[int, ...]:
    """Primary keys of the posts that are held at them on the day or begin later."""
    if not closing:
        return ()
    held = Post.objects.filter(organisation__in=closing).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    return tuple(held.order_by("pk").values_list("pk", flat=True))


def ending_second(closing: Collection[int], on: date) -> tuple[int, ...]:
    """Primary keys of the second memberships in them that last beyond the day."""
    if not closing:
        return ()
    taking_part = SecondMembership.objects.filter(organisation__in=closing)
    taking_part = taking_part.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    return tuple(taking_part.order_by("pk").values_list("pk", flat=True))


def open_duties(closing: Collection[int], on: date) -> tuple[str, ...]:
    """The duties by name that they have not done yet, in words: what passes to their successors."""
    if not closing:
        return ()
    owners, occurrences = open_owners(closing, on), open_occurrences(closing, on)
    wanted = {one.requirement_id for one in owners}
    named = Requirement.objects.in_bulk(list(wanted))
    return (
        *(f"{named[one.requirement_id]}（{one.organisation.short_name}）" for one in owners),
        *(f"{one.reason}（{one.organisation.short_name}）" for one in occurrences),
    )
