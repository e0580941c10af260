"""组织生活会: one branch's year with its checklist and what may be linked; the list for superiors."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.models import Record
from heli.duties.models.records import RecordQuerySet
from heli.duties.rules.kinds import kind_name
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict, all_of
from heli.orglife.catalogue import PREPARATIONS, Preparation
from heli.orglife.models import OrgLife, OrgLifeEvidence, Rectification
from heli.orglife.rules import org_life as life_rules
from heli.orglife.rules.org_life import Measure, StageState
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation

MOST_OFFERED = 20
YEARS_SHOWN = 3
FILTERS = {"unheld": "还没有召开", "overdue": "有逾期的整改措施", "open": "整改还没有落实完"}


class Offered(NamedTuple):
    """A record that may be linked, as said to whoever chooses."""

    record: Record
    said: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the preparation: what is linked, and records that may be."""

    preparation: Preparation
    linked: tuple[OrgLifeEvidence, ...]
    offered: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class LifePage:
    """A branch's 组织生活会 of a year; `life` is None before its theme is settled. `prepared` is advice."""

    organisation: Organisation
    year: int
    life: OrgLife | None
    held_on: date | None
    stages: tuple[StageState, ...]
    parts: tuple[Part, ...]
    meetings: tuple[Offered, ...]
    measures: tuple[Rectification, ...]
    prepared: Verdict
    may_enter: Verdict
    may_theme: Verdict
    may_measure: Verdict


class Line(NamedTuple):
    """A branch in the list: its 组织生活会 as far as it is, and a meeting recorded without one."""

    organisation: Organisation
    life: OrgLife | None
    stages: tuple[StageState, ...]
    met_on: date | None
    measures: int
    done: int
    overdue: int


def held_on(life: OrgLife | None) -> date | None:
    """The day on which the meeting was held, as far as its record is linked and stands."""
    record = life.record if life is not None else None
    return record.happened_on if record is not None and record.withdrawn_at is None else None


def life_page(pk: int, year: int, actor: Actor, today: date) -> LifePage:
    """Everything on the page of a branch's 组织生活会. NotFound outside RECORD_SEE, or for no branch."""
    organisation = visible_organisation(pk, actor.require(Permission.RECORD_SEE))
    if not life_rules.is_of_a_branch(organisation.kind):
        raise NotFound("no-branch", "组织生活会由党支部召开，请选择党支部。")
    life = OrgLife.objects.select_related("record").filter(organisation=organisation, year=year).first()
    day = held_on(life)
    evidence = _evidence([life.pk] if life else [])[life.pk if life else 0]
    measures = tuple(Rectification.objects.filter(life=life).order_by("due_on", "pk")) if life else ()
    states = _stages(life, evidence, measures, today)
    entering = may(actor, Permission.RECORD_ENTER, organisation)
    return LifePage(
        organisation=organisation,
        year=year,
        life=life,
        held_on=day,
        stages=states,
        parts=_parts(organisation, year, day, evidence, today),
        meetings=_meetings(organisation, year) if day is None else (),
        measures=measures,
        prepared=life_rules.is_prepared(states),
        may_enter=entering,
        may_theme=all_of(entering, life_rules.is_of_a_year(year, today), life_rules.theme_may_change(day)),
        may_measure=all_of(entering, life_rules.is_held(day)),
    )


def evidence_of(pk: int, scope: Scope) -> OrgLifeEvidence:
    """One link in `scope`; NotFound for any other."""
    found: OrgLifeEvidence | None = (
        OrgLifeEvidence.objects.visible_to(scope).select_related("life__organisation").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("evidence-unknown", "没有这项关联，或它不在您的范围内。请刷新页面。")
    return found


def measure_of(pk: int, scope: Scope) -> Rectification:
    """One measure in `scope`; NotFound for any other."""
    found: Rectification | None = (
        Rectification.objects.visible_to(scope).select_related("life__organisation").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("measure-unknown", "没有这项整改措施，或它不在您的范围内。")
    return found


def branches(scope: Scope, year: int, today: date, narrowed: str) -> QuerySet[Organisation]:
    """The branches of `scope` in the order of the tree; `narrowed` is one of FILTERS, or empty."""
    found: QuerySet[Organisation] = (
        Organisation.objects.branches().visible_to(scope).filter(closed_on=None).order_by("path")
    )
    measures = Rectification.objects.standing().filter(
        life__organisation=OuterRef("pk"), life__year=year, done_at=None
    )
    if narrowed == "unheld":
        return found.filter(~Exists(_of_the_year(year).filter(organisation=OuterRef("pk"))))
    if narrowed == "overdue":
        return found.filter(Exists(measures.filter(due_on__lt=today)))
    return found.filter(Exists(measures)) if narrowed == "open" else found


def lines(organisations: Sequence[Organisation], year: int, today: date) -> list[Line]:
    """The lines of one page of the list: four queries, however many."""
    pks = [one.pk for one in organisations]
    found = OrgLife.objects.select_related("record").filter(organisation__in=pks, year=year)
    lives = {one.organisation_id: one for one in found}
    evidence = _evidence([one.pk for one in lives.values()])
    measures: dict[int, list[Rectification]] = defaultdict(list)
    for one in Rectification.objects.standing().filter(life__in=[life.pk for life in lives.values()]):
        measures[one.life_id].append(one)
    met = _of_the_year(year).filter(organisation__in=pks).order_by("-happened_on")
    days = dict(met.values_list("organisation_id", "happened_on"))
    return [
        _line(one, lives.get(one.pk), evidence, measures, days.get(one.pk), today) for one in organisations
    ]


def _line(
    organisation: Organisation,
    life: OrgLife | None,
    evidence: dict[int, list[OrgLifeEvidence]],
    measures: dict[int, list[Rectification]],
    met_on: date | None,
    today: date,
) -> Line:
    own = measures[life.pk] if life is not None else []
    return Line(
        organisation=organisation,
        life=life,
        stages=_stages(life, evidence[life.pk] if life else [], own, today),
        met_on=held_on(life) or met_on,
        measures=len(own),
        done=sum(one.done_at is not None for one in own),
        overdue=sum(one.done_at is None and one.due_on < today for one in own),
    )


def open_measures(scope: Scope, today: date, until: date) -> QuerySet[Rectification]:
    """Measures not done that are due by `until`, the earliest first: for whoever draws up what to do now."""
    return (
        Rectification.objects.standing()
        .visible_to(scope)
        .filter(done_at=None, due_on__lte=max(today, until))
        .select_related("life__organisation")
        .order_by("due_on", "pk")
    )


def _stages(
    life: OrgLife | None,
    evidence: Sequence[OrgLifeEvidence],
    measures: Sequence[Rectification],
    today: date,
) -> tuple[StageState, ...]:
    counts = {part: sum(one.preparation == part for one in evidence) for part in Preparation}
    return life_rules.stages(
        theme=life.theme if life else "",
        evidence=counts,
        held_on=held_on(life),
        measures=[
            Measure(one.due_on, one.done_at is not None) for one in measures if one.withdrawn_at is None
        ],
        today=today,
    )


def _evidence(lives: Sequence[int]) -> dict[int, list[OrgLifeEvidence]]:
    """What is linked and stands, by 组织生活会: one query."""
    found: dict[int, list[OrgLifeEvidence]] = defaultdict(list)
    rows = OrgLifeEvidence.objects.filter(life__in=lives, record__withdrawn_at=None)
    for row in rows.select_related("record").order_by("record__happened_on", "pk"):
        found[row.life_id].append(row)
    return found


def _parts(
    organisation: Organisation,
    year: int,
    day: date | None,
    evidence: Sequence[OrgLifeEvidence],
    today: date,
) -> tuple[Part, ...]:
    """The three parts of the preparation, each with the latest records that may be linked: one query."""
    rules = {part: PREPARATIONS().get(part.value, today) for part in Preparation}
    days = {part: life_rules.evidence_days(rule, year, day) for part, rule in rules.items()}
    among = Record.objects.standing().filter(
        organisation=organisation,
        kind__in=life_rules.kinds_shown(list(rules.values())),
        happened_on__gte=min(first for first, _ in days.values()),
        happened_on__lte=max(last for _, last in days.values()),
    )
    records = list(among.order_by("-happened_on", "-pk"))
    parts = []
    for part, rule in rules.items():
        linked = tuple(one for one in evidence if one.preparation == part)
        taken, (first, last) = {one.record_id for one in linked}, days[part]
        offered = [
            _offered(one)
            for one in records
            if one.kind in rule.kinds and first <= one.happened_on <= last and one.pk not in taken
        ]
        parts.append(Part(part, linked, tuple(offered[:MOST_OFFERED])))
    return tuple(parts)


def _meetings(organisation: Organisation, year: int) -> tuple[Offered, ...]:
    found = _of_the_year(year).filter(organisation=organisation, org_life=None).order_by("-happened_on")
    return tuple(_offered(one) for one in found[:MOST_OFFERED])


def _offered(record: Record) -> Offered:
    kind = kind_name(record.kind, record.happened_on)
    return Offered(record, f"{record.happened_on} {kind}：{record.topic}")


def _of_the_year(year: int) -> RecordQuerySet:
    """Records of 组织生活会 that count for a year, by the day that they count on."""
    found: RecordQuerySet = Record.objects.standing().filter(kind=life_rules.MEETING)
    return found.filter(Q(counts_on=None, happened_on__year=year) | Q(counts_on__year=year))
