"""Units as lists and pages show them, and the two dictionaries that an office keeps (S000-26, S000-43)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import Dictionary
from heli.orgs.models import DictionaryEntry, Organisation, Unit


@dataclass(frozen=True, slots=True)
class UnitFilters:
    """What a list of units is narrowed to; `place`: own is an organ, attached a 直属单位; `function` a
    primary key, or "none" for units without one."""

    words: str = ""
    nature: str = ""
    place: str = ""
    function: str = ""


def units(scope: Scope, on: date, filters: UnitFilters | None = None) -> QuerySet[Unit]:
    """Units in which an organisation sits that `scope` covers, by name; `found` counts those."""
    filters = filters or UnitFilters()
    within = Organisation.objects.visible_to(scope).live(on).values("pk")
    found = Unit.objects.annotate(found=Count("organisations", filter=Q(organisations__in=within)))
    found = found.filter(found__gt=0).select_related("organ", "function")
    for word in filters.words.split():
        found = found.filter(name__icontains=word)
    if filters.nature:
        found = found.filter(nature=filters.nature)
    if filters.place:
        found = found.filter(organ__isnull=filters.place == "own")
    if filters.function == "none":
        found = found.filter(function=None)
    elif filters.function.isascii() and filters.function.isdigit():
        found = found.filter(function=int(filters.function))
    return found.order_by("name")


def visible_unit(pk: int, scope: Scope, on: date) -> Unit:
    """The unit, if an organisation in it lies in `scope`; NotFound otherwise."""
    found = units(scope, on).filter(pk=pk).first()
    if found is None:
        raise NotFound("unit-not-found", "没有这个单位，或它的党组织不在您的范围内。请从单位列表进入。")
    return found


def organisations_in(unit: Unit, scope: Scope, on: date) -> Sequence[Organisation]:
    """The organisations in a unit that the reader may see, in the order of the tree."""
    seated: QuerySet[Organisation] = Organisation.objects.visible_to(scope).live(on).filter(unit=unit)
    return list(seated.select_related("parent", "leader").order_by("path"))


def units_named(names: Collection[str]) -> dict[str, Unit]:
    """Units by their exact names; unknown names are absent."""
    return {unit.name: unit for unit in Unit.objects.filter(name__in=names)}


def entries(dictionary: Dictionary, held: int | None = None) -> QuerySet[DictionaryEntry]:
    """What may be chosen: the entries in use, and the one (primary key) that is held already."""
    found = DictionaryEntry.objects.filter(dictionary=dictionary).filter(Q(closed_on=None) | Q(pk=held))
    return found.order_by("position", "pk")


def choices_of() -> dict[Dictionary, list[tuple[str, str]]]:
    """What filters offer of both dictionaries, closed entries too: one query."""
    offered: dict[Dictionary, list[tuple[str, str]]] = {kind: [] for kind in Dictionary}
    for one in DictionaryEntry.objects.order_by("position", "pk"):
        offered[Dictionary(one.dictionary)].append((str(one.pk), one.name))
    return offered


class EntryUsed(NamedTuple):
    """An entry, and how many units or organisations in the reader's scope carry it."""

    entry: DictionaryEntry
    used: int


def dictionaries(scope: Scope, on: date) -> list[tuple[Dictionary, list[EntryUsed]]]:
    """Both dictionaries, closed entries last: three queries."""
    live = Organisation.objects.visible_to(scope).live(on).order_by()
    used: dict[int, int] = dict(
        live.exclude(inner=None).values_list("inner_id").annotate(number=Count("pk")).order_by()
    )
    of_units = units(scope, on).exclude(function=None).order_by().values_list("function_id", flat=True)
    for pk in of_units:
        if pk is not None:
            used[pk] = used.get(pk, 0) + 1
    held = sorted(
        DictionaryEntry.objects.all(), key=lambda one: (one.closed_on is not None, one.position, one.pk)
    )
    return [
        (kind, [EntryUsed(one, used.get(one.pk, 0)) for one in held if one.dictionary == kind])
        for kind in Dictionary
    ]


def entry(pk: int) -> DictionaryEntry:
    """One entry; NotFound where there is none."""
    found = DictionaryEntry.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("entry-not-found", "没有这个字典项。请从字典页面进入。")
    return found
