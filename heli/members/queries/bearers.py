"""班子与任期: who holds and who held office at an organisation, and its committee's terms."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from heli.accounts.catalogue import Office
from heli.members.models import Post
from heli.orgs.models import CommitteeTerm, Organisation

_ORDER = {office: place for place, office in enumerate(Office)}


class Bearers(NamedTuple):
    """Posts held on the day in the order of the offices; those ended, and terms, the latest first."""

    present: Sequence[Post]
    former: Sequence[Post]
    terms: Sequence[CommitteeTerm]


def bearers_of(organisation: Organisation, on: date) -> Bearers:
    """Everyone whom Heli knows to have held office there: two queries."""
    posts = list(organisation.posts.order_by("-valid_from", "pk"))
    ended = [post for post in posts if post.valid_to is not None and post.valid_to <= on]
    held = [post for post in posts if post.valid_from <= on and post not in ended]
    return Bearers(
        sorted(held, key=lambda post: (_ORDER[Office(post.office)], post.valid_from)),
        sorted(ended, key=lambda post: post.valid_to or on, reverse=True),
        list(organisation.terms.order_by("-ends_on")),
    )
