"""又要报一遍 in the demo: two answered, two that wait, and a notice that was given up as a repeat."""

from datetime import date, datetime, time, timedelta

from heli.accounts.actor import Actor
from heli.accounts.models import Account
from heli.burden import actions
from heli.burden.catalogue import Answer, RequestKind
from heli.burden.models import RepeatReport
from heli.burden.queries.account import Request
from heli.burden.queries.reporting import requests_of
from heli.circulation import actions as notice_actions
from heli.circulation.catalogue import Asked
from heli.circulation.models import Notice
from heli.demo.catalogue import DEMO_DAY
from heli.duties.models import Requirement
from heli.kernel.clock import SHANGHAI
from heli.members.models import Post
from heli.members.queries import actor_of
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation

GIVEN_UP = "关于再次组织学习市委全会精神的通知"


def tell_of_repeats() -> None:
    """Reports of the demo's own branch on items of the plan and on notices, and what their issuers said."""
    branch = Post.objects.held(DEMO_DAY).get(account__username="zhibu").organisation
    asked = requests_of(branch, DEMO_DAY.year, DEMO_DAY)
    notice = [one for one in asked if one.kind is RequestKind.NOTICE][-1]
    theme_day, warning, lecture, self_check = (
        next(one for one in asked if words in one.name)
        for words in ("主题党日", "警示教育", "讲党课", "自查")
    )
    merged = _report("zhibu", branch, warning, 6, given=theme_day)
    kept = _report("weiyuan", branch, self_check, 5, text="年初已交上年度总结")
    _report("dangyuan", branch, lecture, 2, given=theme_day, text="5 月主题党日上讲过，记录里有")
    _report("zhibu", branch, notice, 1, text="上周支部党员大会上已办理，会议记录里有")
    _answer(merged, Answer.MERGED, "主题党日中开展了警示教育的，以那次记录为准，不再另报。")
    _answer(kept, Answer.KEPT, "自查对照的是本年度任务，与上年度总结不同。")
    _give_up()


def _report(
    username: str,
    branch: Organisation,
    one: Request,
    days: int,
    *,
    given: Request | None = None,
    text: str = "",
) -> RepeatReport:
    table: type[Notice] | type[Requirement] = Notice if one.kind is RequestKind.NOTICE else Requirement
    return actions.report_repeat(
        request=table._default_manager.get(pk=one.pk),
        organisation=branch,
        given=given,
        given_text=text,
        by=_by(username),
        at=_on(DEMO_DAY - timedelta(days=days)),
    )


def _answer(report: RepeatReport, answer: Answer, text: str) -> None:
    at = report.reported_at + timedelta(days=1)
    actions.answer_repeat(report=report, answer=answer, text=text, by=_by("gongwei2"), at=at)


def _give_up() -> None:
    """A notice that its drafter gave up on seeing that the same had gone out."""
    by, at = _by("gongwei2"), _on(DEMO_DAY - timedelta(days=4))
    sender = Organisation.objects.get(kind=Kind.WORK_COMMITTEE)
    draft = notice_actions.draft(
        sender=sender,
        title=GIVEN_UP,
        asked=Asked.MEMBERS,
        due_on=DEMO_DAY + timedelta(days=5),
        kinds=[Kind.BRANCH],
        pointer="公文系统收文登记（演示）",
        by=by,
        at=at,
    )
    notice_actions.discard(notice=draft, as_repeat=True, by=by, at=at)


def _by(username: str) -> Actor:
    return actor_of(Account.objects.get(username=username), DEMO_DAY)


def _on(day: date) -> datetime:
    return datetime.combine(day, time(16, 0), SHANGHAI)
