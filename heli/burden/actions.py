"""All writes: a request is reported as asked twice, the report is answered by its issuer or taken back."""

from datetime import datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.burden import rules
from heli.burden.catalogue import REPORTS, Answer, ReportAct, ReportState, RequestKind
from heli.burden.models import RepeatReport
from heli.burden.queries.account import Request
from heli.burden.queries.reporting import requests_of
from heli.burden.queries.reports import stands
from heli.circulation.models import Notice
from heli.duties.models import Requirement
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, NotAllowed
from heli.orgs.models import Organisation


@action
def report_repeat(
    *,
    request: Requirement | Notice,
    organisation: Organisation,
    by: Doer,
    at: datetime,
    given: Request | None = None,
    given_text: str = "",
) -> RepeatReport:
    """Report that a request asks `organisation` for what it has given: by the request `given`, or as written.

    NotAllowed without RECORD_SEE there, or without an account; WrongState for a request that was withdrawn or
    is reported by this account already; Invalid where the organisation is not asked, or nothing says where.
    """
    may(by, Permission.RECORD_SEE, organisation).require()
    if by.account_id is None:
        raise NotAllowed("no-account", "请登录以后反映：答复只给反映的人看。")
    made = _report_of(request, organisation)
    made.account_id, made.reported_at, made.reported_by = by.account_id, at, by.label[:120]
    asked = requests_of(organisation, _year(request), localdate(at))
    key = (made.kind, request.pk)
    same = RepeatReport.objects.waiting().filter(
        account=by.account_id, organisation=organisation, requirement=made.requirement, notice=made.notice
    )
    rules.is_asked(asked=any((one.kind, one.pk) == key for one in asked), stands=stands(request)).require()
    rules.can_report(
        again=same.exists(),
        chosen=given is not None,
        same=given is not None and (given.kind, given.pk) == key,
        text=given_text,
    ).require()
    _say_where(made, given, given_text, asked)
    made.save()
    note(request=made.request_name, organisation=organisation.short_name)
    return made


def _report_of(request: Requirement | Notice, organisation: Organisation) -> RepeatReport:
    if isinstance(request, Notice):
        return RepeatReport(notice=request, organisation=organisation)
    return RepeatReport(requirement=request, organisation=organisation)


def _year(request: Requirement | Notice) -> int:
    if isinstance(request, Requirement):
        return request.plan.year
    return request.day.year if request.day is not None else request.drafted_at.year


def _say_where(made: RepeatReport, given: Request | None, text: str, asked: list[Request]) -> None:
    """Where it was given; Invalid for a request that does not ask this organisation."""
    made.given_text = text.strip()
    if given is None:
        return
    if given not in asked:
        raise Invalid("given-unknown", "所选的要求不是对这个党组织提出的，请重新选择。")
    if given.kind is RequestKind.NOTICE:
        made.given_notice_id = given.pk
    else:
        made.given_requirement_id = given.pk


@action
def answer_repeat(
    *, report: RepeatReport, answer: Answer, by: Doer, at: datetime, text: str = ""
) -> RepeatReport:
    """Answer a report, which whoever reported reads: merged, withdrawn or kept.

    NotAllowed for anybody but the issuer (PLAN_KEEP, or NOTICE_SEND at the sender); WrongState for a report
    that waits no more, and for 撤回 while the request stands; Invalid without the reason.
    """
    held = _held(report)
    rules.may_answer(by, held).require()
    rules.can_answer(held.state, answer, text, stands=stands(held.request)).require()
    held.state = REPORTS.next(ReportState(held.state), ReportAct.ANSWER)
    held.answer, held.answer_text = answer, text.strip()
    held.answered_at, held.answered_by = at, by.label[:120]
    held.save(update_fields=["state", "answer", "answer_text", "answered_at", "answered_by"])
    note(request=held.request_name, answer=answer.value)
    return held


@action
def withdraw_report(*, report: RepeatReport, by: Doer, at: datetime) -> RepeatReport:
    """Take an own report back. NotAllowed for anybody else, WrongState once it was answered."""
    held = _held(report)
    rules.can_take_back(held, by).require()
    held.state = REPORTS.next(ReportState(held.state), ReportAct.TAKE_BACK)
    held.taken_back_at, held.taken_back_by = at, by.label[:120]
    held.save(update_fields=["state", "taken_back_at", "taken_back_by"])
    return held


def _held(report: RepeatReport) -> RepeatReport:
    rows = RepeatReport.objects.select_for_update(of=("self",))
    found: RepeatReport = rows.select_related("requirement", "notice__sender").get(pk=report.pk)
    return found
