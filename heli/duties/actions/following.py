"""After a change of organisations: who owes and where it counts, and whose duties the closed leave behind."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.duties.actions.anew import derive_of
from heli.duties.actions.handing import give_back, hand_over
from heli.duties.actions.occurrences import follow_terms
from heli.duties.models import Plan
from heli.kernel.action import Doer, action, note


class Followed(NamedTuple):
    """What followed: duties by name and of terms handed over, handed back, and fulfilments derived again."""

    requirements: int
    occurrences: int
    returned: int
    fulfilments: int

    @property
    def handed(self) -> int:
        return self.requirements + self.occurrences


@action
def follow(
    *,
    organisations: Collection[int],
    since: date,
    successions: Mapping[int, int],
    by: Doer,
    at: datetime,
) -> Followed:
    """Bring duties in line with what organisations (primary keys) have become on the day `since`.

    To be called once their versions are written. What was due before the day stays with what they were then.
    `successions` say of closed ones who takes over: requirements that name them and duties of terms, as far
    as they are open, pass to the successor from the day on. One that was reopened gets back what it had
    handed over. Fulfilments and counters of the plans from that year on are derived again. NotAllowed without
    ORGANISATION_CHANGE.
    """
    may_somewhere(by, Permission.ORGANISATION_CHANGE).require()
    returned, holders = give_back(organisations, since)
    requirements, occurrences = hand_over(successions, since)
    touched = {*organisations, *successions, *successions.values(), *holders}
    years = sorted(Plan.objects.filter(year__gte=since.year).values_list("year", flat=True).distinct())
    written = derive_of(years, touched) if touched else 0
    for year in years if touched else ():
        follow_terms(year, touched, since)
    note(organisations=len(touched), handed=requirements + occurrences, returned=returned)
    return Followed(requirements, occurrences, returned, written)
