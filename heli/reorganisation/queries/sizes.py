"""Whether the branches that a split makes are large enough, now that it is known who goes where (R01-01)."""

from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import EventKind, EventRole
from heli.orgs.models import Event, Organisation
from heli.orgs.rules.change import Change
from heli.orgs.rules.changes import size_faults
from heli.reorganisation.rules import refusals


def of_the_parts(change: Change, event: Event) -> Verdict:
    """Yes, or the first part of a split that has too few full members; where no roster is known, yes."""
    if change.kind is not EventKind.SPLIT:
        return Verdict.yes()
    roles = (EventRole.SUBJECT, EventRole.SUCCESSOR, EventRole.FOUNDED)
    parts = Organisation.objects.filter(event_parts__event=event, event_parts__role__in=roles)
    alive = list(parts.filter(closed_on=None).order_by("pk").distinct())
    if not any(one.member_count for one in alive):
        return Verdict.yes()
    faults = [
        fault
        for one in alive
        for fault in size_faults(one.name, one.kind, one.full_count, one.member_count, change.happened_on)
    ]
    return next(iter(refusals(faults)), Verdict.yes())
