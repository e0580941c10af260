"""Plans of study: of one organisation, and which of those in sight has one and what it lacks."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.duties.models import Record
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.members.models import Post
from heli.orgs.catalogue import UNRECORDED_KINDS, Kind
from heli.orgs.models import Organisation
from heli.study import rules
from heli.study.catalogue import TAGS, Tag, Way
from heli.study.models import StudyLine, StudyPlan, StudyResult
from heli.ui.catalogue import State

_NOT_PLANNING = UNRECORDED_KINDS | {Kind.DISCIPLINE_COMMITTEE}


class PlanState(NamedTuple):
    """An organisation with its plan of a year: how many lines, how many of them done, what is missing."""

    organisation: Organisation
    plan: StudyPlan | None
    lines: int
    done: int
    missing: Sequence[Tag]


class Line(NamedTuple):
    """A line of a plan as its page shows it."""

    line: StudyLine
    period: Period
    when: str
    tag: str
    state: State
    results: Sequence[StudyResult]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`secretary` is who is named in the plan, else the 党组秘书 in office."""

    plan: StudyPlan | None
    lines: Sequence[Line]
    missing: Sequence[Tag]
    secretary: str


def planning(scope: Scope, year: int, today: date, words: str, *, without: bool) -> QuerySet[Organisation]:
    """The organisations in sight that plan their study, in the order of the tree; `without`: no plan yet."""
    found: QuerySet[Organisation] = (
        Organisation.objects.visible_to(scope).live(today).exclude(kind__in=_NOT_PLANNING)
    )
    if words:
        found = found.filter(Q(name__contains=words) | Q(initials__startswith=words.lower()))
    if without:
        found = found.exclude(Exists(StudyPlan.objects.filter(organisation=OuterRef("pk"), year=year)))
    return found.order_by("path")


def plan_states(organisations: Collection[Organisation], year: int) -> list[PlanState]:
    """Three queries, however many organisations."""
    plans = {
        one.organisation_id: one
        for one in StudyPlan.objects.filter(organisation__in=organisations, year=year)
    }
    lines: dict[int, list[tuple[int, str]]] = defaultdict(list)
    standing = StudyLine.objects.standing().filter(plan__in=plans.values())
    for pk, plan_id, tag in standing.values_list("pk", "plan_id", "tag"):
        lines[plan_id].append((pk, tag))
    studied = StudyResult.objects.standing().filter(line__plan__in=plans.values())
    done = set(studied.values_list("line_id", flat=True))
    found = []
    for organisation in organisations:
        plan = plans.get(organisation.pk)
        own = lines.get(plan.pk, []) if plan is not None else []
        missing = rules.missing_tags({tag for _, tag in own}, year) if plan is not None else []
        found.append(PlanState(organisation, plan, len(own), sum(pk in done for pk, _ in own), missing))
    return found


def plan_page(organisation: Organisation, year: int, today: date) -> PlanPage:
    """One organisation's plan of a year: four queries."""
    plan = StudyPlan.objects.filter(organisation=organisation, year=year).first()
    held: dict[int, list[StudyResult]] = defaultdict(list)
    results = StudyResult.objects.standing().filter(line__plan=plan).select_related("record")
    for one in results.order_by("happened_on", "pk"):
        held[one.line_id].append(one)
    names = {one.id: one.name for one in TAGS()}
    lines = []
    for line in StudyLine.objects.standing().filter(plan=plan).order_by("pk"):
        period, own = Period.parse(line.period), held.get(line.pk, [])
        state = rules.line_state(period, today, done=bool(own), voluntary=line.way == Way.SELF)
        when = period.name.removeprefix(f"{year}年") or "全年"
        lines.append(Line(line, period, when, names.get(line.tag, ""), state, own))
    lines.sort(key=lambda one: (one.period.end, one.period.start, one.line.pk))
    missing = rules.missing_tags({one.line.tag for one in lines}, year)
    return PlanPage(plan, lines, missing, _secretary(organisation, plan, today))


def _secretary(organisation: Organisation, plan: StudyPlan | None, today: date) -> str:
    if plan is not None and plan.secretary:
        return plan.secretary
    clerks = Post.objects.held(today).filter(organisation=organisation, office=Office.GROUP_CLERK)
    return clerks.order_by("valid_from", "pk").values_list("name", flat=True).first() or ""


def line_to_change(pk: int, scope: Scope) -> StudyLine:
    """A standing line of an organisation in `scope`; NotFound otherwise."""
    found: StudyLine | None = (
        StudyLine.objects.standing()
        .visible_to(scope)
        .select_related("plan__organisation")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("study-line-not-found", "没有这一条学习内容，或它已删去、不在您的范围内。")
    return found


def result_to_withdraw(pk: int, scope: Scope) -> StudyResult:
    """A standing result of an organisation in `scope`; NotFound otherwise."""
    found: StudyResult | None = (
        StudyResult.objects.standing()
        .visible_to(scope)
        .select_related("line__plan__organisation")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("study-result-not-found", "没有这项落实情况，或它已作废、不在您的范围内。")
    return found


def meetings_of(plan: StudyPlan, today: date) -> QuerySet[Record]:
    """The organisation's meetings of the year at which a line may have been studied, the latest first."""
    first, last = date(plan.year, 1, 1), rules.last_day(plan.year, today)
    kinds = rules.rules_of(plan.year).meetings
    found = Record.objects.standing().filter(
        organisation=plan.organisation_id, happened_on__range=(first, last), kind__in=list(kinds)
    )
    return found.order_by("-happened_on", "-pk")
