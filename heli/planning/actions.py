"""Taking regulations up into a year, strategic tasks and their tags, and business tied to a task."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may, may_somewhere
from heli.duties import actions as duty_actions
from heli.duties.actions.rows import PlanRow, Said
from heli.duties.catalogue import PlanState
from heli.duties.models import Plan, Record, Requirement
from heli.duties.rules.kinds import kind_name
from heli.duties.rules.owners import OwnerClass
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import all_of
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.planning import rules
from heli.planning.catalogue import GROUPS, REGULATIONS, THEMES, Regulation
from heli.planning.models import Theme, ThemeTag, Tie
from heli.planning.queries.regulations import in_force_readings

TOGETHER = ("planned", "deployed", "advanced", "assessed")
"""同谋划、同部署、同推进、同考核: the four records of a Tie."""


@action
def take_up(*, year: int, regulations: Collection[str], issuer: Organisation, by: Doer, at: datetime) -> int:
    """Make requirements of a year of what these regulations (ids) ask, for whom nothing asks it yet.

    They stand in a plan of their own, without points, and records that are there already fulfil them. Returns
    how many were made. NotAllowed without PLAN_KEEP, NotFound for an unknown id, Invalid where none was
    chosen or one cannot be taken up.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    if not regulations:
        raise Invalid("nothing-chosen", "请至少选择一条。")
    today = localdate(at)
    chosen = [REGULATIONS().get(one, today) for one in sorted(set(regulations))]
    readings = in_force_readings(year)
    covered = {one.id: rules.covered_kinds(one, readings) for one in chosen}
    all_of(*(rules.can_be_taken_up(one, covered[one.id]) for one in chosen)).require()
    plan = _plan_of_regulations(year, issuer, by, at)
    for one in chosen:
        kinds = [kind for kind in one.kinds if kind not in covered[one.id]]
        duty_actions.put_item(plan=plan, row=_row(one, kinds, plan), regulation=one.id, by=by, at=at)
    if plan.state == PlanState.DRAFT:
        duty_actions.issue_plan(plan=plan, document="按党内法规规定纳入", by=by, at=at)
    note(year=year, regulations=[one.id for one in chosen])
    return len(chosen)


def plan_title(year: int) -> str:
    """The title of the plan in which a year's regulations stand."""
    return f"{year}年党内法规规定的责任"


def _plan_of_regulations(year: int, issuer: Organisation, by: Doer, at: datetime) -> Plan:
    held = Plan.objects.filter(year=year, title=plan_title(year)).first()
    if held is not None:
        return held
    return duty_actions.begin_plan(year=year, title=plan_title(year), issuer=issuer, by=by, at=at)


def _row(one: Regulation, kinds: Collection[Kind], plan: Plan) -> PlanRow:
    group = next(entry.name for entry in GROUPS() if entry.id == one.group)
    day = date(plan.year, 12, 31)
    return PlanRow(
        year=plan.year,
        title=plan.title,
        number=0,
        group=group,
        measure=one.name,
        owner_text="、".join(f"各{kind.label}" for kind in kinds)[:300],
        person_text=one.office.label,
        deadline_text=rules.when_words(one.cadence, one.month, one.day),
        evidence_text="、".join(kind_name(kind, day) for kind in one.records)[:200],
        weight=Decimal(0),
        said=Said(
            cadence=one.cadence.value,
            due_month=one.month,
            due_day=one.day,
            trigger=one.trigger.value,
            committee_only=one.committee_only,
            chair_is_secretary=one.chair_is_secretary,
            classes=frozenset(OwnerClass(kind.value, None) for kind in kinds),
            kinds=frozenset(one.records),
        ),
    )


@action
def add_theme(*, name: str, parent: Theme | None, source: str, by: Doer, at: datetime) -> Theme:
    """Add a strategic task beneath another, or at the top.

    NotAllowed without PLAN_KEEP, Invalid for a missing name or too deep a level, WrongState where the level
    has one of this name.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    equals = Theme.objects.filter(parent=parent, closed_at=None)
    rules.can_name(name, known=equals.filter(name=name.strip()).exists(), level=_level(parent) + 1).require()
    made: Theme = Theme.objects.create(
        parent=parent, name=name.strip(), source=source.strip()[:200], place=equals.count() + 1
    )
    return made


@action
def take_up_themes(*, chosen: Collection[str], by: Doer, at: datetime) -> int:
    """Take up themes of the texts (`ReadyTheme.id`) with what lies beneath them; how many were added.

    What stands under the same name already is left as it is. NotAllowed without PLAN_KEEP, Invalid
    (`nothing-chosen`, `theme-not-ready`) where nothing is chosen or one is not among those in force.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    ready = {one.id: one for one in THEMES().on(at.date())}
    rules.can_take_up(chosen, ready).require()
    added = 0
    for name in dict.fromkeys(chosen):
        top = ready[name]
        held, new = _kept(top.name, None, top.source)
        added += new
        for child in top.children:
            added += _kept(child, held, top.source)[1]
    note(themes=sorted(chosen), added=added)
    return added


def _kept(name: str, parent: Theme | None, source: str) -> tuple[Theme, bool]:
    """The open one of this name there, made where there is none; whether it is new."""
    equals = Theme.objects.filter(parent=parent, closed_at=None)
    known = equals.filter(name=name).first()
    if known is not None:
        return known, False
    made = Theme.objects.create(parent=parent, name=name, source=source[:200], place=equals.count() + 1)
    return made, True


@action
def rename_theme(*, theme: Theme, name: str, source: str, by: Doer, at: datetime) -> Theme:
    """Give a strategic task another name or source. Raises as `add_theme`."""
    may_somewhere(by, Permission.PLAN_KEEP).require()
    held = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    equals = Theme.objects.filter(parent=held.parent, closed_at=None).exclude(pk=held.pk)
    rules.can_name(name, known=equals.filter(name=name.strip()).exists(), level=_level(held)).require()
    note(was=held.name)
    held.name, held.source = name.strip(), source.strip()[:200]
    held.save(update_fields=["name", "source"])
    return held


@action
def close_theme(*, theme: Theme, by: Doer, at: datetime) -> Theme:
    """Close a strategic task: no new task is tagged with it, what was tagged stays to be read.

    NotAllowed without PLAN_KEEP, WrongState for one that is closed or has open ones beneath.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    held = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    beneath = Theme.objects.filter(parent=held, closed_at=None).count()
    rules.can_close(closed=held.closed_at is not None, open_children=beneath).require()
    held.closed_at, held.closed_by = at, by.label[:120]
    held.save(update_fields=["closed_at", "closed_by"])
    return held


def _level(theme: Theme | None) -> int:
    level = 0
    while theme is not None:
        level, theme = level + 1, theme.parent
    return level


@action
def tag(*, requirement: Requirement, themes: Collection[Theme], by: Doer, at: datetime) -> Requirement:
    """Say which strategic tasks a task of the plan serves; those not named it serves no more.

    NotAllowed without PLAN_KEEP, WrongState for a strategic task that is closed.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    closed = [one.name for one in themes if one.closed_at is not None]
    if closed:
        raise WrongState("theme-closed", f"“{closed[0]}”已经停用，请另选。")
    ThemeTag.objects.filter(requirement=requirement).exclude(theme__in=[one.pk for one in themes]).delete()
    for one in themes:
        ThemeTag.objects.get_or_create(theme=one, requirement=requirement)
    note(themes=[one.name for one in themes])
    return requirement


@action
def tie(
    *, requirement: Requirement, organisation: Organisation, project: str, goal: str, by: Doer, at: datetime
) -> Tie:
    """Tie a business project or goal of an organisation to a task of the plan (S001-37).

    NotAllowed without RECORD_ENTER there, Invalid without a project, WrongState where it is tied already.
    """
    may(by, Permission.RECORD_ENTER, organisation).require()
    same = Tie.objects.filter(
        requirement=requirement, organisation=organisation, project=project.strip(), untied_at=None
    )
    rules.can_tie(project, goal, known=same.exists()).require()
    made: Tie = Tie.objects.create(
        requirement=requirement,
        organisation=organisation,
        project=project.strip(),
        goal=goal.strip(),
        tied_at=at,
        tied_by=by.label[:120],
    )
    return made


@action
def show_together(*, tie: Tie, step: str, record: Record | None, by: Doer, at: datetime) -> Tie:
    """Show one of the four (`step` of TOGETHER) by a record of the organisation; None: by none any more.

    NotAllowed without RECORD_ENTER there, Invalid for a record of another organisation or one that is void,
    WrongState for a tie that was undone.
    """
    may(by, Permission.RECORD_ENTER, tie.organisation).require()
    held = Tie.objects.select_for_update(of=("self",)).get(pk=tie.pk)
    if held.untied_at is not None:
        raise WrongState("untied-already", "这一项关联已经解除，请刷新页面。")
    if step not in TOGETHER or (
        record is not None
        and (record.organisation_id != held.organisation_id or record.withdrawn_at is not None)
    ):
        raise Invalid("record-elsewhere", "请选择本组织一条有效的履职记录。")
    setattr(held, step, record)
    held.save(update_fields=[step])
    note(step=step, record=record.pk if record else None)
    return held


@action
def untie(*, tie: Tie, by: Doer, at: datetime) -> Tie:
    """Undo a tie; it stays to be read in the audit. NotAllowed as `tie`, WrongState for the second time."""
    may(by, Permission.RECORD_ENTER, tie.organisation).require()
    held = Tie.objects.select_for_update(of=("self",)).get(pk=tie.pk)
    if held.untied_at is not None:
        raise WrongState("untied-already", "这一项关联已经解除，请刷新页面。")
    held.untied_at, held.untied_by = at, by.label[:120]
    held.save(update_fields=["untied_at", "untied_by"])
    return held
