"""The demo branch's own 组织生活会 of the year, its minutes locked, what is put right after."""

from datetime import date, datetime, time, timedelta

from heli.accounts.catalogue import Office
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.clock import SHANGHAI
from heli.members.models import Post
from heli.orglife import actions as life_actions
from heli.orglife.catalogue import Base, Preparation
from heli.orglife.models import OrgLife
from heli.orglife.queries import turnout_of
from heli.orglife.rules.minutes import Votes
from heli.orgs.models import Organisation

HELD = date(2026, 1, 22)
MINUTES = (
    "一、会议主题：改进作风、服务群众。\n二、会前集中学习一次，开展谈心谈话，听取处室意见。\n"
    "三、查摆支部存在的问题：学习安排公布不够及时，联系群众方式不多。\n四、明确整改方向，会后制定措施，逐一落实。"
)
MEASURES = (
    ("学习安排公布不够及时", "每月第一周公布当月学习安排", date(2026, 3, 31), "3月起每月第一周公布"),
    ("联系群众的方式不多", "每季度到服务对象中走访一次", date(2026, 5, 31), ""),
    ("主题党日的准备不够充分", "提前一周确定主题和内容", date(2026, 9, 30), ""),
)


@action
def live(*, branch: Organisation, by: Doer, at: datetime) -> OrgLife:
    """Let the branch of the demo accounts hold its 组织生活会 of this year, and its assembly vote."""
    names = dict(Post.objects.filter(organisation=branch).values_list("office", "name"))
    secretary, recorder = names[Office.SECRETARY], names[Office.ORGANISATION]
    life = life_actions.set_theme(
        organisation=branch, year=HELD.year, theme="改进作风、服务群众", by=by, at=_on(HELD, -20)
    )
    _prepare(life, by)
    meeting = life_actions.record_meeting(
        organisation=branch, kind="org_life", happened_on=HELD, topic="组织生活会", chair=secretary,
        recorder=recorder, text=MINUTES, by=by, at=_on(HELD, 1),
    )  # fmt: skip
    life = life_actions.link_meeting(life=life, record=meeting, by=by, at=_on(HELD, 1))
    life_actions.sign_minutes(record=meeting, and_lock=True, by=by, at=_on(HELD, 2))
    for issue, measure, due_on, how in MEASURES:
        made = life_actions.add_measure(
            life=life, issue=issue, measure=measure, person=recorder, due_on=due_on, by=by, at=_on(HELD, 3)
        )
        if how:
            life_actions.finish_measure(measure=made, how=how, by=by, at=_on(due_on, -1))
    _vote(branch, secretary, recorder, by, at)
    note(measures=len(MEASURES))
    return life


def _prepare(life: OrgLife, by: Doer) -> None:
    """Talks are recorded as done, never what was said; the study is one that was recorded already."""
    talks = record(
        organisation=life.organisation, kind="heart_talk", happened_on=HELD - timedelta(days=9),
        topic="会前谈心谈话", by=by, at=_on(HELD, -8),
    )  # fmt: skip
    study = Record.objects.standing().filter(
        organisation=life.organisation, kind__in=("lecture", "theme_day", "group"), happened_on__lte=HELD
    )
    for part, records in (
        (Preparation.STUDY, list(study.order_by("-happened_on", "-pk")[:1])),
        (Preparation.TALKS, [talks]),
        (Preparation.OPINIONS, [talks]),
    ):
        if records:
            life_actions.link_evidence(life=life, preparation=part, records=records, by=by, at=_on(HELD, -5))


def _vote(branch: Organisation, secretary: str, recorder: str, by: Doer, at: datetime) -> None:
    """An assembly of June, its minutes a draft for the secretary to sign."""
    made = life_actions.record_meeting(
        organisation=branch, kind="assembly", happened_on=at.date() - timedelta(days=4),
        topic="讨论上半年工作和党员发展事项", chair=secretary, recorder=recorder,
        text="听取支部委员会上半年工作报告，讨论党员发展事项并表决，议定下半年三项工作，明确责任人和完成时限。",
        by=by, at=at,
    )  # fmt: skip
    votes = Votes(turnout_of(made).of(Base.VOTING)[0], 0, 0)
    life_actions.record_vote(record=made, matter="通过上半年工作报告", votes=votes, by=by, at=at)


def _on(day: date, later: int) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(9), SHANGHAI)
