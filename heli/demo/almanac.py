"""Fixed and planned days around the demo organ; its own branch has proposals alone, to be accepted."""

from datetime import datetime

from heli.accounts.models import Account
from heli.almanac.actions import accept_proposal, set_fixed_day
from heli.almanac.queries.calendar import calendar_of
from heli.almanac.rules.days import Habit
from heli.kernel.action import Doer, action
from heli.members.models import Post
from heli.orgs.models import Organisation

MOST = 8
HABITS = (Habit(day=5), Habit(nth=1, weekday=4), Habit(day=15, earlier=True), Habit(nth=3, weekday=3))


@action
def plan_days(*, by: Doer, at: datetime) -> None:
    """A fixed day for each branch of the organ; their days as proposed, but for the demo's own branch."""
    account = Account.objects.get(username="zhibu")
    own = Post.objects.select_related("organisation").get(account=account).organisation
    found = Organisation.objects.branches().filter(organ=own.organ_id, closed_on=None).order_by("path")
    for number, branch in enumerate(found[:MOST]):
        set_fixed_day(organisation=branch, habit=HABITS[number % len(HABITS)], by=by, at=at)
        if branch != own and calendar_of(branch, at.year, at.date()).proposed:
            accept_proposal(organisation=branch, year=at.year, by=by, at=at)
