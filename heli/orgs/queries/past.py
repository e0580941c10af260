"""The tree, the list and one organisation as of a past day, from versions; same shapes as today's.

Whose they are follows today's tree, what they were the version of the day. Organisations are today's objects
with the version laid over them: to be shown, never saved.
"""

from collections.abc import Collection, Iterable, Iterator
from copy import copy
from datetime import date

from django.db.models import Count, Q, QuerySet

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import LEADING_KINDS, Kind
from heli.orgs.models import CommitteeTerm, Organisation, OrganisationVersion, TermDecision
from heli.orgs.queries.history import as_of
from heli.orgs.queries.tree import MOST_SHOWN, Filters, Node, Tree, narrowed
from heli.orgs.rules.change import VERSIONED
from heli.orgs.rules.names import place_of, short_name
from heli.orgs.rules.setting import Term, term_of

RELATED = ("organisation", "unit", "organ", "parent", "leader")


def tree(scope: Scope, day: date, opened: Collection[int] | None) -> Tree:
    """`queries.tree` as it was on `day`: seven queries, whatever the size."""
    alive = as_of(day, scope)
    roots = list(
        alive.filter(Q(parent=None) | ~Q(parent__in=alive.values("organisation")))
        .select_related(*RELATED)
        .order_by("path")
    )
    hanging = [one for one in roots if one.kind not in LEADING_KINDS]
    if opened is None:
        opened = {one.organisation_id for one in hanging} if len(hanging) == 1 else ()
    below = list(alive.filter(parent__in=opened).select_related(*RELATED).order_by("path"))
    organisations = {one.pk: one for one in shown([*roots, *below])}
    children: dict[int | None, list[int]] = {}
    for version in below:
        children.setdefault(version.parent_id, []).append(version.organisation_id)
    counted = alive.filter(parent__in=list(organisations)).values_list("parent_id")
    numbers = dict(counted.annotate(number=Count("pk")).order_by("parent_id"))
    terms = terms_on(organisations.values(), day)

    def lines(level: int, pks: Iterable[int]) -> Iterator[Node]:
        for pk in pks:
            mine = children.get(pk, []) if pk in opened else []
            hidden = max(len(mine) - MOST_SHOWN, 0)
            yield Node(organisations[pk], level, numbers.get(pk, 0), bool(mine), terms[pk], hidden)
            yield from lines(level + 1, mine[:MOST_SHOWN])

    bodies = [one.organisation_id for one in roots if one.kind in LEADING_KINDS]
    nodes = list(lines(1, [one.organisation_id for one in hanging]))
    return Tree(nodes, list(lines(1, bodies)), frozenset(opened))


def listed(scope: Scope, day: date, filters: Filters) -> QuerySet[OrganisationVersion]:
    """The versions of `day` that the filters let through, by that day's tree or by name; see `shown`."""
    found = as_of(day, scope).filter(narrowed(filters, "organisation__"))
    if filters.state == "ending":
        found = found.exclude(organisation__ends_on=None)
    if filters.under:
        found = found.filter(organisation__in=_beneath(filters.under, day))
    order = ("organisation__initials", "pk") if filters.sort == "name" else ("path", "pk")
    return found.select_related(*RELATED).order_by(*order)


def _beneath(pk: int, day: date) -> set[int]:
    """What hung beneath an organisation on a day, by the superiors of that day: one query."""
    valid = Q(valid_to=None) | Q(valid_to__gt=day)
    versions = OrganisationVersion.objects.filter(valid, valid_from__lte=day)
    children: dict[int | None, list[int]] = {}
    for organisation, parent in versions.values_list("organisation_id", "parent_id"):
        children.setdefault(parent, []).append(organisation)
    found: set[int] = set()
    waiting = [pk]
    while waiting:
        mine = [one for one in children.get(waiting.pop(), ()) if one not in found]
        found.update(mine)
        waiting += mine
    return found - {pk}


def organisation_as_of(pk: int, scope: Scope, day: date) -> Organisation:
    """One organisation as it was on `day`; NotFound where `scope` does not cover it or it did not exist."""
    version = as_of(day, scope).select_related(*RELATED).filter(organisation=pk).first()
    if version is None:
        raise NotFound(
            "organisation-not-found",
            f"{day} 没有这个党组织，或它不在您的范围内。请换一个日期，或回到今天查看。",
        )
    return shown([version])[0]


def shown(versions: Iterable[OrganisationVersion]) -> list[Organisation]:
    """Today's organisations with these versions laid over them: one query, for the city's name."""
    committee = Organisation.objects.filter(kind=Kind.WORK_COMMITTEE).order_by("path").first()
    place = place_of(committee.name) if committee is not None else ""
    return [_laid_over(one, place) for one in versions]


def _laid_over(version: OrganisationVersion, place: str) -> Organisation:
    one: Organisation = copy(version.organisation)
    one._state = copy(one._state)
    one._state.fields_cache = {}
    if version.name != one.name:
        one.short_name = short_name(version.name, place)
    for name in VERSIONED:
        setattr(one, name, getattr(version, name))
    one.unit, one.organ = version.unit, version.organ
    one.parent, one.leader = version.parent, version.leader
    if version.has_committee is not None:
        one.has_committee = version.has_committee
    return one


def terms_on(organisations: Collection[Organisation], day: date) -> dict[int, Term]:
    """The state of the term in which each was on a day, with its end as decided by then: two queries."""
    pks = [one.pk for one in organisations]
    begun = Q(begins_on=None) | Q(begins_on__lte=day)
    latest = {
        term.organisation_id: term
        for term in CommitteeTerm.objects.filter(begun, organisation__in=pks).order_by("ends_on")
    }
    later = TermDecision.objects.filter(term__organisation__in=pks, approved_on__gt=day)
    until = dict(later.order_by("-approved_on", "-pk").values_list("term_id", "was_until"))
    ends = {pk: until.get(term.pk, term.ends_on) for pk, term in latest.items()}
    return {one.pk: term_of(one.kind, None, ends.get(one.pk), day) for one in organisations}
