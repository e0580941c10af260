"""Writing an event into versions: from its day on, and never before it."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from heli.kernel.action import Doer
from heli.kernel.bulk import update_rows
from heli.orgs.actions.versions import CHUNK, version_of
from heli.orgs.models import Event, Organisation, OrganisationVersion
from heli.orgs.queries.spans import Spans
from heli.orgs.rules.change import VERSIONED

_REPLACED = (*VERSIONED, "event_id", "reason", "recorded_at", "recorded_by")


class Splice:
    """Collects what becomes of versions, then writes it in few statements."""

    def __init__(self, spans: Spans, event: Event, by: Doer, at: datetime) -> None:
        self.spans, self.event, self.by, self.at = spans, event, by, at
        self.reason = f"{event.get_kind_display()}（{event.document_number}）"
        self.new: list[OrganisationVersion] = []
        self.ended: list[OrganisationVersion] = []
        self.replaced: list[OrganisationVersion] = []
        self.dropped: list[OrganisationVersion] = []

    def write(self) -> None:
        """Every organisation of the plan, then the rows."""
        plan, day = self.spans.plan, self.spans.day
        for altered in plan.altered:
            for version, names in list(self.spans.touched(altered)):
                self._take_over(version, altered.organisation, names)
        for one in plan.closed:
            self._close(one)
        for one in (*plan.reopened, *(plan.forest.nodes[key] for key in plan.founded)):
            begun = self._begun(version_of(one, day, self.reason, self.by, self.at))
            begun.has_committee = next(
                (version.has_committee for version in reversed(self.spans.of[one.pk])), None
            )
            self.new.append(begun)
        OrganisationVersion.objects.filter(pk__in=[one.pk for one in self.dropped]).delete()
        update_rows(OrganisationVersion, ["valid_to"], [(one.valid_to, one.pk) for one in self.ended])
        update_rows(OrganisationVersion, _REPLACED, map(attrgetter(*_REPLACED, "pk"), self.replaced))
        OrganisationVersion.objects.bulk_create(self.new, batch_size=CHUNK)

    def _take_over(self, version: OrganisationVersion, one: Organisation, names: Iterable[str]) -> None:
        """One version takes what the event changed: itself, or as a new one from the event's day."""
        day = self.spans.day
        if version.valid_from < day:
            begun = self._begun(_copy(version))
            begun.valid_from, begun.valid_to = day, version.valid_to
            version.valid_to = day
            self.ended.append(version)
            self.new.append(begun)
        else:
            begun = version
            if version.valid_from == day:
                self._begun(version)
            self.replaced.append(version)
        for name in names:
            setattr(begun, name, getattr(one, name))

    def _close(self, one: Organisation) -> None:
        for version in self.spans.reaching(one.pk):
            if version.valid_from < self.spans.day:
                version.valid_to = self.spans.day
                self.ended.append(version)
            else:
                self.dropped.append(version)

    def _begun(self, version: OrganisationVersion) -> OrganisationVersion:
        """A version that begins with the event."""
        version.event, version.reason = self.event, self.reason[:200]
        version.recorded_at, version.recorded_by = self.at, self.by.label[:120]
        return version


def _copy(version: OrganisationVersion) -> OrganisationVersion:
    values = {name: getattr(version, name) for name in VERSIONED}
    return OrganisationVersion(
        organisation_id=version.organisation_id, has_committee=version.has_committee, **values
    )
