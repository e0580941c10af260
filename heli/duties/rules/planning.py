"""Reading one row of a plan whole: who owes, by when, what answers, and what the texts leave open."""

from dataclasses import dataclass
from datetime import date

from heli.duties.catalogue import Cadence, OpenPoint, RequirementState, Trigger
from heli.duties.rules import deadlines, matching, owners
from heli.duties.rules.deadlines import Deadline
from heli.duties.rules.matching import Answering
from heli.duties.rules.owners import Owners
from heli.orgs.rules.index import NameIndex

UNREAD = Deadline(Cadence.UNDECIDED)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a row says; `deadline` and `answering` are None where it leaves them open."""

    owners: Owners
    deadline: Deadline | None
    answering: Answering | None

    @property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """What the office has to decide."""
        found = {
            OpenPoint.OWNER: self.owners.open,
            OpenPoint.DEADLINE: self.deadline is None,
            OpenPoint.EVIDENCE: self.answering is None,
        }
        return tuple(point for point, is_open in found.items() if is_open)


def understand(
    *, owner: str, deadline: str, measure: str, evidence: str, year: int, index: NameIndex
) -> Understood:
    """Read the four texts of a row of a plan of `year`.

    Who owes only when his term ends (任期届满的党组织) owes by the end of it (R03-02); with another deadline
    the two do not fit together, and the deadline is left open.
    """
    first = date(year, 1, 1)
    owed_by, by_when = owners.read(owner, index, first), deadlines.read(deadline, year)
    if owed_by.term_ending and by_when is not None and by_when.trigger != Trigger.TERM_END:
        by_when = None
    return Understood(owed_by, by_when, matching.kinds_for(measure, evidence, first))


def state_with(open_points: tuple[str, ...]) -> RequirementState:
    """A requirement is in force once it is known who owes and by when; what answers it may still be open."""
    lacking = {OpenPoint.OWNER, OpenPoint.DEADLINE} & set(open_points)
    return RequirementState.UNDECIDED if lacking else RequirementState.ACTIVE
