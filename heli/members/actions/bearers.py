"""Office bearers: posts that begin, end or become known to be a member's, written in one go."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from heli.accounts.catalogue import SECRETARIES, Office
from heli.kernel.bulk import insert_rows
from heli.members.models import Post
from heli.orgs.models import CommitteeTerm, Organisation

FEW = 500
CHUNK = 500
_COLUMNS = (
    "organisation_id",
    "office",
    "name",
    "member_id",
    "account_id",
    "fulltime",
    "valid_from",
    "valid_to",
)


def posts_at(organisations: Collection[int]) -> list[Post]:
    """Every post ever held at these organisations (primary keys), in the order of their beginning."""
    posts = Post.objects.order_by("valid_from", "pk")
    if len(organisations) <= FEW:
        return list(posts.filter(organisation__in=organisations))
    wanted = set(organisations)
    return [post for post in posts if post.organisation_id in wanted]


@dataclass(slots=True)
class Bearers:
    """The posts at some organisations, changed in memory and written by `save`.

    A post that begins where Heli knew none of its office before begins with the present term, where that is
    known, and else with the year: whoever loads a roster in June held the office before June.
    """

    day: date
    organisations: dict[int, Organisation]
    posts: list[Post]
    _terms: dict[int, date] = field(init=False, default_factory=dict)
    _at: dict[int, list[Post]] = field(init=False, default_factory=dict)
    _began: set[tuple[int, str]] = field(init=False, default_factory=set)
    new: list[Post] = field(init=False, default_factory=list)
    changed: dict[int, Post] = field(init=False, default_factory=dict)

    @classmethod
    def at(cls, organisations: Iterable[Organisation], day: date) -> "Bearers":
        """The posts at these organisations: two queries."""
        by_pk = {one.pk: one for one in organisations}
        return cls(day, by_pk, posts_at(by_pk))

    def __post_init__(self) -> None:
        for post in self.posts:
            self._at.setdefault(post.organisation_id, []).append(post)
            self._began.add((post.organisation_id, post.office))
        terms = CommitteeTerm.objects.filter(begins_on__lte=self.day, ends_on__gte=self.day)
        self._terms = {term.organisation_id: term.begins_on for term in terms if term.begins_on}

    def held(self, organisation_id: int, offices: Collection[Office]) -> list[Post]:
        """Posts of these offices held on the day."""
        return [
            post
            for post in self._at.get(organisation_id, ())
            if post.office in offices and self._is_held(post)
        ]

    def hold(self, organisation_id: int, office: Office, name: str, member_id: int | None) -> bool:
        """Make it so that the person holds the office; whether anything changed by that.

        Another secretary than before ends the post of the one before.
        """
        mine = [post for post in self.held(organisation_id, {office}) if _is(post, name, member_id)]
        if mine:
            return self._recognise(mine[0], name, member_id)
        if office in SECRETARIES:
            for post in self.held(organisation_id, {office}):
                self.end(post)
        self._begin(organisation_id, office, name, member_id)
        return True

    def end(self, post: Post) -> None:
        """The day is the first on which the post is no longer held."""
        post.valid_to = max(self.day, post.valid_from)
        self._change(post)

    def save(self) -> None:
        insert_rows(Post, _COLUMNS, ([getattr(post, name) for name in _COLUMNS] for post in self.new))
        Post.objects.bulk_update(
            self.changed.values(), ["name", "member", "account", "valid_to"], batch_size=CHUNK
        )

    def _begin(self, organisation_id: int, office: Office, name: str, member_id: int | None) -> None:
        day = self._first_day(organisation_id, office)
        for post in self._at.get(organisation_id, ()):
            if (post.office, post.name, post.valid_from) == (office, name, day):  # ended earlier today
                post.valid_to, post.member_id = None, member_id
                return self._change(post)
        post = Post(
            organisation_id=organisation_id, office=office, name=name, member_id=member_id, valid_from=day
        )
        self._at.setdefault(organisation_id, []).append(post)
        self.new.append(post)
        return None

    def _first_day(self, organisation_id: int, office: Office) -> date:
        if (organisation_id, office) in self._began:
            return self.day
        term = self._terms.get(organisation_id)
        founded = self.organisations[organisation_id].founded_on or date.min
        return term or min(max(founded, date(self.day.year, 1, 1)), self.day)

    def _recognise(self, post: Post, name: str, member_id: int | None) -> bool:
        if post.name == name and (member_id is None or post.member_id == member_id):
            return False
        post.name, post.member_id = name, member_id or post.member_id
        self._change(post)
        return True

    def _is_held(self, post: Post) -> bool:
        return post.valid_from <= self.day and (post.valid_to is None or post.valid_to > self.day)

    def _change(self, post: Post) -> None:
        if post.pk is not None:
            self.changed[post.pk] = post


def _is(post: Post, name: str, member_id: int | None) -> bool:
    """Whether the post is that person's: the same member, or the same name where one of them is no member."""
    if member_id is not None and post.member_id is not None:
        return post.member_id == member_id
    return post.name == name
