"""What /api/ says of duties, records and judgements, and what it takes in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from heli.duties.catalogue import Checked, DutyState, RecordSource
from heli.duties.models import Judgement, Record
from heli.duties.queries.answered import Answered
from heli.duties.queries.listing import Duty, Filters
from heli.duties.queries.records import RecordFilters
from heli.duties.rules.kinds import kind_name
from heli.duties.rules.readings import Reading
from heli.kernel.periods import Period
from heli.orgs.schemas import ref
from heli.ui.api import Asked, Coded, Day, Given, Id, Ref, Words, coded

Said = Literal["open", "verified", "returned"]


class DutiesAsked(Asked):
    """The filters of the list of duties."""

    year: int | None = Field(default=None, ge=2000, le=2100, description="年度；不带则为今年")
    state: DutyState | None = Field(default=None, description="状态")
    requirement: Id | None = Field(default=None, description="责任条目")
    organisation: Id | None = Field(default=None, description="党组织")
    organ: Id | None = Field(default=None, description="机关（单位）")
    due_from: Day | None = Field(default=None, description="到期日自")
    due_to: Day | None = Field(default=None, description="到期日至")

    @property
    def filters(self) -> Filters:
        return Filters(
            state=self.state,
            requirement=self.requirement,
            organisation=self.organisation,
            organ=self.organ,
            due_from=self.due_from or date.min,
            due_to=self.due_to or date.max,
        )


class RequirementRef(Schema):
    """A requirement of a year's plan."""

    id: int
    number: int = Field(description="在计划中的序号")
    measure: str = Field(description="具体措施")
    group: str = Field(description="重点任务")


class PeriodOut(Schema):
    code: str = Field(description="2026、2026H1、2026Q3 或 2026-03")
    name: str


class AnswerOut(Schema):
    id: int
    happened_on: date


class DutyOut(Schema):
    """One requirement × organisation × period, as it stands today."""

    organisation: Ref
    requirement: RequirementRef
    period: PeriodOut | None = Field(description="由事件引起的没有期次")
    due_on: date = Field(description="到期日")
    state: Coded
    record: AnswerOut | None = Field(description="最先完成它的履职记录")


class RecordsAsked(Asked):
    """The filters of the list of records."""

    organisation: Id | None = Field(default=None, description="党组织")
    organ: Id | None = Field(default=None, description="机关（单位）")
    kind: Words = Field(default="", max_length=30, description="类型的代码")
    first: Day | None = Field(default=None, description="发生日期自")
    last: Day | None = Field(default=None, description="发生日期至")
    late: bool = Field(default=False, description="只要补录的")
    checked: Said | None = Field(default=None, description="未核实、已核实、已退回")

    @property
    def filters(self) -> RecordFilters:
        return RecordFilters(
            organisation=self.organisation,
            organ=self.organ,
            kind=self.kind,
            first=self.first,
            last=self.last,
            late=self.late,
            checked=self.checked or "",
        )


class RecordOut(Schema):
    """A record of what an organisation has done."""

    id: int
    organisation: Ref
    kind: Coded
    happened_on: date
    topic: str
    due: int | None = Field(description="应到人数")
    present: int | None = Field(description="实到人数")
    chair: str = Field(description="主持人")
    recorder: str = Field(description="记录人")
    checked: Coded = Field(description="open 未核实、verified 已核实、returned 已退回")
    late_entry: bool = Field(description="补录")
    source: Coded
    entered_at: datetime
    entered_by: str
    entered_for: str = Field(description="代谁录入")


class FulfilledOut(Schema):
    requirement: RequirementRef
    period: PeriodOut | None
    on_time: bool
    already: bool = Field(description="另有记录也完成了它")


class WithdrawnOut(Schema):
    at: datetime
    by: str
    why: str


class RecordDetail(RecordOut):
    """The same with its text, the duties that it fulfils, and whether it is void."""

    counts_on: date | None = Field(description="计入较早一期的，那一期中的日期")
    part_of: int | None = Field(description="归入哪一次活动")
    text: str = Field(description="主要内容")
    remarks: str = Field(description="系统提示")
    fulfilled: list[FulfilledOut] = Field(description="完成的应办")
    withdrawn: WithdrawnOut | None = Field(description="已作废的")


class JudgementsAsked(Asked):
    """The filters of the list of judgements."""

    record: Id | None = Field(default=None, description="履职记录")
    organisation: Id | None = Field(default=None, description="党组织")
    says: Said | None = Field(default=None, description="核实、退回，或撤回了原来的评判")


class JudgementIn(Given):
    """What is said of a record."""

    record: Id = Field(description="履职记录")
    says: Said = Field(description="verified 核实；returned 退回，须写明理由；open 撤回原来的评判")
    reason: Words = Field(default="", max_length=200, description="理由")


class JudgementOut(Schema):
    """What a superior said of a record."""

    id: int
    record: int
    organisation: Ref
    says: Coded
    reason: str
    judged_at: datetime
    judged_by: str
    together: bool = Field(description="和别的记录一并核实的")


def duty_out(duty: Duty) -> DutyOut:
    return DutyOut(
        organisation=Ref(id=duty.organisation.pk, name=duty.organisation.name),
        requirement=requirement_ref(duty.reading),
        period=_period(duty.reading, duty.period),
        due_on=duty.due_on,
        state=coded(duty.state),
        record=AnswerOut(**duty.answer._asdict() | {"id": duty.answer.record_id}) if duty.answer else None,
    )


def requirement_ref(reading: Reading) -> RequirementRef:
    return RequirementRef(id=reading.pk, number=reading.number, measure=reading.measure, group=reading.group)


def records_out(found: Iterable[Record]) -> list[RecordOut]:
    return [RecordOut(**_of_record(one)) for one in found]


def record_detail(record: Record, fulfilled: Iterable[Answered]) -> RecordDetail:
    void = record.withdrawn_at
    return RecordDetail(
        **_of_record(record),
        counts_on=record.counts_on,
        part_of=record.part_of_id,
        text=record.text,
        remarks=record.remarks,
        fulfilled=[
            FulfilledOut(
                requirement=requirement_ref(one.reading),
                period=_period(one.reading, one.period),
                on_time=one.on_time,
                already=one.already,
            )
            for one in fulfilled
        ],
        withdrawn=WithdrawnOut(at=void, by=record.withdrawn_by, why=record.withdrawn_why) if void else None,
    )


def judgement_out(one: Judgement) -> JudgementOut:
    return JudgementOut(
        id=one.pk,
        record=one.record_id,
        organisation=ref(one.record.organisation),
        says=_said(one.says),
        reason=one.reason,
        judged_at=one.judged_at,
        judged_by=one.judged_by,
        together=one.together,
    )


def _of_record(one: Record) -> dict[str, Any]:
    return {
        "id": one.pk,
        "organisation": ref(one.organisation),
        "kind": Coded(code=one.kind, name=kind_name(one.kind, one.happened_on)),
        "checked": _said(one.checked),
        "source": coded(RecordSource(one.source)),
        **{name: getattr(one, name) for name in _AS_KEPT},
    }


_AS_KEPT = (
    "happened_on",
    "topic",
    "due",
    "present",
    "chair",
    "recorder",
    "late_entry",
    "entered_at",
    "entered_by",
    "entered_for",
)


def _said(value: str) -> Coded:
    return Coded(code=value or "open", name=str(Checked(value).label))


def _period(reading: Reading, period: Period) -> PeriodOut | None:
    return None if reading.is_triggered else PeriodOut(code=period.code, name=period.name)
