"""Items of the plan on their way down: the whole city level by level, the demo's own organ stopped halfway.

The lower a level, the later and the less of it is taken up, so that 压力传导 has something to show.
"""

from datetime import date, datetime, time

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Mod

from heli.decomposition import actions
from heli.decomposition.catalogue import Layer, TaskState, Way
from heli.decomposition.models import Task
from heli.demo.catalogue import DEMO_DAY
from heli.duties.models import Requirement
from heli.kernel.action import Doer, action
from heli.kernel.clock import SHANGHAI
from heli.members.models import Post
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation

ITEMS = 4
ISSUED_ON = date(DEMO_DAY.year, 6, 8)
TAKEN_UP_ON = tuple(date(DEMO_DAY.year, 6, day) for day in (9, 12, 17, 22, 25))
"""The day on which each level takes up, and breaks down, what it was handed."""
LEFT = {Layer.BODY: 40, Layer.ORGAN: 17, Layer.BASE: 9, Layer.BRANCH: 6}
"""Of so many tasks of a layer one is left: by organisation and item, so that it is the same each time."""
MOST_RETURNED = 12
"""So many of those left at each level are returned instead."""
WHY = "与本单位职责有交叉，请明确牵头单位"


@action
def hand_down(*, by: Doer, at: datetime) -> None:
    """The first items whose deadline lies ahead, issued to all units and broken down level by level."""
    issuer, items = Organisation.objects.get(kind=Kind.WORK_COMMITTEE), _items()
    actions.issue(requirements=items, issuer=issuer, way=Way.LEADING, by=by, at=_on(ISSUED_ON))
    own = _place_of("dangzu").organ_id
    for level, day in enumerate(TAKEN_UP_ON, start=1):
        found = Task.objects.filter(level=level).exclude(organisation__organ=own)
        taken = found.annotate(left=_LEFT).exclude(left=0)
        actions.take_up_all(tasks=taken, by=by, at=_on(day))
        actions.break_down_all(tasks=taken, by=by, at=_on(day))
        back = list(found.filter(state=TaskState.HANDED).order_by("pk")[:MOST_RETURNED])
        if back:
            actions.give_back(tasks=back, reason=WHY, by=by, at=_on(day))
    _in_the_own_organ(items, by=by, at=at)


_LEFT = Case(
    *(
        When(layer=layer, then=Mod(F("organisation_id") + F("requirement_id"), Value(share)))
        for layer, share in LEFT.items()
    )
)


def _items() -> list[Requirement]:
    """Items of branches that come round, or whose day lies ahead; what a trigger makes has no day yet."""
    owed = Requirement.objects.owed().filter(plan__year=DEMO_DAY.year, regulation="", trigger="")
    of_branches = owed.filter(classes__kind=Kind.BRANCH)
    ahead = Q(due_month=None) | Q(due_month__gt=DEMO_DAY.month)
    return list(of_branches.filter(ahead).order_by("number", "pk")[:ITEMS])


def _on(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), SHANGHAI)


def _place_of(username: str) -> Organisation:
    return Post.objects.select_related("organisation").get(account__username=username).organisation


def _in_the_own_organ(items: list[Requirement], *, by: Doer, at: datetime) -> None:
    """At each of the demo's accounts something to do.

    The 党组 has not taken up the last item. The 机关党委 has broken down the first, which a branch returned
    and which waits at the demo's own branch; taken up the second, with another deadline proposed; and not
    yet taken up the third.
    """
    body, top, branch = (_place_of(name) for name in ("dangzu", "jiguandangwei", "zhibu"))
    first, second = items[:2]
    held = list(Task.objects.filter(organisation=body, requirement__in=items[:-1]))
    actions.take_up(tasks=held, by=by, at=_on(TAKEN_UP_ON[0]))
    actions.break_down(tasks=held, organisations=[top.pk], by=by, at=_on(TAKEN_UP_ON[0]))
    beneath = list(Task.objects.filter(organisation=top, requirement__in=[first, second]))
    actions.take_up(tasks=beneath, by=by, at=_on(TAKEN_UP_ON[1]))
    for one in beneath:
        if one.requirement_id == first.pk:
            actions.keep_measures(
                task=one, measures="分两批落实，先机关后直属单位", office="fulltime_deputy", by=by, at=at
            )
            actions.break_down(tasks=[one], office="secretary", by=by, at=_on(TAKEN_UP_ON[2]))
        else:
            day = one.due_on.replace(day=1)
            actions.propose(tasks=[one], due_on=day, reason="配合年底考核提前完成", by=by, at=at)
    _beneath_the_top(first, top, branch, by=by)


def _beneath_the_top(first: Requirement, top: Organisation, branch: Organisation, *, by: Doer) -> None:
    """One directly beneath returns it, half take it up; what stands above the own branch hands it on."""
    handed = Task.objects.filter(requirement=first, parent__organisation=top).exclude(organisation=branch)
    on_the_way = list(handed.filter(organisation=branch.parent_id))
    if on_the_way:
        actions.take_up(tasks=on_the_way, by=by, at=_on(TAKEN_UP_ON[3]))
        actions.break_down(tasks=on_the_way, by=by, at=_on(TAKEN_UP_ON[3]))
    back, *others = handed.exclude(pk__in=[one.pk for one in on_the_way]).order_by("pk")
    actions.give_back(tasks=[back], reason="支部正在换届，期限太紧", by=by, at=_on(TAKEN_UP_ON[3]))
    actions.take_up(tasks=others[: len(others) // 2 + 1], by=by, at=_on(TAKEN_UP_ON[4]))
