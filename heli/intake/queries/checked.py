"""What a check hands on: rows that are ready, what was met, and the figures."""

from dataclasses import dataclass

from heli.duties.sheets import CheckedPlan
from heli.intake.queries.opening import File
from heli.intake.queries.summary import Summary
from heli.intake.queries.tallying import Doubt
from heli.members.sheets import CheckedMembers
from heli.orglife.sheets import CheckedMeetings
from heli.orgs.sheets import CheckedOrgs
from heli.sheets.faults import Fault
from heli.sheets.recognising import Mappings


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of `check`: of each package what its own check returned, the rows ready for `take_in`.

    `mapping` is what was chosen for this check beside what is remembered. `loads` is how many loads there
    had been: after another one the check does not hold any more. `faults` is the whole report, in the order
    of the workbooks, sheets and rows; `doubts` are those of it that the office has to decide.
    """

    files: tuple[File, ...]
    mapping: Mappings
    loads: int
    summary: Summary
    faults: tuple[Fault, ...]
    doubts: tuple[Doubt, ...]
    orgs: CheckedOrgs
    members: CheckedMembers
    plan: CheckedPlan
    meetings: CheckedMeetings
