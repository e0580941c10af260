"""/api/members: the roster of today within the token's reach, and one member. Nothing sensitive."""

from ninja import Path, Query, Router

from heli.accounts.actor import Scope
from heli.accounts.catalogue import TokenRight
from heli.accounts.requests import ApiRequest
from heli.kernel import clock
from heli.members import queries
from heli.members.queries.changes import member_seen
from heli.members.queries.persons import person_page
from heli.members.schemas import MemberDetail, MemberOut, MembersAsked, member_detail, member_out
from heli.orgs.queries import visible_organisation
from heli.ui.api import REFUSALS, Id, Page, page_of

router = Router(tags=["党员"])


@router.get(
    "/members",
    response={200: Page[MemberOut], **REFUSALS},
    operation_id="members",
    summary="党员名册",
    description="令牌权限“读党员”。今天在册的，按编号排列；不含证件号、手机号码。",
)
def members(request: ApiRequest, asked: Query[MembersAsked]) -> Page[MemberOut]:
    scope, today = request.actor.through(TokenRight.MEMBERS), clock.today()
    found = queries.listed(scope, _filters(asked, scope), today)
    return page_of(found, asked, lambda rows: map(member_out, queries.lines(rows, today, Scope())))


@router.get(
    "/members/{member}",
    response={200: MemberDetail, **REFUSALS},
    operation_id="member",
    summary="一名党员",
    description="令牌权限“读党员”。组织关系、党内职务和兼合式编入。",
)
def member(request: ApiRequest, member: Path[Id]) -> MemberDetail:
    scope = request.actor.through(TokenRight.MEMBERS)
    return member_detail(person_page(member_seen(member, scope), clock.today()))


def _filters(asked: MembersAsked, scope: Scope) -> queries.Filters:
    pk = asked.organisation
    return queries.Filters(
        words=asked.q,
        standing=asked.standing or "",
        serving=asked.serving or "",
        bearers=asked.bearers,
        place=asked.place or "",
        organisation=visible_organisation(pk, scope) if pk is not None else None,
    )
