"""A round: begun, planned, its reporters enlisted, issued; the grades as a meeting adopted them; closed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.debriefing import queries
from heli.debriefing.actions.locking import lock, lock_reporter
from heli.debriefing.catalogue import GRADES, GROUPS, RELATIONS, Grade, Manner, Relation, Suggests
from heli.debriefing.models import Debriefing, GradeLine, RaterGroup, Reporter
from heli.debriefing.queries import results as result_queries
from heli.debriefing.queries import rounds as round_queries
from heli.debriefing.queries.rounds import Candidate
from heli.debriefing.rules import proposals, rounds
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid
from heli.kernel.verdict import all_of
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan says: days, share of the 测评 (per cent), scale, and groups as (name, weight)."""

    first_on: date
    last_on: date
    why_when: str
    rating_share: int
    scale: proposals.Scale
    groups: Sequence[tuple[str, int]]


@action
def start(*, organiser: Organisation, year: int, by: Doer, at: datetime) -> Debriefing:
    """Begin the round of a year, with the numbers of `dated/` copied into it (R10-03, R10-04, R10-08).

    NotAllowed without DEBRIEFING_HOLD, Invalid for an organisation to which nobody reports or another
    year than this and the last, WrongState where there is one (S001-15).
    """
    may(by, Permission.DEBRIEFING_HOLD, organiser).require()
    known = Debriefing.objects.filter(organiser=organiser, year=year).exists()
    rounds.can_start(year, localdate(at), kind=organiser.kind, known=known).require()
    first_on, last_on = rounds.window(year)
    made: Debriefing = Debriefing.objects.create(
        organiser=organiser,
        year=year,
        first_on=first_on,
        last_on=last_on,
        rating_share=rounds.round_rule(last_on).rating_share,
        made_at=at,
        made_by=by.label[:120],
    )
    GradeLine.objects.bulk_create(
        GradeLine(debriefing=made, grade=one.id, worth=one.worth, line=one.line)
        for one in GRADES().on(last_on)
    )
    among = [one for one in GROUPS().on(last_on) if organiser.kind in one.to]
    RaterGroup.objects.bulk_create(
        RaterGroup(debriefing=made, place=place, name=one.name, weight=one.weight, suggests=one.suggests)
        for place, one in enumerate(among, start=1)
    )
    note(year=year)
    return made


@action
def change_plan(*, debriefing: Debriefing, planned: Planned, by: Doer, at: datetime) -> Debriefing:
    """Let the plan say something else, until who may vote is fixed in one group.

    Invalid for weights that do not make 100, a scale out of order, days outside November and December
    without a reason (R10-03).
    """
    held = lock(debriefing, by)
    weights = dict(planned.groups)
    all_of(
        rounds.can_change_plan(queries.standing(held)),
        rounds.fits_the_days(held.year, planned.first_on, planned.last_on, planned.why_when),
        proposals.is_a_scale(planned.scale),
        proposals.weights_fit(weights),
    ).require()
    if len(weights) < len(planned.groups) or not 1 <= planned.rating_share <= 100:
        raise Invalid("plan-unlikely", "测评主体名称不能重复；测评所占比例应在 1 至 100 之间。请核对。")
    held.first_on, held.last_on, held.why_when = planned.first_on, planned.last_on, planned.why_when.strip()
    held.rating_share = planned.rating_share
    held.save(update_fields=["first_on", "last_on", "why_when", "rating_share"])
    for one in held.lines.all():
        one.worth = planned.scale.worth[Grade(one.grade)]
        one.line = planned.scale.line[Grade(one.grade)]
        one.save(update_fields=["worth", "line"])
    _put_groups(held, planned.groups)
    note(groups=weights, share=planned.rating_share)
    return held


@action
def enlist(
    *,
    debriefing: Debriefing,
    relation: str,
    office: str,
    organisations: Collection[Organisation],
    manner: Manner,
    by: Doer,
    at: datetime,
) -> list[Reporter]:
    """Put the holders of an office at these organisations on the list of reporters (R10-02, S000-76).

    The person is who holds the post on the first day of the round. Invalid for a vacant office or an
    organisation that does not report to the organiser.
    """
    held = lock(debriefing, by)
    rounds.can_change_plan(queries.standing(held)).require()
    rule = RELATIONS().get(relation, held.last_on)
    known = {one.organisation.pk: one for one in round_queries.candidates(held, rule, office)}
    made = [
        _reporter(held, rule, office, one, known.get(one.pk), manner)
        for one in sorted(organisations, key=lambda one: one.path)
    ]
    if not made:
        raise Invalid("nobody-chosen", "请勾选至少一个党组织。")
    Reporter.objects.bulk_create(made)
    note(relation=relation, number=len(made))
    return made


@action
def strike(*, reporter: Reporter, by: Doer, at: datetime) -> None:
    """Take somebody off the list again, before who may vote is fixed and before he reported."""
    held = lock_reporter(reporter, by)
    rounds.can_change_plan(queries.standing(held.debriefing)).require()
    if held.has_handed_in or held.record_id is not None:
        raise Invalid("handed-in-already", "这名述职人已经报送述职报告，不能从名单中去掉。")
    note(name=held.name, organisation=held.organisation.name)
    held.delete()


@action
def issue(*, debriefing: Debriefing, document: str, by: Doer, at: datetime) -> Debriefing:
    """Issue the plan: from now on reports are handed in (R10-05). WrongState where it is, Invalid without a
    reporter or a document."""
    held = lock(debriefing, by)
    groups = [(one.name, one.weight) for one in result_queries.groups_of(held)]
    all_of(rounds.can_issue(queries.standing(held), document), proposals.weights_fit(dict(groups))).require()
    held.document, held.issued_at, held.issued_by = document.strip(), at, by.label[:120]
    held.save(update_fields=["document", "issued_at", "issued_by"])
    return held


@action
def decide(
    *,
    debriefing: Debriefing,
    meeting: Record | None,
    grades: Mapping[int, tuple[str, str]],
    by: Doer,
    at: datetime,
    met_on: date | None = None,
    met_as: str = "",
) -> Debriefing:
    """Enter the grades as the deciding body adopted them (审定): by reporter's key, grade and reason.

    The proposal (测算) of the moment is kept beside; a grade that departs from it wants its reason. `meeting`
    is the organiser's own record; a 机关工委 names day and meeting. Anew until somebody signs his feedback.
    """
    held, today = lock(debriefing, by), localdate(at)
    organiser = held.organiser_id, held.organiser.kind
    all_of(
        rounds.can_decide(queries.standing(held)),
        rounds.is_the_meeting(_as_meeting(meeting), (met_on, met_as), organiser, held.first_on, today),
    ).require()
    found = result_queries.results(held)
    if set(grades) != {one.reporter.pk for one in found}:
        raise Invalid("not-everybody", "名单已更新，请刷新页面，给每名述职人选择等次。")
    for one in found:
        grade, why = grades[one.reporter.pk]
        rounds.is_decided(grade, one.proposal.grade, why, one.reporter.name).require()
        one.reporter.proposal, one.reporter.proposed = one.proposal.result, one.proposal.grade or ""
        one.reporter.grade = grade
        one.reporter.why_departs = "" if grade == one.proposal.grade else why.strip()[:200]
    Reporter.objects.bulk_update(
        [one.reporter for one in found], ["proposal", "proposed", "grade", "why_departs"]
    )
    held.meeting = meeting
    held.met_on = meeting.happened_on if meeting is not None else met_on
    held.met_as = (meeting.topic if meeting is not None else met_as.strip())[:120]
    held.decided_at, held.decided_by = at, by.label[:120]
    held.save(update_fields=["meeting", "met_on", "met_as", "decided_at", "decided_by"])
    note(numbers={str(grade.label): sum(one == grade for one, _ in grades.values()) for grade in Grade})
    return held


@action
def close_round(*, debriefing: Debriefing, by: Doer, at: datetime) -> Debriefing:
    """办结: only once both sides of every feedback have confirmed it (S000-35); rectification goes on."""
    held = lock(debriefing, by)
    rounds.can_close(queries.standing(held)).require()
    held.closed_at, held.closed_by = at, by.label[:120]
    held.save(update_fields=["closed_at", "closed_by"])
    return held


def _reporter(
    held: Debriefing,
    rule: Relation,
    office: str,
    organisation: Organisation,
    found: Candidate | None,
    manner: Manner,
) -> Reporter:
    """One to be enlisted; refused where the organisation does not report here, or nobody holds the office."""
    if found is None:
        raise Invalid(
            "not-a-candidate",
            f"{organisation.short_name}已在名单中，或不向{held.organiser.short_name}述职。请刷新页面核对。",
        )
    rounds.can_be_enlisted(
        rule,
        kind=organisation.kind,
        office=office,
        organiser_kind=held.organiser.kind,
        name=found.name,
        organisation=organisation.short_name,
    ).require()
    return Reporter(
        debriefing=held,
        organisation=organisation,
        relation=rule.id,
        office=office,
        name=found.name,
        member_id=found.member_id,
        manner=manner,
    )


def _as_meeting(record: Record | None) -> rounds.Meeting | None:
    if record is None:
        return None
    withdrawn = record.withdrawn_at is not None
    return rounds.Meeting(record.organisation_id, record.kind, record.happened_on, withdrawn)


def _put_groups(held: Debriefing, groups: Sequence[tuple[str, int]]) -> None:
    """Groups keep their row by name; those not named any more go."""
    held.groups.exclude(name__in=[name for name, _ in groups]).delete()
    known = {one.name: one for one in held.groups.all()}
    for place, (name, weight) in enumerate(groups, start=1):
        one = known.get(name) or RaterGroup(debriefing=held, name=name, suggests=Suggests.NONE)
        one.place, one.weight = place, weight
        one.save()
