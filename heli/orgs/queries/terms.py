"""Terms to be worked off: what ends, what was decided and done about it, and what is to do now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from heli.accounts.actor import Scope
from heli.kernel.bulk import in_chunks
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import TERM_KINDS, TermChange, TermStepKind
from heli.orgs.models import CommitteeTerm, Organisation, OrganisationQuerySet, TermDecision, TermStep
from heli.orgs.queries.history import as_of
from heli.orgs.queries.past import RELATED, shown
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
_ORDER = {name: place for place, name in enumerate(STATES)}
FEW = 500
"""Past this many organisations, reading all terms is cheaper than naming each."""
SHOWN = ("pk", "name", "short_name", "kind", "path", "parent_id", "leader_id")


@dataclass(frozen=True)
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

    @cached_property
    def states(self) -> frozenset[str]:
        """The filters of STATES that let it through."""
        return states_of(self.term, self.tasks, is_extended=self.extended_until is not None)

    @property
    def due_on(self) -> date | None:
        """The earliest day of what is to do, else the end of the term."""
        return due_of(self.tasks, self.held.ends_on if self.held else None)

    def task(self, kind: TermTask) -> Task | None:
        """The task of a kind, where it is to do."""
        return next((one for one in self.tasks if one.task is kind), None)


def term_work(scope: Scope, on: date, state: str = "", *, past: bool = False) -> list[TermLine]:
    """Organisations with terms that `scope` covers, the most urgent first; narrowed to one of STATES.

    Four queries, whatever the size. Of the organisations only what the list shows is read. `past` tells what
    they were and what was known, decided and done by then (ADR 11); else all is as it is today.
    """
    if past:
        lines = _lines_then(scope, on)
    else:
        lines = term_lines(with_terms(scope, on).only(*SHOWN).order_by("path"), on)
    chosen = [one for one in lines if not state or state in one.states]
    return sorted(chosen, key=lambda one: urgency(one.states, one.due_on))


def states_of(term: Term, tasks: Collection[Task], *, is_extended: bool) -> frozenset[str]:
    """The filters of STATES that let a term through."""
    return frozenset(
        [str(term.state), *(str(one.task) for one in tasks), *(["extended"] if is_extended else [])]
    )


def due_of(tasks: Collection[Task], ends_on: date | None) -> date | None:
    """The earliest day of what is to do, else the end of the term."""
    return min((one.due_on for one in tasks), default=ends_on)


def urgency(states: Collection[str], due_on: date | None) -> tuple[int, date]:
    """The key by which the most urgent come first."""
    return min((_ORDER[one] for one in states if one in _ORDER), default=len(_ORDER)), due_on or date.max


def with_terms(scope: Scope, on: date) -> OrganisationQuerySet:
    """The organisations that `scope` covers and that are elected for terms."""
    found: OrganisationQuerySet = Organisation.objects.visible_to(scope).live(on).filter(kind__in=TERM_KINDS)
    return found


def term_lines(organisations: QuerySet[Organisation], on: date) -> list[TermLine]:
    """The present term of each with its superior, steps and decisions: four queries."""
    many = list(organisations)
    few = {"organisation__in": [one.pk for one in many]} if len(many) <= FEW else {}
    latest = {one.organisation_id: one for one in CommitteeTerm.objects.filter(**few).order_by("ends_on")}
    over = {f"term__{name}": value for name, value in few.items()}
    days, above, standing = term_days(over), superiors_of(many), Standing(on)
    return [_line(one, above, latest.get(one.pk), days, standing) for one in many]


def _lines_then(scope: Scope, day: date) -> list[TermLine]:
    """The terms of a past day: six queries."""
    versions = as_of(day, scope).filter(kind__in=TERM_KINDS).select_related(*RELATED).order_by("path")
    many = shown(versions)
    later = TermDecision.objects.filter(approved_on__gt=day).order_by("-approved_on", "-pk")
    until = dict(later.values_list("term_id", "was_until"))
    begun = CommitteeTerm.objects.filter(Q(begins_on=None) | Q(begins_on__lte=day)).order_by("ends_on")
    latest = {one.organisation_id: one for one in begun}
    for term in latest.values():
        term.ends_on = until.get(term.pk, term.ends_on)  # as it was decided by then; never saved
    above = {one.pk: one for each in many for one in (each.parent, each.leader) if one is not None}
    days, standing = term_days({}, day), Standing(day)
    return [_line(one, above, latest.get(one.pk), days, standing) for one in many]


def superiors_of(many: Collection[Organisation]) -> dict[int, Organisation]:
    """The superiors by primary key: that of 隶属, else the leading body; one query a chunk."""
    found: dict[int, Organisation] = {}
    for chunk in in_chunks({one.parent_id or one.leader_id for one in many} - {None}):
        found.update(Organisation.objects.in_bulk(chunk))
    return found


def term_days(terms: Mapping[str, object], day: date = date.max) -> dict[tuple[int, str], date]:
    """By term and kind the day of each step by `day`, and until when it was extended last; one query."""
    done = TermStep.objects.filter(done_on__lte=day, **terms).order_by()
    steps = done.values_list("pk", "term_id", "kind", "done_on")
    extended = TermDecision.objects.filter(kind=TermChange.EXTENDED, approved_on__lte=day, **terms).order_by()
    rows = steps.union(extended.values_list("pk", "term_id", "kind", "until"), all=True)
    return {(term, kind): day for _, term, kind, day in sorted(rows)}


class Standing:
    """How terms stand on a day; worked out once for all that begin and end alike."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._terms: dict[tuple[str, date | None, date | None], Term] = {}
        self._tasks: dict[tuple[date, bool, bool], tuple[Task, ...]] = {}

    def term(self, kind: str, begins_on: date | None, ends_on: date | None) -> Term:
        key = (kind, begins_on, ends_on)
        if key not in self._terms:
            self._terms[key] = term_of(kind, begins_on, ends_on, self._on)
        return self._terms[key]

    def tasks(self, ends_on: date, *, reminded: bool, requested: bool) -> tuple[Task, ...]:
        key = (ends_on, reminded, requested)
        if key not in self._tasks:
            self._tasks[key] = tasks_of(ends_on, self._on, reminded=reminded, requested=requested)
        return self._tasks[key]


def _line(
    one: Organisation,
    above: Mapping[int, Organisation],
    held: CommitteeTerm | None,
    days: Mapping[tuple[int, str], date],
    standing: Standing,
) -> TermLine:
    term = standing.term(one.kind, held.begins_on if held else None, held.ends_on if held else None)
    superior = above.get(one.parent_id or one.leader_id or 0)
    if held is None:
        return TermLine(one, superior, None, term, (), None, None, None)
    reminded, requested = (days.get((held.pk, kind)) for kind in (TermStepKind.NOTICE, TermStepKind.REQUEST))
    tasks = standing.tasks(held.ends_on, reminded=reminded is not None, requested=requested is not None)
    extended = days.get((held.pk, TermChange.EXTENDED)) if term.state is not TermState.OVER else None
    return TermLine(one, superior, held, term, tasks, extended, reminded, requested)


def terms_of_organisation(organisation: Organisation) -> list[CommitteeTerm]:
    """All its terms, the latest first, with decisions and steps: three queries."""
    found = organisation.terms.order_by("-ends_on")
    return list(found.prefetch_related("decisions__approver", "steps__by_organisation"))


def term_line(organisation: Organisation, on: date) -> TermLine:
    """One organisation's present term; NotFound for a kind that has no terms."""
    if organisation.kind not in TERM_KINDS:
        raise NotFound("no-terms", "这类党组织不按届选举，没有任期。")
    return term_lines(Organisation.objects.filter(pk=organisation.pk), on)[0]
