"""What ends with an organisation: posts held at it, second memberships in it, responsibilities for it."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Greatest

from heli.members.models import Post, Responsibility, SecondMembership


def end_posts(organisations: Collection[int], on: date) -> int:
    """End the posts held at these organisations on a day, the first on which they are no longer held.

    The responsibilities (一岗双责) that hang on these posts, or are for these organisations, end too. Returns
    how many posts ended. A step of an action, which counts the organisations anew.
    """
    posts = Post.objects.filter(organisation__in=organisations).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    Responsibility.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on),
        Q(post__in=posts.values("pk")) | Q(organisation__in=organisations),
    ).update(valid_to=Greatest(F("valid_from"), on))
    return posts.update(valid_to=Greatest(F("valid_from"), on))


def end_second_memberships(organisations: Collection[int], on: date) -> int:
    """End second memberships in these organisations on a day; returns how many."""
    return (
        SecondMembership.objects.filter(organisation__in=organisations)
        .filter(Q(valid_to=None) | Q(valid_to__gt=on))
        .update(valid_to=Greatest(F("valid_from"), on))
    )


def end_of_member(member: int, on: date) -> tuple[int, int]:
    """End the posts and second memberships of one who leaves; how many of each."""
    held = Q(valid_to=None) | Q(valid_to__gt=on)
    posts = Post.objects.filter(held, member=member)
    Responsibility.objects.filter(held, post__in=posts.values("pk")).update(
        valid_to=Greatest(F("valid_from"), on)
    )
    ended = posts.update(valid_to=Greatest(F("valid_from"), on))
    seconds = SecondMembership.objects.filter(held, member=member)
    return ended, seconds.update(valid_to=Greatest(F("valid_from"), on))


def end_posts_of_member(member: int, organisation: int, on: date) -> int:
    """End the posts that a member holds at one organisation, and what he answered for by them."""
    held = Q(valid_to=None) | Q(valid_to__gt=on)
    posts = Post.objects.filter(held, member=member, organisation=organisation)
    Responsibility.objects.filter(held, post__in=posts.values("pk")).update(
        valid_to=Greatest(F("valid_from"), on)
    )
    return posts.update(valid_to=Greatest(F("valid_from"), on))
