"""A year's plan of an organisation, its lines, what came of them (S002-22 … S002-26, S003-17, S003-19)."""

from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.orgs.models import Organisation
from heli.study import rules
from heli.study.catalogue import TAGS, TEMPLATES, Activity, Outcome, TemplateLine, Way
from heli.study.models import StudyLine, StudyPlan, StudyResult


@action
def add_line(
    *,
    organisation: Organisation,
    year: int,
    topic: str,
    way: Way,
    period: str,
    by: Doer,
    at: datetime,
    tag: str = "",
    activity: Activity | str = "",
    material: str = "",
    place: str = "",
) -> StudyLine:
    """Put a topic into the plan of a year, which begins with its first line.

    NotAllowed without `record.enter` over the organisation; Invalid as `rules.is_line`, or where the plan has
    the topic for the same period already.
    """
    may(by, Permission.RECORD_ENTER, organisation).require()
    rules.is_of_year(year, at.date()).require()
    _check(topic, period, year, tag)
    plan = _plan(organisation, year, by, at)
    _once(plan, topic.strip(), period)
    return StudyLine.objects.create(
        plan=plan,
        topic=topic.strip(),
        tag=tag,
        way=way,
        activity=activity,
        period=period,
        material=material.strip(),
        place=place.strip(),
        entered_at=at,
        entered_by=by.label[:120],
    )


@action
def change_line(
    *,
    line: StudyLine,
    topic: str,
    way: Way,
    period: str,
    by: Doer,
    at: datetime,
    tag: str = "",
    activity: Activity | str = "",
    material: str = "",
    place: str = "",
) -> StudyLine:
    """Say a line otherwise; the audit keeps what it said before. Raises as `add_line`."""
    may(by, Permission.RECORD_ENTER, line.plan.organisation).require()
    _standing(line)
    _check(topic, period, line.plan.year, tag)
    _once(line.plan, topic.strip(), period, line)
    note(was=line.topic, was_period=line.period)
    line.topic, line.way, line.period, line.tag = topic.strip(), way, period, tag
    line.activity, line.material, line.place = activity, material.strip(), place.strip()
    line.entered_at, line.entered_by = at, by.label[:120]
    line.save()
    return line


@action
def drop_line(*, line: StudyLine, by: Doer, at: datetime) -> StudyLine:
    """Take a line out of the plan. WrongState where something came of it already."""
    may(by, Permission.RECORD_ENTER, line.plan.organisation).require()
    _standing(line)
    if line.results.standing().exists():
        raise WrongState("line-was-studied", "这一条已登记落实情况。请先作废落实情况，再删去这一条。")
    line.dropped_at, line.dropped_by = at, by.label[:120]
    line.save(update_fields=["dropped_at", "dropped_by"])
    return line


@action
def use_template(
    *, organisation: Organisation, year: int, template: str, by: Doer, at: datetime
) -> StudyPlan:
    """Put the lines of a template into the plan of a year; those that it has already are left as they are."""
    may(by, Permission.RECORD_ENTER, organisation).require()
    rules.is_of_year(year, at.date()).require()
    found = TEMPLATES().get(template, date(year, 1, 1))
    plan = _plan(organisation, year, by, at)
    held = set(plan.lines.standing().values_list("topic", flat=True))
    new = [_of_template(plan, one, by, at) for one in found.lines if one.topic not in held]
    if not new:
        raise WrongState("template-used", f"“{found.name}”的各条都已在计划里。")
    StudyLine.objects.bulk_create(new)
    note(template=found.name, lines=len(new))
    return plan


@action
def name_secretary(*, organisation: Organisation, year: int, name: str, by: Doer, at: datetime) -> StudyPlan:
    """Name the 学习秘书 of a 中心组, or who is in charge of studying elsewhere, for a year (R15-03)."""
    may(by, Permission.RECORD_ENTER, organisation).require()
    rules.is_of_year(year, at.date()).require()
    if not name.strip():
        raise Invalid("name-missing", "请填写学习秘书的姓名。", fields={"name": "请填写姓名。"})
    plan = _plan(organisation, year, by, at)
    plan.secretary = name.strip()[:60]
    plan.save(update_fields=["secretary"])
    return plan


@action
def add_result(
    *,
    line: StudyLine,
    outcome: Outcome,
    by: Doer,
    at: datetime,
    happened_on: date | None = None,
    record: Record | None = None,
    title: str = "",
    place: str = "",
) -> StudyResult:
    """Say that a line was studied, at which meeting, or what came of it and where that lies (S002-26).

    The day of a meeting is the record's. Invalid for a meeting of another organisation or year, and as
    `rules.is_result`.
    """
    may(by, Permission.RECORD_ENTER, line.plan.organisation).require()
    _standing(line)
    on = record.happened_on if record is not None else happened_on
    if on is None or on.year != line.plan.year:
        raise Invalid("other-year", f"请填写 {line.plan.year} 年的日期，或选择当年的一次会议。")
    rules.is_result(outcome, title, on, at.date(), has_record=record is not None).require()
    _fits(line, record)
    return StudyResult.objects.create(
        line=line,
        record=record,
        outcome=outcome,
        title=title.strip(),
        place=place.strip(),
        happened_on=on,
        entered_at=at,
        entered_by=by.label[:120],
    )


@action
def withdraw_result(*, result: StudyResult, by: Doer, at: datetime) -> StudyResult:
    """Take back what was entered by mistake; it stays, marked."""
    may(by, Permission.RECORD_ENTER, result.line.plan.organisation).require()
    if result.withdrawn_at is not None:
        raise WrongState("withdrawn-already", "这项落实情况已经作废。")
    result.withdrawn_at, result.withdrawn_by = at, by.label[:120]
    result.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return result


def _plan(organisation: Organisation, year: int, by: Doer, at: datetime) -> StudyPlan:
    defaults = {"made_at": at, "made_by": by.label[:120]}
    plan, _ = StudyPlan.objects.get_or_create(organisation=organisation, year=year, defaults=defaults)
    return plan


def _of_template(plan: StudyPlan, one: TemplateLine, by: Doer, at: datetime) -> StudyLine:
    return StudyLine(
        plan=plan,
        topic=one.topic,
        tag=one.tag,
        way=one.way,
        period=f"{plan.year}{one.period}",
        entered_at=at,
        entered_by=by.label[:120],
    )


def _check(topic: str, period: str, year: int, tag: str) -> None:
    rules.is_line(topic, period, year).require()
    if tag and tag not in {one.id for one in TAGS().on(date(year, 1, 1))}:
        raise Invalid("tag-unknown", "内容分类请从列出的各项中选择。")


def _once(plan: StudyPlan, topic: str, period: str, line: StudyLine | None = None) -> None:
    same = plan.lines.standing().filter(topic=topic, period=period)
    if (same if line is None else same.exclude(pk=line.pk)).exists():
        raise Invalid("line-repeated", f"计划里这个期间已有“{topic}”，不用再列。")


def _standing(line: StudyLine) -> None:
    if line.dropped_at is not None:
        raise WrongState("line-dropped", "这一条已从计划中删去。")


def _fits(line: StudyLine, record: Record | None) -> None:
    if record is None:
        return
    if record.organisation_id != line.plan.organisation_id or record.withdrawn_at is not None:
        raise Invalid("record-of-another", "只能选择本组织当年的会议。")
    if line.results.standing().filter(record=record).exists():
        raise Invalid("result-repeated", "这一条已登记在这次会议上学过，不用再登记。")
