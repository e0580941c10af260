"""Reports 又要报一遍: in sight by organisation, waiting for the reader's answer, his own; never by person."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.scope import Scope
from heli.burden import rules
from heli.burden.catalogue import ReportState, RequestKind
from heli.burden.models import RepeatReport, ReportQuerySet
from heli.circulation.catalogue import NoticeState
from heli.circulation.models import Notice
from heli.duties.catalogue import RequirementState
from heli.duties.models import Requirement
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.orgs.models import Organisation

UNKNOWN = "没有这件反映，或者它不是您反映的、也不由您答复。请从“又要报一遍”进入。"
_WHOLE = ("requirement__plan", "notice__sender", "organisation", "given_requirement", "given_notice")


class OpenItem(NamedTuple):
    """A request with reports that wait for the reader's answer: for 今日要务."""

    what: str
    whom: str
    number: int
    url: str


class Counted(NamedTuple):
    """How many reports there are in sight, and how many of them wait."""

    reports: int
    waiting: int


class ReportPage(NamedTuple):
    """A report as its reader sees it; `is_own`: he made it, `may_answer`: he is whom it asks."""

    report: RepeatReport
    is_own: bool
    may_answer: Verdict
    may_take_back: Verdict
    stands: bool
    take_back_url: str
    others: Sequence[RepeatReport]


def counted(scope: Scope, year: int, day: date) -> Counted:
    """Reports of a year up to a day for organisations in `scope`. One query."""
    made = RepeatReport.objects.standing().visible_to(scope).filter(_made(year, day))
    found = made.aggregate(reports=Count("pk"), waiting=Count("pk", filter=Q(state=ReportState.OPEN)))
    return Counted(found["reports"], found["waiting"])


def _made(year: int, day: date) -> Q:
    return Q(reported_at__date__range=(date(year, 1, 1), min(day, date(year, 12, 31))))


def in_sight(scope: Scope) -> ReportQuerySet:
    """Reports for the organisations in sight: those that wait first, then the newest."""
    found: ReportQuerySet = RepeatReport.objects.standing().visible_to(scope).select_related(*_WHOLE)
    return found.order_by("-state", "-reported_at", "-pk")


def own(actor: Actor) -> ReportQuerySet:
    """The reader's own, newest first, those that he took back too."""
    found: ReportQuerySet = RepeatReport.objects.filter(account=actor.account_id).select_related(*_WHOLE)
    return found.order_by("-reported_at", "-pk")


def own_report(pk: int, actor: Actor) -> RepeatReport:
    """One of the reader's own; NotFound for any other."""
    found: RepeatReport | None = own(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("report-unknown", UNKNOWN)
    return found


def to_answer(actor: Actor) -> ReportQuerySet:
    """Those that wait for an answer by the reader, the oldest first."""
    mine = Q(pk__in=())
    if actor.may_somewhere(Permission.PLAN_KEEP):
        mine |= Q(requirement__isnull=False)
    scope = actor.scope(Permission.NOTICE_SEND)
    if not scope.is_empty:
        mine |= Q(notice__sender__in=Organisation.objects.visible_to(scope).values("pk"))
    found: ReportQuerySet = RepeatReport.objects.waiting().filter(mine).select_related(*_WHOLE)
    return found.order_by("reported_at", "pk")


def open_items(actor: Actor) -> list[OpenItem]:
    """A line for each request with reports that the reader answers: one query, none without the right."""
    if not (actor.may_somewhere(Permission.PLAN_KEEP) or actor.may_somewhere(Permission.NOTICE_SEND)):
        return []
    by_request: dict[tuple[int | None, int | None], list[RepeatReport]] = {}
    for one in to_answer(actor):
        by_request.setdefault((one.requirement_id, one.notice_id), []).append(one)
    return [_open_item(told) for told in by_request.values()]


def _open_item(told: Sequence[RepeatReport]) -> OpenItem:
    first = told[0]
    whom = first.organisation.short_name
    if len(told) > 1:
        whom += "等"
    return OpenItem(first.request_name, whom, len(told), reverse("burden:report", args=[first.pk]))


def report_page(pk: int, actor: Actor, scope: Scope) -> ReportPage:
    """One report; NotFound for who neither made nor answers it, nor sees its organisation. Two queries."""
    held: RepeatReport | None = RepeatReport.objects.select_related(*_WHOLE).filter(pk=pk).first()
    if held is None:
        raise NotFound("report-unknown", UNKNOWN)
    is_own, answers = held.account_id == actor.account_id, rules.may_answer(actor, held)
    seen = scope.covers(held.organisation) and held.state != ReportState.TAKEN_BACK
    if not (is_own or answers or seen):
        raise NotFound("report-unknown", UNKNOWN)
    alike = RepeatReport.objects.standing().filter(requirement=held.requirement_id, notice=held.notice_id)
    others = alike.exclude(pk=held.pk).select_related("organisation") if answers else alike.none()
    return ReportPage(
        report=held,
        is_own=is_own,
        may_answer=answers,
        may_take_back=rules.can_take_back(held, actor),
        stands=stands(held.request),
        take_back_url=_take_back_url(held),
        others=list(others.order_by("organisation__path", "pk")),
    )


def stands(request: Requirement | Notice) -> bool:
    """Whether a request still asks for anything."""
    if isinstance(request, Notice):
        return request.state == NoticeState.SENT
    return request.state != RequirementState.WITHDRAWN


def _take_back_url(report: RepeatReport) -> str:
    """Where the issuer takes the request back."""
    name = "circulation:withdraw" if report.kind is RequestKind.NOTICE else "planning:take_back"
    return reverse(name, args=[report.notice_id or report.requirement_id])
