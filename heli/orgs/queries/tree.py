"""The tree of 隶属, opened branch by branch, and the flat list that a search or a filter gives.

Every read takes a constant number of queries, whatever the size and however much is open.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from heli.accounts.actor import Scope
from heli.orgs.catalogue import LEADING_KINDS
from heli.orgs.models import CommitteeTerm, Organisation, OrganisationQuerySet, beneath
from heli.orgs.rules.names import name_key
from heli.orgs.rules.setting import Term, term_of

MOST_SHOWN = 200
"""Children shown below one organisation; what is more stands in the list."""


STATES = {"closed": "已撤销", "ending": "有截止日期", "outside": "本系统以外"}
SORTS = {"": ("path",), "name": ("initials", "pk"), "-members": ("-member_count", "path")}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; an empty value narrows nothing. `under`, `leader`, `function` and `inner`
    are primary keys, `state` one of STATES; `sort`, one of SORTS, only orders."""

    words: str = ""
    kind: str = ""
    nature: str = ""
    place: str = ""
    under: int | None = None
    leader: int | None = None
    leading: str = ""
    function: int | None = None
    inner: int | None = None
    state: str = ""
    sort: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filters()


def listed(scope: Scope, on: date, filters: Filters) -> QuerySet[Organisation]:
    """Organisations that `scope` covers and the filters let through, live ones where they do not say else."""
    found = _in_state(Organisation.objects.visible_to(scope), on, filters.state)
    if filters.under:
        path = Organisation.objects.filter(pk=filters.under).values_list("path", flat=True).first()
        found = found.filter(beneath(path)).exclude(pk=filters.under) if path else found.none()
    found = found.filter(narrowed(filters))
    related = found.select_related("unit", "parent", "leader", "organ")
    return related.order_by(*SORTS.get(filters.sort, SORTS[""]))


def _in_state(found: OrganisationQuerySet, on: date, state: str) -> QuerySet[Organisation]:
    if state == "closed":
        return found.filter(closed_on__lte=on)
    if state == "outside":
        return found.not_closed(on).filter(outside=True)
    live = found.live(on)
    return live.exclude(ends_on=None) if state == "ending" else live


def narrowed(filters: Filters, own: str = "") -> Q:
    """The filters that read one row; `own` leads from a version to what only its organisation has."""
    met = _said(filters.words, own)
    for name in ("kind", "nature", "leading"):
        if value := getattr(filters, name):
            met &= Q(**{name: value})
    if filters.place:
        met &= Q(attached=filters.place == "attached")
    if filters.leader:
        met &= Q(leader=filters.leader)
    if filters.leading:
        met &= Q(leader__isnull=False)
    if filters.function:
        met &= Q(unit__function=filters.function)
    if filters.inner:
        met &= Q(**{f"{own}inner": filters.inner})
    return met


def _said(words: str, own: str = "") -> Q:
    """Name, short name, code, or pinyin initials as far as they are typed; every word has to be met."""
    met = Q()
    for word in words.split():
        said = Q(name__icontains=word) | Q(**{f"{own}code__istartswith": word})
        said |= Q(**{f"{own}short_name__icontains": word})
        key = name_key(word)
        if key:
            said |= Q(**{f"{own}name_key__icontains": key})
        if word.isascii():
            said |= Q(**{f"{own}initials__icontains": word.lower()})
        met &= said
    return met


def names_of(filters: Filters, scope: Scope) -> dict[int, str]:
    """Short names of the organisations that the filters `under` and `leader` point to; one query, or none."""
    pointed = {pk for pk in (filters.under, filters.leader) if pk}
    if not pointed:
        return {}
    visible = Organisation.objects.visible_to(scope).filter(pk__in=pointed)
    return dict(visible.values_list("pk", "short_name"))


class Node(NamedTuple):
    """One line of the tree: `level` from 1, `hidden` children that are too many to show here."""

    organisation: Organisation
    level: int
    children: int
    is_open: bool
    term: Term
    hidden: int = 0

    @property
    def shown(self) -> int:
        """How many of its children stand below it when it is open."""
        return self.children - self.hidden


class Tree(NamedTuple):
    """The organisations of 隶属 as far as they are open, and the leading bodies, which stand in no tree.

    `opened` are the primary keys of what is open.
    """

    nodes: Sequence[Node]
    bodies: Sequence[Node]
    opened: frozenset[int]


def tree(scope: Scope, on: date, opened: Collection[int] | None) -> Tree:
    """The roots of what `scope` covers, with the children of those opened: four queries.

    A root is an organisation whose superior is outside the scope. Where `opened` is None, a single root of
    隶属 is shown open.
    """
    visible = Organisation.objects.visible_to(scope).live(on)
    roots = list(visible.filter(Q(parent=None) | ~Q(parent__in=visible)).order_by("path"))
    hanging = [one for one in roots if one.kind not in LEADING_KINDS]
    if opened is None:
        opened = {one.pk for one in hanging} if len(hanging) == 1 else ()
    beneath_of: dict[int | None, list[Organisation]] = {}
    for one in visible.filter(parent__in=opened).order_by("path"):
        beneath_of.setdefault(one.parent_id, []).append(one)
    shown = [*roots, *(one for many in beneath_of.values() for one in many)]
    numbers = child_counts(visible, shown)
    terms = terms_of(shown, on)

    def lines(level: int, many: Iterable[Organisation]) -> Iterator[Node]:
        for one in many:
            below = beneath_of.get(one.pk, []) if one.pk in opened else []
            hidden = max(len(below) - MOST_SHOWN, 0)
            yield Node(one, level, numbers.get(one.pk, 0), bool(below), terms[one.pk], hidden)
            yield from lines(level + 1, below[:MOST_SHOWN])

    bodies = [one for one in roots if one.kind in LEADING_KINDS]
    return Tree(list(lines(1, hanging)), list(lines(1, bodies)), frozenset(opened))


def child_counts(visible: QuerySet[Any], of: Collection[Organisation]) -> dict[int, int]:
    """How many visible organisations hang directly on each: one query."""
    counted = visible.filter(parent__in=[one.pk for one in of]).values_list("parent_id")
    return dict(counted.annotate(number=Count("pk")).order_by("parent_id"))


def terms_of(organisations: Collection[Organisation], on: date) -> dict[int, Term]:
    """The state of the latest term of each on a day: one query."""
    terms = CommitteeTerm.objects.filter(organisation__in=[one.pk for one in organisations])
    ends: dict[int, date] = dict(
        terms.values_list("organisation_id").annotate(last=Max("ends_on")).order_by("organisation_id")
    )
    return {one.pk: term_of(one.kind, None, ends.get(one.pk), on) for one in organisations}
