"""Recording a meeting with who came, and filing a document: each one record of `heli.duties`."""

from collections.abc import Mapping
from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties import actions as duty_actions
from heli.duties.catalogue import RecordForm
from heli.duties.models import Record
from heli.duties.rules.recording import kind_of
from heli.kernel.action import Doer, action
from heli.kernel.verdict import Verdict, all_of
from heli.orglife import queries, rules
from heli.orglife.actions.drafting import draft
from heli.orglife.models import Attendance
from heli.orglife.rules import Gathering, Known, Person, Turnout
from heli.orgs.models import Organisation
from heli.orgs.queries.timeline import as_of_day

_NONE_AWAY: Mapping[str, str] = {}


@action
def record_meeting(
    *,
    organisation: Organisation,
    kind: str,
    happened_on: date,
    topic: str,
    chair: str,
    by: Doer,
    at: datetime,
    recorder: str = "",
    text: str = "",
    absent: Mapping[str, str] = _NONE_AWAY,
    numbers: Turnout | None = None,
    part_of: Record | None = None,
    counts_on: date | None = None,
) -> Record:
    """Record a meeting held: a duties record with the attendance of everyone due, its text a draft.

    `absent` has reasons (`catalogue.Absence`; NOT_DUE for members of another 党小组) by Person.key of
    `queries.roster`; `numbers` count where no roster is known, and agree with it where one is. Raises as
    `duties.actions.record`, and Invalid where a regulation forbids it (R01-12, R01-13, R01-15, R01-29); what
    a custom asks goes into the remarks.
    """
    may(by, Permission.RECORD_ENTER, organisation).require()
    gathering, objections = weigh_meeting(organisation, kind, happened_on, chair.strip(), absent, numbers)
    all_of(rules.numbers_agree(gathering), *filter(rules.blocks, objections)).require()
    made = duty_actions.record(
        organisation=organisation,
        kind=kind,
        happened_on=happened_on,
        topic=topic,
        due=gathering.turnout.due,
        present=gathering.turnout.present,
        chair=chair,
        recorder=recorder,
        text=text,
        part_of=part_of,
        counts_on=counts_on,
        remarks=rules.remarks(objections, text, happened_on),
        by=by,
        at=at,
    )
    write_attendance(made, gathering)
    if text.strip():
        draft(made, by, at)
    return made


def weigh_meeting(
    organisation: Organisation,
    code: str,
    on: date,
    chair: str,
    absent: Mapping[str, str],
    numbers: Turnout | None,
    people: tuple[Person, ...] | None = None,
) -> tuple[Gathering, list[Verdict]]:
    """Who came, and what stands against holding the meeting; Invalid for what is no meeting at all.

    `people` are those who can have been due, where that is known already; else the roster of the day.
    """
    kind = kind_of(code, on)
    all_of(rules.has_form(kind, RecordForm.MEETING), rules.has_chair(chair)).require()
    organisation = as_of_day(organisation, on)
    posts = queries.posts_held(organisation, on)
    if people is None:
        people = queries.roster(organisation, kind, on, posts)
    gathering = Gathering(people, absent, numbers)
    rules.absences_hold(kind, gathering).require()
    objections = rules.objections(
        kind=kind,
        on=on,
        gathering=gathering,
        chair=chair,
        officers=queries.officers(posts),
        organisation=Known(organisation.kind, organisation.has_committee, organisation.founded_on),
    )
    return gathering, list(objections.values())


@action
def file_document(
    *,
    organisation: Organisation,
    kind: str,
    happened_on: date,
    topic: str,
    by: Doer,
    at: datetime,
    recorder: str = "",
    text: str = "",
    counts_on: date | None = None,
) -> Record:
    """Record a document filed (责任清单, 述职报告 …). Raises as `duties.actions.record`."""
    may(by, Permission.RECORD_ENTER, organisation).require()
    rules.has_form(kind_of(kind, happened_on), RecordForm.DOCUMENT).require()
    return duty_actions.record(
        organisation=organisation,
        kind=kind,
        happened_on=happened_on,
        topic=topic,
        recorder=recorder,
        text=text,
        counts_on=counts_on,
        by=by,
        at=at,
    )


def write_attendance(made: Record, gathering: Gathering) -> None:
    """Write who was due, of those on the roster: an office held by nobody on it is counted, not named."""
    Attendance.objects.bulk_create(
        Attendance(record=made, member_id=person.member_id, absence=gathering.away.get(person.key, ""))
        for person in gathering.due
        if person.member_id is not None
    )
