"""Versions: what an organisation was, appended and never rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from heli.kernel.action import Doer
from heli.orgs.models import Organisation, OrganisationVersion
from heli.orgs.rules.change import LABELS, VERSIONED

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Change:
    """An organisation that was changed, and the names of the fields that differ."""

    organisation: Organisation
    fields: frozenset[str]

    @property
    def reason(self) -> str:
        """What the version's line says: the fields that differ, or that it moved along with its superior."""
        told = [label for name, label in LABELS.items() if name in self.fields]
        return f"按党组织名册变更：{'、'.join(told)}" if told else "随上级党组织调整"


def write_versions(
    *, created: Sequence[Organisation], changed: Sequence[Change], by: Doer, at: datetime
) -> None:
    """Begin the history of new organisations, and a new version of those that differ.

    The first version begins on the founding day, or on 1 January of the loading year where that is unknown.
    A later one begins on the loading day and ends the one before; one that begins on that very day (or, for
    a founding still to come, later) is replaced.
    """
    day = at.date()
    new = [
        version_of(one, one.founded_on or date(day.year, 1, 1), "党组织名册载入", by, at) for one in created
    ]
    differing = {
        change.organisation.pk: change for change in changed if not change.fields.isdisjoint(VERSIONED)
    }
    ended: list[OrganisationVersion] = []
    replaced: list[OrganisationVersion] = []
    for current in _current(differing):
        change = differing[current.organisation_id]
        version = version_of(change.organisation, max(day, current.valid_from), change.reason, by, at)
        version.has_committee = current.has_committee
        if current.valid_from >= day:
            version.pk = current.pk
            replaced.append(version)
        else:
            current.valid_to = day
            ended.append(current)
            new.append(version)
    fields = [name.removesuffix("_id") for name in VERSIONED]
    OrganisationVersion.objects.bulk_update(ended, ["valid_to"], batch_size=CHUNK)
    OrganisationVersion.objects.bulk_update(
        replaced, [*fields, "reason", "recorded_at", "recorded_by"], batch_size=CHUNK
    )
    OrganisationVersion.objects.bulk_create(new, batch_size=CHUNK)


def _current(differing: dict[int, Change]) -> list[OrganisationVersion]:
    """The version in force of each; all that are in force are read where many differ."""
    versions = OrganisationVersion.objects.filter(valid_to=None)
    if len(differing) <= CHUNK:
        versions = versions.filter(organisation__in=list(differing))
    return [version for version in versions if version.organisation_id in differing]


def version_of(
    one: Organisation, valid_from: date, reason: str, by: Doer, at: datetime
) -> OrganisationVersion:
    """An organisation as it stands, as a version to be written; of its committee nothing is said."""
    return OrganisationVersion(
        organisation_id=one.pk,
        valid_from=valid_from,
        reason=reason[:200],
        recorded_at=at,
        recorded_by=by.label[:120],
        **{name: getattr(one, name) for name in VERSIONED},
    )
