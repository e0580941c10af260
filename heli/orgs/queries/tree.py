"""The tree of 隶属, opened branch by branch, and the flat list that a search or a filter gives.

Every read takes a constant number of queries, whatever the size and however much is open.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from heli.accounts.actor import Scope
from heli.orgs.catalogue import LEADING_KINDS
from heli.orgs.models import CommitteeTerm, Organisation, beneath
from heli.orgs.rules.names import name_key
from heli.orgs.rules.setting import Term, term_of

MOST_SHOWN = 200
"""Children shown below one organisation; what is more stands in the list."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; an empty value narrows nothing. `under` and `leader` are primary keys."""

    words: str = ""
    kind: str = ""
    nature: str = ""
    place: str = ""
    under: int | None = None
    leader: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Filters()


def listed(scope: Scope, on: date, filters: Filters) -> QuerySet[Organisation]:
    """Live organisations that `scope` covers and the filters let through, in the order of the tree."""
    found: QuerySet[Organisation] = Organisation.objects.visible_to(scope).live(on)
    if filters.words:
        found = found.filter(_said(filters.words))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.nature:
        found = found.filter(nature=filters.nature)
    if filters.place:
        found = found.filter(attached=filters.place == "attached")
    if filters.leader:
        found = found.filter(leader=filters.leader)
    if filters.under:
        path = Organisation.objects.filter(pk=filters.under).values_list("path", flat=True).first()
        found = found.filter(beneath(path)).exclude(pk=filters.under) if path else found.none()
    return found.select_related("unit", "parent", "leader").order_by("path")


def _said(words: str) -> Q:
    """Name, short name, code, or pinyin initials as far as they are typed; every word has to be met."""
    met = Q()
    for word in words.split():
        said = Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__istartswith=word)
        key = name_key(word)
        if key:
            said |= Q(name_key__icontains=key)
        if word.isascii():
            said |= Q(initials__icontains=word.lower())
        met &= said
    return met


def names_of(filters: Filters, scope: Scope) -> dict[int, str]:
    """Short names of the organisations that the filters `under` and `leader` point to; one query, or none."""
    pointed = [pk for pk in (filters.under, filters.leader) if pk]
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


def child_counts(visible: QuerySet[Organisation], of: Collection[Organisation]) -> dict[int, int]:
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
