"""/api/results: results of schemes as they were published, with what every indicator counted."""

from ninja import Path, Query, Router

from heli.accounts.catalogue import TokenRight
from heli.accounts.requests import ApiRequest
from heli.duties.queries.readings import book_of
from heli.kernel import clock
from heli.kernel.periods import Period
from heli.orgs.queries.page import visible_organisation
from heli.schemes.models import Release
from heli.schemes.queries import results as result_queries
from heli.schemes.queries.definitions import definition_of
from heli.schemes.schemas import ResultDetail, ResultOut, ResultsOut, result_detail, result_outs, results_out
from heli.ui.api import REFUSALS, Asked, Id, Page, page_of

router = Router(tags=["考责"])


@router.get(
    "/results",
    response={200: Page[ResultsOut], **REFUSALS},
    operation_id="results",
    summary="公布的考核结果",
    description="令牌权限“读得分”。每次公布一条，按公布的先后排列；机关党委自己的结果，写明制定组织。",
)
def results(request: ApiRequest, asked: Query[Asked]) -> Page[ResultsOut]:
    scope = request.actor.through(TokenRight.SCORES)
    found = Release.objects.visible_to(scope).select_related("version__scheme__organiser", "publication")
    return page_of(found, asked, lambda rows: map(results_out, rows))


@router.get(
    "/results/{results}",
    response={200: Page[ResultOut], **REFUSALS},
    operation_id="results_of",
    summary="一次考核结果中各党组织的得分",
    description="令牌权限“读得分”。范围内的党组织，不排名次；同类之间才可以比较。",
)
def results_of(request: ApiRequest, results: Path[Id], asked: Query[Asked]) -> Page[ResultOut]:
    scope = request.actor.through(TokenRight.SCORES)
    held = result_queries.release(results, scope)
    return page_of(result_queries.released_scores(held, scope), asked, result_outs)


@router.get(
    "/results/{results}/{organisation}",
    response={200: ResultDetail, **REFUSALS},
    operation_id="result",
    summary="一个党组织公布的得分和来源",
    description="令牌权限“读得分”。每个指标计了什么、怎样计分、所依据的应办和履职记录的地址，以及后来的更正。",
)
def result(request: ApiRequest, results: Path[Id], organisation: Path[Id]) -> ResultDetail:
    scope = request.actor.through(TokenRight.SCORES)
    held = result_queries.release(results, scope)
    body = visible_organisation(organisation, scope)
    found = result_queries.result(held, body, request.actor, clock.today())
    indicators = {one.code: one for one in definition_of(held.version).indicators}
    return result_detail(held, found, indicators, book_of(Period.parse(held.period).year))
