"""The 工委 hands requirements of its plan to units (S000-19, S000-24)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.decomposition import rules
from heli.decomposition.actions.writing import SIGNED
from heli.decomposition.catalogue import LAYER_OF, TaskState, Way
from heli.decomposition.models import Task
from heli.decomposition.queries.below import receivers
from heli.duties.models import Requirement
from heli.duties.queries.readings import readings
from heli.duties.rules.readings import Reading
from heli.kernel.action import Doer, action, note
from heli.kernel.bulk import insert_rows
from heli.kernel.errors import Invalid
from heli.kernel.verdict import all_of
from heli.orgs.models import Organisation

_COLUMNS = (
    "requirement_id",
    "organisation_id",
    "giver_id",
    "level",
    "layer",
    "state",
    "asked",
    "measures",
    "office",
    "due_on",
    "handed_at",
    "handed_by",
    "taken_up_by",
)


@action
def issue(
    *,
    requirements: Collection[Requirement],
    issuer: Organisation,
    way: str,
    by: Doer,
    at: datetime,
    organisations: Collection[int] | None = None,
    asked: str = "",
    due_on: date | None = None,
) -> int:
    """Hand requirements down to the units: to all, or to those for which `organisations` (keys) answer.

    Each is due on the plan's own day, or on `due_on` where that is earlier. Who holds one already is passed
    over. Returns how many tasks there are more. NotAllowed without TASK_HAND_DOWN at the issuer,
    Invalid where nothing is chosen, a requirement makes no duties, a day lies too late or nothing is new.
    """
    may(by, Permission.TASK_HAND_DOWN, issuer).require()
    rules.something_chosen(len(requirements), "条目").require()
    rules.fits(asked, rules.ASKED, "要求").require()
    today = localdate(at)
    found = readings(Requirement.objects.owed().filter(pk__in=[one.pk for one in requirements]))
    if len(found) != len(requirements):
        raise Invalid("not-owed", "所选条目中有尚未下达、已经撤回或还有待明确的，请先在年度任务中明确。")
    days = {one.pk: due_on or rules.plan_day(one) for one in found}
    all_of(
        *(rules.is_deadline(days[one.pk], rules.plan_day(one), today, "计划的期限") for one in found)
    ).require()
    to = [one.organisation for one in receivers(issuer, way or Way.LEADING, today)]
    chosen = [one for one in to if organisations is None or one.pk in organisations]
    made = _insert(found, chosen, issuer, asked.strip(), days, by, at)
    if not made:
        raise Invalid("nothing-handed", "所选单位都已收到这些条目，没有新下达的任务。")
    note(requirements=len(found), units=len(chosen), tasks=made, way=way)
    return made


def _insert(
    found: Sequence[Reading],
    chosen: Sequence[Organisation],
    issuer: Organisation,
    asked: str,
    days: dict[int, date],
    by: Doer,
    at: datetime,
) -> int:
    held = Task.objects.exclude(state=TaskState.TAKEN_BACK).filter(requirement__in=list(days))
    known = set(held.values_list("requirement_id", "organisation_id"))
    said, signed = (TaskState.HANDED, asked, "", ""), (at, by.label[:SIGNED], "")
    rows = (
        (one.pk, to.pk, issuer.pk, 1, LAYER_OF[to.kind], *said, days[one.pk], *signed)
        for one in found
        for to in chosen
        if (one.pk, to.pk) not in known
    )
    return insert_rows(Task, _COLUMNS, rows)
