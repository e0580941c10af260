"""设岗定责 in the demo: who answers for what in the demo's branch, and a few in the others of its organ."""

from collections.abc import Sequence
from datetime import date, datetime, time

from heli.accounts.models import Account
from heli.assignments import actions
from heli.assignments.catalogue import AssignmentKind
from heli.assignments.models import Assignment
from heli.kernel.action import Doer, action, note
from heli.kernel.clock import SHANGHAI
from heli.members.models import Belonging, Member, Post
from heli.members.queries import actor_of
from heli.orgs.models import Organisation

_POST, _TASK = AssignmentKind.POST, AssignmentKind.TASK
_GIVEN = (
    # kind, title, about, month and day from, month and day until, members by place
    (_POST, "党员先锋岗", "首问负责，当日事当日毕", (1, 8), None, slice(2)),
    (_POST, "党员责任区", "负责所在处室的政策宣讲和答疑", (1, 8), None, slice(3, 6)),
    (_TASK, "结对帮带", "帮带新入职同事熟悉业务", (3, 2), (12, 31), slice(1, 3)),
    (_TASK, "窗口延时服务", "", (2, 3), (4, 30), slice(5, 6)),
)
_ENDED = "党员责任区"
"""One of those who had it has handed it on since."""


@action
def assign_posts(*, by: Doer, at: datetime) -> None:
    """Posts and tasks of this year: entered by the demo's secretary, one ended; two posts elsewhere."""
    account = Account.objects.get(username="zhibu")
    branch = Post.objects.select_related("organisation").get(account=account).organisation
    secretary, made = actor_of(account, at.date()), 0
    own = Account.objects.get(username="dangyuan")
    roster = sorted(_roster(branch, at.year), key=lambda one: one.account_id != own.pk)
    for kind, title, about, since, until, places in _GIVEN:
        if members := roster[places]:
            rows = actions.assign(
                organisation=branch,
                kind=kind,
                title=title,
                about=about,
                members=members,
                begins_on=date(at.year, *since),
                ends_on=date(at.year, *until) if until else None,
                by=secretary,
                at=_on(date(at.year, *since)),
            )
            made += len(rows)
            if title == _ENDED:
                day = date(at.year, 5, 29)
                actions.end(assignment=rows[-1], ends_on=day, by=secretary, at=_on(day))
    note(assigned=made + _elsewhere(branch, by, at))


def _elsewhere(branch: Organisation, by: Doer, at: datetime) -> int:
    """Two of every second branch of the organ, as their secretaries would have entered them."""
    day = date(at.year, 3, 9)
    others = Organisation.objects.branches().filter(organ=branch.organ_id, closed_on=None)
    rows = [
        Assignment(
            organisation=one,
            member=member,
            kind=_POST,
            title="党员先锋岗",
            begins_on=day,
            entered_at=_on(day),
            entered_by=by.label,
        )
        for one in others.exclude(pk=branch.pk).order_by("path")[::2]
        for member in _roster(one, at.year)[1:3]
    ]
    Assignment.objects.bulk_create(rows)
    return len(rows)


def _roster(branch: Organisation, year: int) -> Sequence[Member]:
    """The members of a branch who have belonged to it all the year."""
    rows = Belonging.objects.filter(organisation=branch, valid_from__lte=date(year, 1, 1), valid_to=None)
    return [one.member for one in rows.select_related("member").order_by("member")]


def _on(day: date) -> datetime:
    return datetime.combine(day, time(16, 40), SHANGHAI)
