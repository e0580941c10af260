"""Adopting a list at a meeting; the organisation's own also fulfils the plan's 制定责任清单: entered once."""

from datetime import datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid
from heli.kernel.verdict import all_of
from heli.mandates import rules
from heli.mandates.catalogue import FILED, LISTS, ListState, Move
from heli.mandates.models import Mandate
from heli.mandates.queries import drafting
from heli.mandates.rules import Meeting
from heli.orgs.models import Organisation


@action
def adopt(
    *, mandate: Mandate, meeting: Record, filed: Record | None = None, by: Doer, at: datetime
) -> Mandate:
    """A draft becomes the list in force, as the meeting decided (S001-72); the version before it ends.

    `filed` is a record that already says that the list was made; without one the organisation's own list
    writes it, on the day of the meeting, where such an organisation records any (R07-07). NotAllowed without
    MANDATE_ADOPT, which no assistant and no deputy has; Invalid where a mandatory item is missing (S000-28),
    an item has nobody who bears it (S000-36), or the meeting cannot be the one; WrongState for no draft.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=mandate.organisation_id)
    rows = Mandate.objects.select_for_update(of=("self",), no_key=True)
    draft = rows.select_related("organisation", "post").get(pk=mandate.pk)
    may(by, Permission.MANDATE_ADOPT, draft.organisation).require()
    items = list(draft.items.select_related("post").order_by("position"))
    said = Meeting(
        meeting.organisation_id, meeting.kind, meeting.happened_on, meeting.withdrawn_at is not None
    )
    before = drafting.adopted_before(draft)
    all_of(
        drafting.against_adopting(draft, items, localdate(at)),
        rules.is_meeting_of(said, draft.organisation_id, draft.organisation.kind, draft.year, before),
    ).require()
    if filed is not None and filed not in drafting.filed_before(draft):
        raise Invalid("mandate-filed", "所选的责任清单记录不能关联，请重新选择。")
    _supersede(draft, by=by, at=at)
    draft.state = LISTS.next(draft.state_now, Move.ADOPT)
    draft.meeting, draft.adopted_on = meeting, meeting.happened_on
    draft.adopted_at, draft.adopted_by = at, by.label[:120]
    draft.filed = filed if filed is not None else _file(draft, meeting, by=by, at=at)
    draft.save()
    note(meeting=meeting.pk, filed=draft.filed_id, version=draft.version)
    return draft


def _supersede(draft: Mandate, *, by: Doer, at: datetime) -> None:
    there = drafting.of_slot(draft.organisation, draft.year, draft.bearer, draft.post)
    for old in there:
        if old.state == ListState.ADOPTED:
            old.state = LISTS.next(old.state_now, Move.SUPERSEDE)
            old.ended_at, old.ended_by = at, by.label[:120]
            old.save(update_fields=["state", "ended_at", "ended_by"])


def _file(draft: Mandate, meeting: Record, *, by: Doer, at: datetime) -> Record | None:
    """The record of an organisation's own list; None where its kind records no lists, or it is a person's."""
    if not drafting.is_filed(draft, meeting.happened_on):
        return None
    version = f"（第{draft.version}版）" if draft.version > 1 else ""
    return record(
        organisation=draft.organisation,
        kind=FILED,
        happened_on=meeting.happened_on,
        topic=f"{draft.title}{version}",
        text=f"责任清单经{meeting.happened_on}“{meeting.topic}”审定。"[:300],
        by=by,
        at=at,
    )
