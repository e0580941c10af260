"""What a 机关党委 reports to its 党组: how its organisations stand, and what the 党组 itself owes (S000-38).

An analysis, topics proposed, and the lists followed up; worked out, so that nobody writes it by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import EVERYTHING, Scope
from heli.accounts.catalogue import Office
from heli.duties.catalogue import DutyState
from heli.duties.queries.listing import Duty, Filters, duties
from heli.duties.queries.plan import plan_year
from heli.kernel.errors import NotFound
from heli.mandates.queries.overview import Line, lines_of
from heli.members.models import Post
from heli.orgs.catalogue import LEADING_KINDS, TERM_KINDS, Kind
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation
from heli.orgs.queries.terms import TermLine, term_lines

SHOWN = 30
"""How many duties the paper names; where there are more, it says how many."""

OPEN = (DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.NOT_DUE)


@dataclass(frozen=True)
class Report:
    """`counts` are the duties due so far of all organisations in the unit that the reader sees.

    `overdue` and `topics` (the leading body's own duties left this year) hold at most SHOWN. `signer` is the
    committee's secretary, empty where there is none.
    """

    committee: Organisation
    body: Organisation
    year: int
    on: date
    signer: str
    organisations: int
    counts: dict[DutyState, int]
    overdue: Sequence[Duty]
    topics: Sequence[Duty]
    terms: Sequence[TermLine]
    lists: Sequence[Line]

    @property
    def done(self) -> int:
        return self.counts[DutyState.ON_TIME] + self.counts[DutyState.LATE]

    @property
    def owed(self) -> int:
        """Due so far and known: done or overdue."""
        return self.done + self.counts[DutyState.OVERDUE]


def may_report(organisation: Organisation) -> bool:
    """Whether there is somebody to report to: a 机关党委 led by a 党组 or another leading body."""
    leader = organisation.leader
    return organisation.kind == Kind.ORGAN_COMMITTEE and leader is not None and leader.kind in LEADING_KINDS


def report(pk: int, scope: Scope, today: date) -> Report:
    """The report of a 机关党委 in `scope`, as of today. Some twenty-five queries, whatever the size.

    NotFound for what is no 机关党委, or is led by no body that could be told.
    """
    committee = visible_organisation(pk, scope)
    body, year = committee.leader, plan_year(today)
    if body is None or not may_report(committee):
        raise NotFound("nobody-to-tell", "只有由党组（党委）领导的机关党委向它报告。请从机关党委的页面进入。")
    there = Organisation.objects.live(today).visible_to(scope).filter(organ=committee.organ_id)
    ours = there.exclude(kind__in=LEADING_KINDS)
    unit = Filters(organ=committee.organ_id, due_to=today)
    found = duties(scope, year, today, unit)
    late = duties(scope, year, today, Filters(DutyState.OVERDUE, organ=committee.organ_id))
    return Report(
        committee=committee,
        body=body,
        year=year,
        on=today,
        signer=_secretary(committee, today),
        organisations=ours.count(),
        counts={state: found.counts.get(state, 0) for state in DutyState},
        overdue=late[:SHOWN],
        topics=_left(body, year, today),
        terms=[
            one for one in term_lines(ours.filter(kind__in=TERM_KINDS).order_by("path"), today) if one.tasks
        ],
        lists=[*lines_of(body, year, today), *lines_of(committee, year, today)],
    )


def _left(body: Organisation, year: int, today: date) -> list[Duty]:
    """What the leading body has still to do this year, the earliest first.

    Its committee, which is beneath it, knows them: it is to remind it of them (S000-38).
    """
    own = duties(EVERYTHING, year, today, Filters(organisation=body.pk))[0 : len(OPEN) * 100]
    return sorted((one for one in own if one.state in OPEN), key=lambda one: one.due_on)[:SHOWN]


def _secretary(committee: Organisation, today: date) -> str:
    held = Post.objects.held(today).filter(organisation=committee, office=Office.SECRETARY)
    return held.order_by("valid_from", "pk").values_list("name", flat=True).first() or ""
