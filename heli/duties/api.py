"""/api/duties, /api/records, /api/judgements; entering a record, which asks who came, is `heli.orglife`'s."""

from datetime import datetime

from django.http import HttpResponse
from ninja import Path, Query, Router

from heli.accounts.actor import Actor
from heli.accounts.catalogue import TokenRight
from heli.accounts.requests import ApiRequest
from heli.duties import actions
from heli.duties.queries import fulfilled
from heli.duties.queries.judging import judgements, judgements_of
from heli.duties.queries.listing import duties as duties_in
from heli.duties.queries.plan import plan_year
from heli.duties.queries.records import record as record_in
from heli.duties.queries.records import records as records_in
from heli.duties.schemas import (
    DutiesAsked,
    DutyOut,
    JudgementIn,
    JudgementOut,
    JudgementsAsked,
    RecordDetail,
    RecordOut,
    RecordsAsked,
    duty_out,
    judgement_out,
    record_detail,
    records_out,
)
from heli.kernel import clock, cursors
from heli.ui.api import REFUSALS, Id, IdempotencyKey, Page, created, cut, page_of

router = Router(tags=["履责"])


@router.get(
    "/duties",
    response={200: Page[DutyOut], **REFUSALS},
    operation_id="duties",
    summary="应办",
    description="令牌权限“读应办”。一个年度的应办和今天的状态，按组织、责任条目、期次排列。",
)
def duties(request: ApiRequest, asked: Query[DutiesAsked]) -> Page[DutyOut]:
    scope, today = request.actor.through(TokenRight.DUTIES), clock.today()
    found = duties_in(scope, asked.year or plan_year(today), today, asked.filters)
    rows = found.after(cursors.read(asked.cursor, 3), asked.limit + 1)
    return cut(rows, asked, lambda row: row.key, lambda rows: map(duty_out, rows))


@router.get(
    "/records",
    response={200: Page[RecordOut], **REFUSALS},
    operation_id="records",
    summary="履职记录",
    description="令牌权限“读记录”。没有作废的，按录入先后排列，新的在最后。",
)
def records(request: ApiRequest, asked: Query[RecordsAsked]) -> Page[RecordOut]:
    scope = request.actor.through(TokenRight.RECORDS)
    return page_of(records_in(scope, asked.filters), asked, records_out)


@router.get(
    "/records/{record}",
    response={200: RecordDetail, **REFUSALS},
    operation_id="record",
    summary="一条履职记录",
    description="令牌权限“读记录”。含主要内容、完成的应办；作废的也能读到。",
)
def record(request: ApiRequest, record: Path[Id]) -> RecordDetail:
    found = record_in(record, request.actor.through(TokenRight.RECORDS))
    return record_detail(found, fulfilled(found))


@router.get(
    "/judgements",
    response={200: Page[JudgementOut], **REFUSALS},
    operation_id="judgements",
    summary="评判",
    description="令牌权限“读评判”。对履职记录说过的话都在，按先后排列。",
)
def judged(request: ApiRequest, asked: Query[JudgementsAsked]) -> Page[JudgementOut]:
    scope = request.actor.through(TokenRight.JUDGEMENTS)
    found = judgements(scope, record=asked.record, organisation=asked.organisation, says=asked.says)
    return page_of(found, asked, lambda rows: map(judgement_out, rows))


@router.post(
    "/judgements",
    response={201: JudgementOut, **REFUSALS},
    operation_id="judge",
    summary="核实、退回一条履职记录",
    description="令牌权限“作评判”。不能评判自己任职的组织和自己录入的记录。",
)
def judge(request: ApiRequest, given: JudgementIn, key: IdempotencyKey) -> HttpResponse:
    request.actor.through(TokenRight.JUDGE)
    at = clock.now()
    return created(
        lambda: _judge(given, request.actor, at),
        given,
        asker=request.auth.asker,
        address="judgements",
        key=key,
        at=at,
    )


def _judge(given: JudgementIn, by: Actor, at: datetime) -> JudgementOut:
    found = record_in(given.record, by.through(TokenRight.JUDGE))
    match given.says:
        case "verified":
            actions.verify(record=found, by=by, at=at)
        case "returned":
            actions.send_back(record=found, reason=given.reason, by=by, at=at)
        case "open":
            actions.take_back_judgement(record=found, reason=given.reason, by=by, at=at)
    return judgement_out(judgements_of(found)[0])
