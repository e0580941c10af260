"""What the organ around the demo's accounts studies: two plans, three classes, and who came to meetings."""

from datetime import date, datetime
from decimal import Decimal

from heli.accounts.catalogue import Office
from heli.demo import attendance
from heli.duties.models import Record
from heli.kernel.action import Doer, action
from heli.members.models import Member, Post
from heli.orglife.models import Attendance
from heli.orgs.models import Organisation
from heli.study.actions import classes, meetings, plans
from heli.study.catalogue import ClassKind, Outcome, Way

MOST_ATTENDANCES = 20_000


@action
def study(*, by: Doer, at: datetime) -> None:
    """Half a year's study; the 党组's plan lacks 宗教政策法规, so that somebody has to see it (S001-30)."""
    branch, committee, leader = (_place(name) for name in ("zhibu", "jiguandangwei", "dangzu"))
    branches = Organisation.objects.branches().filter(organ=branch.organ, closed_on=None)
    if not Attendance.objects.exists():
        pks = list(branches.values_list("pk", flat=True))
        attendance.fill(
            count=MOST_ATTENDANCES, branches=pks, since=date(at.year, 1, 1), tell=_quietly, by=by, at=at
        )
    _plans(branch, leader, by, at)
    _classes(branch, committee, by, at)


def _place(username: str) -> Organisation:
    return Organisation.objects.select_related("organ").get(posts__account__username=username)


def _quietly(what: str, done: int, of: int) -> None:
    """Nobody waits for so few."""


def _plans(branch: Organisation, leader: Organisation, by: Doer, at: datetime) -> None:
    year = at.year
    for template in ("required", "four_ones"):
        plans.use_template(organisation=branch, year=year, template=template, by=by, at=at)
    first = branch.study_plans.get(year=year).lines.order_by("pk")[0]
    held = Record.objects.standing().filter(organisation=branch, kind="theme_day", happened_on__year=year)
    for record in held.order_by("happened_on", "pk")[:2]:
        plans.add_result(line=first, outcome=Outcome.HELD, record=record, by=by, at=at)
        meetings.state_minutes(record=record, minutes=150, by=by, at=at)
    for topic, tag, period in (
        ("学习党的创新理论：读原著、学原文、悟原理", "theory", f"{year}Q1"),
        ("意识形态工作专题研讨", "ideology", f"{year}Q2"),
        ("党章党规党纪专题学习", "rules", f"{year}Q3"),
    ):
        plans.add_line(
            organisation=leader, year=year, topic=topic, way=Way.SEMINAR, period=period, tag=tag, by=by, at=at
        )
    plans.name_secretary(organisation=leader, year=year, name="演示学习秘书", by=by, at=at)


def _classes(branch: Organisation, committee: Organisation, by: Doer, at: datetime) -> None:
    secretaries = Post.objects.filter(
        organisation__organ=branch.organ, office=Office.SECRETARY, valid_to=None, member__left_on=None
    ).exclude(member=None)
    trained = Member.objects.filter(pk__in=secretaries.values("member"))
    own = Member.objects.present().filter(organisation=branch)
    year = at.year
    training = classes.enter_class(
        host=committee, title="机关党支部书记轮训班（第一期）", organiser=committee.short_name,
        kind=ClassKind.TRAINING, begins_on=date(year, 5, 12), ends_on=date(year, 5, 14), half_days=6,
        tag="theory", by=by, at=at,
    )  # fmt: skip
    lecture = classes.enter_class(
        host=branch, title="意识形态工作专题讲座", organiser="市委讲师团", kind=ClassKind.LECTURE,
        begins_on=date(year, 4, 22), ends_on=date(year, 4, 22), half_days=1, tag="ideology", by=by, at=at,
    )  # fmt: skip
    online = classes.enter_class(
        host=branch, title="党内法规网上专题班", organiser="市干部网络学院", kind=ClassKind.ACADEMY,
        begins_on=date(year, 3, 1), ends_on=date(year, 5, 31), hours=Decimal(20), tag="rules", by=by, at=at,
    )  # fmt: skip
    everyone = list(own.select_related("organisation").order_by("pk"))
    for held, members in (
        (training, list(trained.select_related("organisation"))),
        (lecture, everyone),
        (online, everyone[::2]),
    ):
        classes.enrol(study_class=held, members=members, by=by, at=at)
