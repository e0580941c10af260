"""/api/organisations: the organisations that the token's owner may see, as the page 组织 lists them."""

from ninja import Path, Query, Router

from heli.accounts.catalogue import TokenRight
from heli.accounts.requests import ApiRequest
from heli.kernel import clock
from heli.orgs import queries
from heli.orgs.schemas import (
    OrganisationDetail,
    OrganisationOut,
    OrganisationsAsked,
    organisation_detail,
    organisations_out,
)
from heli.ui.api import REFUSALS, Id, Page, page_of

router = Router(tags=["组织"])


@router.get(
    "/organisations",
    response={200: Page[OrganisationOut], **REFUSALS},
    operation_id="organisations",
    summary="党组织",
    description="令牌权限“读组织”。按编号排列，筛选同组织页面。",
)
def organisations(request: ApiRequest, asked: Query[OrganisationsAsked]) -> Page[OrganisationOut]:
    scope = request.actor.through(TokenRight.ORGANISATIONS)
    return page_of(queries.listed(scope, clock.today(), asked.filters), asked, organisations_out)


@router.get(
    "/organisations/{organisation}",
    response={200: OrganisationDetail, **REFUSALS},
    operation_id="organisation",
    summary="一个党组织",
    description="令牌权限“读组织”。",
)
def organisation(request: ApiRequest, organisation: Path[Id]) -> OrganisationDetail:
    scope = request.actor.through(TokenRight.ORGANISATIONS)
    return organisation_detail(queries.organisation_page(organisation, scope, clock.today()))
