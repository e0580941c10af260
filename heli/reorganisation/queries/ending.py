"""What ends with organisations that close: posts held at them, second memberships in them."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

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
