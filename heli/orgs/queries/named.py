"""Organisations by the names and codes that workbooks write."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import F

from heli.orgs.models import Organisation, OrganisationVersion
from heli.orgs.rules.index import NameIndex, OrgRef, identity


def name_index(on: date) -> NameIndex:
    """An index over the organisations not closed by the day `on`, and the names that they had before.

    Two queries, whatever the size.
    """
    refs = {
        pk: OrgRef(identity(code, name), name, kind, pk)
        for pk, code, name, kind in Organisation.objects.not_closed(on)
        .order_by("path")
        .values_list("pk", "code", "name", "kind")
    }
    return NameIndex(refs.values(), former_names(refs))


def former_names(refs: dict[int, OrgRef]) -> Iterator[tuple[str, OrgRef]]:
    """Names that organisations had in earlier versions, each with the ref of its organisation in `refs`."""
    renamed = OrganisationVersion.objects.exclude(name=F("organisation__name"))
    for name, pk in renamed.order_by("pk").values_list("name", "organisation_id"):
        if pk in refs:
            yield name, refs[pk]


def by_key(keys: Collection[str]) -> dict[str, Organisation]:
    """Organisations by `identity`, the key that OrgRef and OrgRow carry; unknown keys are absent."""
    wanted = set(keys)
    found: dict[str, Organisation] = {}
    for organisation in Organisation.objects.order_by("path"):
        key = identity(organisation.code, organisation.name)
        if key in wanted:
            found[key] = organisation
    return found
