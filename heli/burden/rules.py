"""May a request be reported, may a report be answered or taken back; what share is filled in."""

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may, may_somewhere
from heli.burden.catalogue import REPORTS, Answer, ReportAct, ReportState
from heli.burden.models import RepeatReport
from heli.kernel.action import Doer
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.verdict import Verdict

ONCE = "避免多头填报、重复索要数据（R14-08）"
LONGEST = 200


def share(part: int, whole: int) -> int | None:
    """A share in whole per cent, halves up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def is_asked(*, asked: bool, stands: bool) -> Verdict:
    """Whether an organisation is asked at all, by a request that stands."""
    if not stands:
        return Verdict.no("这一项要求已经撤回，不用再报。", error=WrongState, code="request-withdrawn")
    if not asked:
        return Verdict.no(
            "这个党组织没有被要求办理这一项。替下级反映的，请从下级的应办进入。", code="not-asked"
        )
    return Verdict.yes()


def can_report(*, again: bool, chosen: bool, same: bool, text: str) -> Verdict:
    """Whether a report says where the fact was given.

    `again`: the same account has reported it and waits for the answer; `same`: the request itself was chosen.
    """
    if again:
        return Verdict.no("您已经反映过，正等答复。", error=WrongState, code="reported-already")
    if same:
        return Verdict.no("请选择另外一项要求：同一件事在哪一项里报过。", code="given-same")
    if not chosen and not text.strip():
        return Verdict.no("请选择在哪一项里报过，或者写明在哪里报过。", source=ONCE, code="given-missing")
    if len(text.strip()) > LONGEST:
        return Verdict.no(f"说明超过 {LONGEST} 个字，请缩短。", code="given-long")
    return Verdict.yes()


def may_answer(by: Doer, report: RepeatReport) -> Verdict:
    """The issuer answers: whoever keeps plans, or signs notices of the organisation that sent it."""
    if report.notice is None:
        return may_somewhere(by, Permission.PLAN_KEEP)
    return may(by, Permission.NOTICE_SEND, report.notice.sender)


def can_answer(state: str, answer: Answer, text: str, *, stands: bool) -> Verdict:
    """Whether an answer is whole: a request said to be withdrawn is; everything else gives its reason."""
    waits = REPORTS.may(ReportState(state), ReportAct.ANSWER)
    if not waits:
        return waits
    if answer is Answer.WITHDRAWN and stands:
        return Verdict.no(
            "这一项要求还没有撤回。请先撤回，再作这一答复。", error=WrongState, code="request-stands"
        )
    if answer is not Answer.WITHDRAWN and not text.strip():
        said = "请写明以哪一项为准、怎样办理。" if answer is Answer.MERGED else "请写明保留的理由。"
        return Verdict.no(f"{said}反映的人会看到。", code="reason-missing")
    if len(text.strip()) > LONGEST:
        return Verdict.no(f"说明超过 {LONGEST} 个字，请缩短。", code="reason-long")
    return Verdict.yes()


def can_take_back(report: RepeatReport, by: Doer) -> Verdict:
    """Whoever reported, while nobody has answered."""
    if by.account_id != report.account_id:
        return Verdict.no("只能收回自己的反映。", error=NotAllowed, code="not-own-report")
    return REPORTS.may(ReportState(report.state), ReportAct.TAKE_BACK)
