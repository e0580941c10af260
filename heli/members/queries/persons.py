"""One member as his page shows him: his belongings, posts and second memberships, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from heli.members.models import Belonging, Member, Post, SecondMembership


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`ended` is how he left, where he has."""

    member: Member
    belongings: Sequence[Belonging]
    posts: Sequence[Post]
    seconds: Sequence[SecondMembership]

    @property
    def ended(self) -> Belonging | None:
        last = self.belongings[0] if self.belongings else None
        return last if last is not None and last.valid_to is not None else None

    @property
    def last_day(self) -> date | None:
        """The last day on which he belonged here."""
        ended = self.ended
        return ended.valid_to - timedelta(days=1) if ended is not None and ended.valid_to else None


def person_page(member: Member, on: date) -> PersonPage:
    """Everything that his page shows: three queries."""
    return PersonPage(
        member,
        tuple(member.belongings.select_related("organisation").order_by("-valid_from")),
        tuple(member.posts.select_related("organisation").order_by("-valid_from", "pk")),
        tuple(member.second_memberships.select_related("organisation").order_by("-valid_from", "pk")),
    )
