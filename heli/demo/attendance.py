"""Who came to the invented meetings, by the million."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from itertools import islice

from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.bulk import insert_rows
from heli.members.models import Member
from heli.orglife.catalogue import Absence
from heli.orglife.models import Attendance

CHUNK = 20_000


@action
def fill(
    *,
    count: int,
    tell: Callable[[str, int, int], None],
    by: Doer,
    at: datetime,
    branches: Collection[int] | None = None,
    since: date | None = None,
) -> int:
    """Write `count` attendances: the members of each branch at its own meetings, newest meetings first.

    `branches` and `since` keep to the meetings of some and from a day on.
    """
    rows = islice(_rows(branches, since), count)
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        done += insert_rows(Attendance, ("record_id", "member_id", "absence"), chunk)
        tell("写入到会情况", done, count)
    note(attendances=done)
    return done


def _rows(branches: Collection[int] | None, since: date | None) -> Iterator[tuple[int, int, str]]:
    rosters: dict[int, list[int]] = defaultdict(list)
    for branch, member in Member.objects.order_by("pk").values_list("organisation_id", "pk"):
        rosters[branch].append(member)
    records = Record.objects.exclude(due=None).order_by("-happened_on", "-pk")
    if branches is not None:
        records = records.filter(organisation__in=branches)
    if since is not None:
        records = records.filter(happened_on__gte=since)
    wanted = ("pk", "organisation_id", "due", "present")
    for pk, branch, due, present in records.values_list(*wanted).iterator(chunk_size=CHUNK):
        for number, member in enumerate(rosters[branch][:due]):
            yield pk, member, Absence.PRESENT if number < present else Absence.DUTY
