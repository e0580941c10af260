"""/api/scores: totals of a period, and one organisation's with its provenance, worked out when asked."""

from ninja import Path, Query, Router

from heli.accounts.catalogue import Permission, TokenRight
from heli.accounts.requests import ApiRequest
from heli.appraisal.forms import chosen_period
from heli.appraisal.queries.basis import basis, lived_in, organisation_to_score
from heli.appraisal.queries.scores import scored, sheet
from heli.appraisal.schemas import PeriodAsked, ScoreDetail, ScoreOut, ScoresAsked, score_detail, score_out
from heli.kernel import clock, cursors
from heli.ui.api import REFUSALS, Id, Page, cut

router = Router(tags=["考责"])


@router.get(
    "/scores",
    response={200: Page[ScoreOut], **REFUSALS},
    operation_id="scores",
    summary="得分",
    description="令牌权限“读得分”。期内有到期应办的党组织，按编号排列，不排名次；同类之间才可以比较。",
)
def scores(request: ApiRequest, asked: Query[ScoresAsked]) -> Page[ScoreOut]:
    scope, today = request.actor.through(TokenRight.SCORES), clock.today()
    period, after = chosen_period(asked.period, today), cursors.read(asked.cursor)
    seen = lived_in(period, today).visible_to(scope)
    found = scored(basis(period, today, seen if after is None else seen.filter(pk__gt=after[0])))
    rows = sorted(found, key=lambda row: row.subject.pk)
    return cut(rows, asked, lambda row: (row.subject.pk,), lambda rows: map(score_out, rows))


@router.get(
    "/scores/{organisation}",
    response={200: ScoreDetail, **REFUSALS},
    operation_id="score",
    summary="一个党组织的得分和来源",
    description="令牌权限“读得分”。每一行的分值、次数、得分，以及它所依据的应办的地址。",
)
def score(request: ApiRequest, organisation: Path[Id], asked: Query[PeriodAsked]) -> ScoreDetail:
    request.actor.through(TokenRight.SCORES)
    found, today = organisation_to_score(organisation), clock.today()
    request.actor.may(Permission.SCORE_SEE, found).require()
    period = chosen_period(asked.period, today)
    return score_detail(sheet(found, period, today), period, min(period.end, today))
