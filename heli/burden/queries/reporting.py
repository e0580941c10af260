"""What somebody may report: the request, for which organisation, and where it can have been given."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.scope import Scope
from heli.burden import rules
from heli.burden.catalogue import RequestKind
from heli.burden.queries.account import Request, account
from heli.burden.queries.reports import stands
from heli.circulation.models import Notice
from heli.circulation.queries.page import UNKNOWN
from heli.duties.catalogue import RequirementState
from heli.duties.models import Requirement
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation


class Reporting(NamedTuple):
    """A request that an organisation may have been asked twice; `others` are what else it is asked for."""

    kind: RequestKind
    request: Requirement | Notice
    organisation: Organisation
    others: Sequence[Request]
    may: Verdict

    @property
    def name(self) -> str:
        """What the request says it wants."""
        return self.request.title if isinstance(self.request, Notice) else self.request.measure


def reporting(
    kind: RequestKind, pk: int, organisation: int | None, actor: Actor, scope: Scope, today: date
) -> Reporting:
    """The request as asked of `organisation`, or of the first of the reader's own that it asks.

    NotFound for a request that is not there, or an organisation beyond `scope`.
    """
    request, year = _request(kind, pk, scope)
    places = [visible_organisation(one, scope) for one in ([organisation] if organisation else _own(actor))]
    if not places:
        raise NotFound("no-organisation", "请从党组织的应办页面进入，反映哪个党组织又要报一遍。")
    found = [_at(kind, request, place, year, today) for place in places]
    return next((one for one in found if one.may), found[0])


def _at(
    kind: RequestKind, request: Requirement | Notice, place: Organisation, year: int, today: date
) -> Reporting:
    asked = requests_of(place, year, today)
    others = [one for one in asked if (one.kind, one.pk) != (kind, request.pk)]
    may = rules.is_asked(asked=len(others) < len(asked), stands=stands(request))
    return Reporting(kind, request, place, others, may)


def requests_of(organisation: Organisation, year: int, today: date) -> list[Request]:
    """All that an organisation is asked for in a year, in the plan's order, then notices: eight queries."""
    only = Scope(organisations=(organisation.pk,))
    return [line.request for line in account(only, year, date(year, 12, 31), today).every]


def _request(kind: RequestKind, pk: int, scope: Scope) -> tuple[Requirement | Notice, int]:
    """The request and its year."""
    if kind is RequestKind.NOTICE:
        notice: Notice | None = Notice.objects.went_out().select_related("sender").filter(pk=pk).first()
        if notice is None or notice.day is None:
            raise NotFound("notice-unknown", UNKNOWN)
        return notice, notice.day.year
    visible = Requirement.objects.visible_to(scope).exclude(state=RequirementState.DRAFT)
    requirement: Requirement | None = visible.select_related("plan").filter(pk=pk).first()
    if requirement is None:
        raise NotFound("requirement-unknown", "没有这个责任条目，可能地址不完整。请从应办清单进入。")
    return requirement, requirement.plan.year


def _own(actor: Actor) -> list[int]:
    """The reader's own organisations, by posts and membership."""
    branch = [] if actor.branch_id is None else [actor.branch_id]
    return list(dict.fromkeys([*(post.organisation_id for post in actor.posts), *branch]))
