"""Whose lists stand and who has none yet: counted by actor and state, and listed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from heli.accounts.actor import Scope
from heli.accounts.catalogue import SECRETARIES
from heli.mandates.catalogue import BODIES, KINDS_OF, MEMBER_OFFICES, Bearer, ListState
from heli.mandates.models import Mandate, whose
from heli.mandates.models import MandateQuerySet as Lists
from heli.members.catalogue import office_words
from heli.members.models import Post
from heli.orgs.models import Organisation

NONE, DRAFT, ADOPTED = "none", "draft", "adopted"
STATES = {ADOPTED: "已审定", DRAFT: "草稿", NONE: "未制定"}


Counted = dict[tuple[int, str, str], int]
"""Year, whose, state → number of lists."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the overview shows: lists of one actor in a year, narrowed by state, place and name."""

    year: int
    bearer: Bearer
    state: str = ""
    place: str = ""
    name: str = ""


class Tally(NamedTuple):
    """How many actors of a kind there are in sight, and where their lists stand."""

    bearer: Bearer
    adopted: int
    draft: int
    none: int

    @property
    def total(self) -> int:
        return self.adopted + self.draft + self.none

    @property
    def figures(self) -> list[tuple[str, str, int]]:
        """State, its word and its number."""
        return [(code, STATES[code], getattr(self, code)) for code in STATES]


class Line(NamedTuple):
    """One actor: the list in force, the draft, and who the actor is today."""

    organisation: Organisation
    bearer: str
    post: Post | None
    whose: str
    person: str
    adopted: Mandate | None
    draft: Mandate | None

    @property
    def key(self) -> tuple[str, int | None]:
        """Whose list among those of the organisation."""
        return self.bearer, self.post.pk if self.post else None

    @property
    def state(self) -> str:
        return ADOPTED if self.adopted else DRAFT if self.draft else NONE

    @property
    def words(self) -> str:
        """已审定, 已审定，修订中, 草稿, 未制定."""
        return "已审定，修订中" if self.adopted and self.draft else STATES[self.state]


def years(found: Counted, today: date) -> list[int]:
    """The years that have lists, this one and the next."""
    return sorted({*(year for year, _, _ in found), today.year, today.year + 1}, reverse=True)


def counted(scope: Scope, today: date) -> Counted:
    """How many lists in sight are adopted, and how many are begun and none adopted, by year: one query."""
    lists = _living(Mandate.objects.visible_to(scope), today)
    lists = lists.filter(Q(state=ListState.ADOPTED) | Q(~_is_adopted_too(), state=ListState.DRAFT))
    rows = lists.order_by().values_list("year", "bearer", "state").annotate(number=Count("pk"))
    return {(year, bearer, state): number for year, bearer, state, number in rows}


def tallies(scope: Scope, year: int, found: Counted, today: date) -> list[Tally]:
    """For each kind of actor in sight how many have a list: two queries besides what was counted."""
    here = Organisation.objects.live(today).visible_to(scope)
    by_kind = dict(here.order_by().values_list("kind").annotate(number=Count("pk")))
    members = _member_posts(scope, today).count()
    every = []
    for bearer in Bearer:
        total = members if bearer is Bearer.MEMBER else sum(by_kind.get(one, 0) for one in KINDS_OF[bearer])
        done, begun = (
            found.get((year, bearer.value, state.value), 0) for state in (ListState.ADOPTED, ListState.DRAFT)
        )
        every.append(Tally(bearer, done, begun, max(total - done - begun, 0)))
    return [one for one in every if one.total]


def organisations(scope: Scope, filters: Filters, today: date) -> QuerySet[Organisation]:
    """Those that keep lists of an actor other than a member, by the tree."""
    found = Organisation.objects.live(today).visible_to(scope).filter(kind__in=KINDS_OF[filters.bearer])
    found = found.filter(_narrowed(filters)).filter(
        _in_state(filters, organisation=OuterRef("pk"), post=None)
    )
    return found.order_by("path")


def members(scope: Scope, filters: Filters, today: date) -> QuerySet[Post]:
    """Posts of members of leading bodies, by the tree."""
    found = _member_posts(scope, today).filter(_narrowed(filters, "organisation__"))
    found = found.filter(_in_state(filters, post=OuterRef("pk")))
    return found.select_related("organisation").order_by("organisation__path", "office", "valid_from", "pk")


def lines(rows: Sequence[Organisation | Post], filters: Filters, today: date) -> list[Line]:
    """What the overview says of each of these, which are of one page: two queries."""
    posts = [one for one in rows if isinstance(one, Post)]
    held = [one for one in rows if isinstance(one, Organisation)]
    lists = Mandate.objects.standing().filter(year=filters.year, bearer=filters.bearer)
    lists = lists.filter(Q(post__in=posts) if posts else Q(organisation__in=held))
    of: dict[tuple[int, int | None, str], Mandate] = {
        (one.organisation_id, one.post_id, one.state): one for one in lists.select_related("meeting")
    }
    persons = _secretaries(held, today) if filters.bearer is Bearer.SECRETARY else {}
    return [_line(one, filters.bearer, of, persons) for one in rows]


def lines_of(organisation: Organisation, year: int, today: date) -> list[Line]:
    """Every actor of one organisation with where his list stands: at most seven queries."""
    found: list[Line] = []
    for bearer in Bearer:
        if organisation.kind in KINDS_OF[bearer]:
            filters = Filters(year, bearer)
            rows: list[Organisation | Post] = [organisation]
            if bearer is Bearer.MEMBER:
                posts = Post.objects.held(today).filter(organisation=organisation, office__in=MEMBER_OFFICES)
                rows = list(posts.select_related("organisation").order_by("office", "valid_from", "pk"))
            found += lines(rows, filters, today) if rows else []
    return found


def _line(
    one: Organisation | Post,
    bearer: Bearer,
    of: dict[tuple[int, int | None, str], Mandate],
    persons: dict[int, str],
) -> Line:
    post = one if isinstance(one, Post) else None
    organisation = one.organisation if isinstance(one, Post) else one
    words = office_words(organisation.kind, post.office) if post else whose(bearer, organisation.kind)
    person = post.name if post else persons.get(organisation.pk, "")
    key = (organisation.pk, post.pk if post else None)
    found = of.get((*key, ListState.ADOPTED.value)), of.get((*key, ListState.DRAFT.value))
    return Line(organisation, bearer, post, words, person, *found)


def _member_posts(scope: Scope, today: date) -> QuerySet[Post]:
    here = Organisation.objects.live(today).filter(kind__in=BODIES)
    return Post.objects.held(today).visible_to(scope).filter(office__in=MEMBER_OFFICES, organisation__in=here)


def _living(lists: Lists, today: date) -> Lists:
    """Of organisations that stand and of posts that are held, so that they are among those counted."""
    here, held = Organisation.objects.live(today), Post.objects.held(today)
    return lists.filter(Q(post=None) | Q(post__in=held), organisation__in=here)


def _is_adopted_too() -> Exists:
    same = Q(organisation=OuterRef("organisation"), year=OuterRef("year"), bearer=OuterRef("bearer"))
    posts = Q(post=OuterRef("post")) | Q(
        post=None, bearer__in=[one for one in Bearer if one != Bearer.MEMBER]
    )
    return Exists(Mandate.objects.filter(same & posts, state=ListState.ADOPTED))


def _narrowed(filters: Filters, via: str = "") -> Q:
    wanted = Q()
    if filters.place:
        wanted &= Q(**{f"{via}attached": filters.place == "attached"})
    if filters.name:
        wanted &= Q(**{f"{via}name__contains": filters.name})
    return wanted


def _in_state(filters: Filters, **slot: object) -> Q | Exists:
    if not filters.state:
        return Q()
    lists = Mandate.objects.filter(year=filters.year, bearer=filters.bearer, **slot)
    adopted, draft = (Exists(lists.filter(state=one)) for one in (ListState.ADOPTED, ListState.DRAFT))
    if filters.state == ADOPTED:
        return adopted
    return Q(~adopted, draft) if filters.state == DRAFT else Q(~adopted, ~draft)


def _secretaries(held: Iterable[Organisation], today: date) -> dict[int, str]:
    posts = Post.objects.held(today).filter(organisation__in=list(held), office__in=SECRETARIES)
    return dict(posts.order_by("-valid_from", "-pk").values_list("organisation_id", "name"))
