"""The demo branch's own 组织生活会 of the year and its minutes: locked, signed, waiting to be signed."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Office
from heli.accounts.models import Account
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.clock import SHANGHAI
from heli.members.models import Post
from heli.members.queries import actor_of
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
STUDY = (
    "会前集中学习",
    "集中学习作风建设有关论述和党章有关条款，党员逐一谈认识，为开好组织生活会打好思想基础。",
)
LECTURE = (
    "书记讲党课：从身边事学作风",
    "书记结合本处室三件群众来信讲作风建设，党员交流发言四人，议定窗口接待的两条改进办法，由组织委员跟进。",
)
GROUP = (
    "学习讨论作风建设有关文件",
    "逐段学习文件，五名党员对照岗位谈差距，商定每人联系一名服务对象，下月会上交流情况。",
)
ASSEMBLY = (
    "讨论上半年工作和党员发展事项",
    "听取支部委员会上半年工作报告，讨论党员发展事项并表决，议定下半年三项工作，明确责任人和完成时限。",
)


class Told(NamedTuple):
    """The branch with the names and the accounts of its secretary and of who writes the minutes."""

    branch: Organisation
    secretary: str
    recorder: str
    signs: Actor
    writes: Actor

    def hold(self, kind: str, on: date, topic: str, text: str, chair: str = "") -> Record:
        """A meeting written down on the day after, chaired by the secretary or by whom it says."""
        return life_actions.record_meeting(
            organisation=self.branch, kind=kind, happened_on=on, topic=topic, chair=chair or self.secretary,
            recorder=self.recorder, text=text, by=self.writes, at=_on(on, 1),
        )  # fmt: skip


@action
def live(*, by: Doer, at: datetime) -> OrgLife:
    """Let the branch of the demo accounts hold its 组织生活会 of this year, and meet with minutes.

    Its officers do it themselves: the 组织委员 writes, the secretary signs; under their names alone, since
    the accounts of a demo say the role beside.
    """
    secretary, recorder = (Account.objects.get(username=name) for name in ("zhibu", "weiyuan"))
    branch = Post.objects.select_related("organisation").get(account=secretary).organisation
    names = dict(Post.objects.filter(organisation=branch).values_list("office", "name"))
    told = Told(
        branch,
        names[Office.SECRETARY],
        names[Office.ORGANISATION],
        replace(actor_of(secretary, at.date()), label=names[Office.SECRETARY]),
        replace(actor_of(recorder, at.date()), label=names[Office.ORGANISATION]),
    )
    life = _org_life(told)
    _meet(told, at)
    note(measures=len(MEASURES))
    return life


def _org_life(told: Told) -> OrgLife:
    """The four stages: theme, preparation, the meeting with locked minutes, measures, one of them late."""
    by = told.writes
    life = life_actions.set_theme(
        organisation=told.branch, year=HELD.year, theme="改进作风、服务群众", by=by, at=_on(HELD, -20)
    )
    _prepare(told, life)
    meeting = told.hold("org_life", HELD, "组织生活会", MINUTES)
    life = life_actions.link_meeting(life=life, record=meeting, by=by, at=_on(HELD, 1))
    life_actions.sign_minutes(record=meeting, and_lock=True, by=told.signs, at=_on(HELD, 2))
    for issue, measure, due_on, how in MEASURES:
        made = life_actions.add_measure(
            life=life, issue=issue, measure=measure, person=told.recorder, due_on=due_on, by=by,
            at=_on(HELD, 3),
        )  # fmt: skip
        if how:
            life_actions.finish_measure(measure=made, how=how, by=by, at=_on(due_on, -1))
    return life


def _prepare(told: Told, life: OrgLife) -> None:
    """What shows the preparation: a session of study, and talks, of which nothing that was said is kept."""
    by, day = told.writes, HELD - timedelta(days=9)
    study = told.hold("group", HELD - timedelta(days=7), *STUDY)
    life_actions.sign_minutes(record=study, and_lock=True, by=told.signs, at=_on(HELD, -5))
    talks = record(
        organisation=told.branch, kind="heart_talk", happened_on=day, topic="会前谈心谈话", by=by,
        at=_on(day, 1),
    )  # fmt: skip
    for part, one in ((Preparation.STUDY, study), (Preparation.TALKS, talks), (Preparation.OPINIONS, talks)):
        life_actions.link_evidence(life=life, preparation=part, records=[one], by=by, at=_on(HELD, -5))


def _meet(told: Told, at: datetime) -> None:
    """Three meetings of this quarter: minutes signed and not locked yet, and two drafts that wait.

    One of them was chaired by the 组织委员, who signs it as well as the secretary may.
    """
    today = at.date()
    signed = told.hold("lecture", today - timedelta(days=39), *LECTURE)
    life_actions.sign_minutes(record=signed, by=told.signs, at=_on(signed.happened_on, 2))
    told.hold("group", today - timedelta(days=12), *GROUP, chair=told.recorder)
    assembly = told.hold("assembly", today - timedelta(days=4), *ASSEMBLY)
    votes = Votes(turnout_of(assembly).of(Base.VOTING)[0] - 1, 0, 1)
    life_actions.record_vote(
        record=assembly,
        matter="通过上半年工作报告",
        votes=votes,
        by=told.writes,
        at=_on(assembly.happened_on, 1),
    )


def _on(day: date, later: int) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(9), SHANGHAI)
