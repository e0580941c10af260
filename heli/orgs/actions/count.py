"""Counts of members, handed down by `heli.members`; organisations never count by themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.kernel.action import Doer, action, note
from heli.kernel.bulk import update_rows
from heli.orgs.models import Organisation, OrganisationVersion
from heli.orgs.rules.change import VERSIONED

CHUNK = 500
_COLUMNS = ("member_count", "full_count", "has_committee")


class Count(NamedTuple):
    """Members of an organisation's own roster, full members among them, and whether it has a committee."""

    members: int
    full: int
    has_committee: bool


@action
def set_counts(*, counts: Mapping[int, Count | tuple[int, int, bool]], by: Doer, at: datetime) -> int:
    """Write the counts of each organisation (by primary key) of its own roster; return how many changed.

    Totals of a committee are summed over its subtree when they are read. Whether there is a 支委会 is history
    too: what is first told holds for all versions, a difference begins a new one (R01-28).
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    held = Organisation.objects.values_list("pk", *_COLUMNS)
    changed = [
        (*counts[pk], pk) for pk, *before in held if pk in counts and tuple(counts[pk]) != tuple(before)
    ]
    update_rows(Organisation, _COLUMNS, changed)
    _tell_versions({pk: bool(count[2]) for pk, count in counts.items()}, by, at)
    note(changed=len(changed))
    return len(changed)


def _tell_versions(committees: Mapping[int, bool], by: Doer, at: datetime) -> None:
    """The versions in force learn of the committee; one that knew otherwise ends, and the next begins."""
    day = at.date()
    current = OrganisationVersion.objects.filter(valid_to=None)
    known = current.values_list("organisation_id", "has_committee")
    first = [pk for pk, has in known if has is None and pk in committees]
    differing = [pk for pk, has in known if has is not None and committees.get(pk, has) != has]
    for has in (True, False):
        told = [pk for pk in first if committees[pk] is has]
        for place in range(0, len(told), CHUNK):
            OrganisationVersion.objects.filter(
                organisation__in=told[place : place + CHUNK], has_committee=None
            ).update(has_committee=has)
    begun, ended, replaced = [], [], []
    for version in current.filter(organisation__in=differing):
        version.has_committee = committees[version.organisation_id]
        if version.valid_from >= day:
            replaced.append(version)
        else:
            begun.append(_next(version, by, at))
            version.valid_to = day
            ended.append(version)
    OrganisationVersion.objects.bulk_update(replaced, ["has_committee"], batch_size=CHUNK)
    OrganisationVersion.objects.bulk_update(ended, ["valid_to"], batch_size=CHUNK)
    OrganisationVersion.objects.bulk_create(begun, batch_size=CHUNK)


def _next(version: OrganisationVersion, by: Doer, at: datetime) -> OrganisationVersion:
    has = version.has_committee
    return OrganisationVersion(
        organisation_id=version.organisation_id,
        valid_from=at.date(),
        has_committee=has,
        reason="设支部委员会" if has else "不再设支部委员会",
        recorded_at=at,
        recorded_by=by.label[:120],
        **{name: getattr(version, name) for name in VERSIONED},
    )
