"""Corrections of what was published, where an event reaches back behind it; a step of the event's action."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from heli.figures.actions import correct
from heli.figures.models import Publication
from heli.kernel.action import Doer
from heli.orgs.models import Event
from heli.reorganisation.queries.effects import Effects
from heli.reorganisation.queries.published import Values, differing, worked_out


def correct_published(
    *,
    publications: Sequence[Publication],
    before: Mapping[int, Values],
    event: Event,
    reason: str,
    by: Doer,
    at: datetime,
) -> Effects:
    """Set beside each publication what has changed through the event; how many publications and figures."""
    after = worked_out(publications)
    corrected = figures = 0
    for publication in publications:
        values = differing(before[publication.pk], after[publication.pk])
        if not values:
            continue
        correction = correct(
            publication=publication, values=values, reason=reason or why(event), event=event, by=by, at=at
        )
        if correction is not None:
            corrected += 1
            figures += correction.figures.count()
    return Effects(publications=corrected, figures=figures)


def why(event: Event) -> str:
    """What a correction says of the event that it comes from."""
    return f"{event.happened_on} {event.get_kind_display()}（{event.document_number}）：{event.reason}"[:300]
