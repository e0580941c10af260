"""Terms to be worked off: what ends, what was decided and done about it, and what is to do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import TERM_KINDS, TermChange, TermStepKind
from heli.orgs.models import CommitteeTerm, Organisation, TermDecision, TermStep
from heli.orgs.rules.setting import Term, TermState, term_of
from heli.orgs.rules.terms import Task, TermTask, tasks_of

STATES = {
    TermTask.REMIND.value: "待提醒",
    TermTask.REQUEST.value: "待请示",
    "over": "已届满",
    "extended": "已延期",
    "ending": "将届满",
    "unstated": "届满日期未填",
    "within": "任期内",
}
"""What the list can be narrowed to, in the order of urgency."""


@dataclass(frozen=True, slots=True)
class TermLine:
    """One organisation with its present term on a day; `held` is None where Heli knows of no term."""

    organisation: Organisation
    superior: Organisation | None
    held: CommitteeTerm | None
    term: Term
    tasks: tuple[Task, ...]
    extended_until: date | None
    reminded_on: date | None
    requested_on: date | None

    @property
    def states(self) -> frozenset[str]:
        """The filters of STATES that let it through."""
        found = {str(one.task) for one in self.tasks}
        found |= {str(self.term.state)} | ({"extended"} if self.extended_until else set())
        return frozenset(found)

    @property
    def due_on(self) -> date | None:
        """The earliest day of what is to do, else the end of the term."""
        days = [one.due_on for one in self.tasks]
        return min(days) if days else (self.held.ends_on if self.held else None)

    def task(self, kind: TermTask) -> Task | None:
        """The task of a kind, where it is to do."""
        return next((one for one in self.tasks if one.task is kind), None)


def term_work(scope: Scope, on: date, state: str = "") -> list[TermLine]:
    """Organisations with terms that `scope` covers, the most urgent first; narrowed to one of STATES.

    Four queries, whatever the size.
    """
    found = Organisation.objects.visible_to(scope).live(on).filter(kind__in=TERM_KINDS)
    lines = term_lines(found.select_related("parent", "leader").order_by("path"), on)
    chosen = [one for one in lines if not state or state in one.states]
    return sorted(chosen, key=lambda one: (_urgency(one), one.due_on or date.max))


def _urgency(line: TermLine) -> int:
    order = list(STATES)
    return min((order.index(one) for one in line.states if one in order), default=len(order))


def term_lines(organisations: QuerySet[Organisation], on: date) -> list[TermLine]:
    """The present term of each with its steps and decisions: four queries."""
    many = list(organisations)
    few = {"organisation__in": [one.pk for one in many]} if len(many) <= 500 else {}
    latest = {one.organisation_id: one for one in CommitteeTerm.objects.filter(**few).order_by("ends_on")}
    over = {f"term__{name}": value for name, value in few.items()}
    steps = _days(TermStep.objects.filter(**over).values_list("term_id", "kind", "done_on"))
    decisions = TermDecision.objects.filter(kind=TermChange.EXTENDED, **over).order_by("pk")
    extended = dict(decisions.values_list("term_id", "until"))
    return [_line(one, latest.get(one.pk), steps, extended, on) for one in many]


def _days(rows: Iterable[tuple[int, str, date]]) -> dict[tuple[int, str], date]:
    return {(term, kind): day for term, kind, day in rows}


def _line(
    one: Organisation,
    held: CommitteeTerm | None,
    steps: dict[tuple[int, str], date],
    extended: dict[int, date],
    on: date,
) -> TermLine:
    term = term_of(one.kind, held.begins_on if held else None, held.ends_on if held else None, on)
    reminded = steps.get((held.pk, TermStepKind.NOTICE)) if held else None
    requested = steps.get((held.pk, TermStepKind.REQUEST)) if held else None
    tasks: tuple[Task, ...] = ()
    if held is not None:
        tasks = tasks_of(held.ends_on, on, reminded=reminded is not None, requested=requested is not None)
    return TermLine(
        organisation=one,
        superior=one.parent or one.leader,
        held=held,
        term=term,
        tasks=tasks,
        extended_until=extended.get(held.pk) if held and term.state is not TermState.OVER else None,
        reminded_on=reminded,
        requested_on=requested,
    )


def terms_of_organisation(organisation: Organisation) -> list[CommitteeTerm]:
    """All its terms, the latest first, with decisions and steps: three queries."""
    found = organisation.terms.order_by("-ends_on")
    return list(found.prefetch_related("decisions__approver", "steps__by_organisation"))


def term_line(organisation: Organisation, on: date) -> TermLine:
    """One organisation's present term; NotFound for a kind that has no terms."""
    if organisation.kind not in TERM_KINDS:
        raise NotFound("no-terms", "这类党组织不按届选举，没有任期。")
    one = Organisation.objects.filter(pk=organisation.pk).select_related("parent", "leader")
    return term_lines(one, on)[0]
