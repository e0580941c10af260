"""Loading a 组织生活台账: every meeting handed down to `heli.duties` as a record."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from heli.duties import actions as duty_actions
from heli.duties.actions import RecordRow
from heli.duties.catalogue import RECORD_KINDS
from heli.duties.models import Record
from heli.kernel.action import Doer, action
from heli.orglife import rules
from heli.orglife.actions.rows import MeetingRow, Named
from heli.orglife.rules import Known
from heli.orgs import queries as org_queries
from heli.orgs.models import Organisation
from heli.sheets.taken import TakenIn, Vanished

Progress = Callable[[str, int, int], None]
_ROOM = 300


@action
def take_in_ledger(
    *,
    rows: Sequence[MeetingRow],
    by: Doer,
    at: datetime,
    named: Collection[Named] = frozenset(),
    progress: Progress | None = None,
) -> TakenIn:
    """Write what a ledger states; what Heli holds already changes nothing, a corrected row corrects.

    `rows` come from `sheets.check`, their organisations are in Heli with rosters counted. What breaks a rule
    is kept in the record's remarks. `named` are records that refused rows speak of: they have not vanished.
    NotAllowed without INTAKE_LOAD.
    """
    wanted = {row.organisation for row in rows} | {one.organisation for one in named}
    organisations = org_queries.by_key(wanted)
    taken = duty_actions.take_in_records(
        rows=[_record(row, organisations[row.organisation]) for row in rows], by=by, at=at, progress=progress
    )
    return replace(taken, vanished=tuple(_vanished(taken.vanished, named, organisations)))


def _record(row: MeetingRow, organisation: Organisation) -> RecordRow:
    kind = RECORD_KINDS().get(row.kind, row.happened_on)
    known = Known(organisation.kind, organisation.has_committee, organisation.founded_on)
    remarks = [
        *rules.past_remarks(kind, row.happened_on, organisation.kind, row.due, row.present),
        *rules.roster_remarks(kind, row.happened_on, known),
    ]
    return RecordRow(
        organisation_id=organisation.pk,
        kind=row.kind,
        happened_on=row.happened_on,
        topic=row.topic,
        due=row.due,
        present=row.present,
        chair=row.chair,
        recorder=row.recorder,
        text=row.text,
        remarks="；".join(remark.text for remark in remarks)[:_ROOM],
    )


def _vanished(
    vanished: Sequence[Vanished], named: Collection[Named], organisations: Mapping[str, Organisation]
) -> Iterator[Vanished]:
    """Those that no refused row speaks of."""
    spoken_of = {
        (organisations[one.organisation].pk, one.happened_on, one.kind, one.topic)
        for one in named
        if one.organisation in organisations
    }
    if not spoken_of:
        yield from vanished
        return
    pks = {one.key: int(one.key.removeprefix("record:")) for one in vanished}
    held = Record.objects.in_bulk(pks.values())
    for one in vanished:
        record = held[pks[one.key]]
        if (record.organisation_id, record.happened_on, record.kind, record.topic) not in spoken_of:
            yield one
