"""POST /api/records: a meeting held or a document filed, by the actions of the page 记录会议."""

from datetime import datetime

from django.http import HttpResponse

from heli.accounts.actor import Actor
from heli.accounts.catalogue import TokenRight
from heli.accounts.requests import ApiRequest
from heli.duties.api import router as router
from heli.duties.catalogue import RecordForm
from heli.duties.queries import fulfilled
from heli.duties.rules.recording import kind_of
from heli.duties.schemas import RecordDetail, record_detail
from heli.kernel import clock
from heli.orglife import actions
from heli.orglife.schemas import RecordIn
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation
from heli.ui.api import REFUSALS, IdempotencyKey, created


# The router of the same address in `heli.duties`: one address has one view.
@router.post(
    "/records",
    response={201: RecordDetail, **REFUSALS},
    operation_id="enter",
    summary="录入一条履职记录",
    description="令牌权限“录入记录”。会议或材料，规则同记录会议页面；答复里列出它完成的应办。",
)
def enter(request: ApiRequest, given: RecordIn, key: IdempotencyKey) -> HttpResponse:
    place, at = visible_organisation(given.organisation, request.actor.through(TokenRight.ENTER)), clock.now()
    return created(
        lambda: _enter(given, place, request.actor, at),
        given,
        asker=request.auth.asker,
        address="records",
        key=key,
        at=at,
    )


def _enter(given: RecordIn, place: Organisation, by: Actor, at: datetime) -> RecordDetail:
    said = given.model_dump(include={"kind", "happened_on", "topic", "recorder", "text", "counts_on"})
    if kind_of(given.kind, given.happened_on).form is RecordForm.DOCUMENT:
        made = actions.file_document(organisation=place, **said, by=by, at=at)
    else:
        made = actions.record_meeting(
            organisation=place,
            **said,
            chair=given.chair,
            absent=given.away,
            numbers=given.numbers,
            by=by,
            at=at,
        )
    return record_detail(made, fulfilled(made))
