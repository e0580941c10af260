"""Which 基层党委 decides about members of an organisation (R09-06)."""

from collections.abc import Collection
from datetime import date

from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.orgs.models.organisations import STEP

APPROVING = frozenset({Kind.ORGAN_COMMITTEE, Kind.COMMITTEE})
"""With the right to approve probationary members; a 党总支 has it only where it was given, so not here."""


def party_committee_of(organisation: Organisation, on: date) -> Organisation | None:
    """The nearest 机关党委 or 党委 above, itself included; where there is none the nearest 工委."""
    return party_committees_of([organisation], on).get(organisation.pk)


def party_committees_of(organisations: Collection[Organisation], on: date) -> dict[int, Organisation]:
    """`party_committee_of` for many, by primary key: one query. Those that have none are absent."""
    prefixes = {path for one in organisations for path in _prefixes(one.path)}
    kinds = {*APPROVING, Kind.WORK_COMMITTEE}
    above = Organisation.objects.not_closed(on).filter(path__in=prefixes, kind__in=kinds)
    by_path = {one.path: one for one in above}
    found: dict[int, Organisation] = {}
    for one in organisations:
        line = [by_path[path] for path in _prefixes(one.path) if path in by_path]
        committees = [each for each in line if each.kind in APPROVING] or line
        if committees:
            found[one.pk] = committees[-1]
    return found


def _prefixes(path: str) -> list[str]:
    """The paths from the root down to this one."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]
