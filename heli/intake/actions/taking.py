"""Handing the rows that are ready to the packages that own them, in the order in which they hang together."""

from collections.abc import Callable, Mapping
from datetime import datetime

from heli.duties import actions as duty_actions
from heli.intake.queries import footing
from heli.intake.queries.checked import Checked
from heli.intake.queries.footing import Footing
from heli.intake.queries.tables import LEDGER, MEMBERS, ORGANISATIONS, PLAN
from heli.kernel.action import Doer
from heli.members.actions import take_in as member_actions
from heli.orglife import actions as meeting_actions
from heli.orgs import actions as org_actions
from heli.sheets.taken import TakenIn

Progress = Callable[[str, int, int], None]


def take_all(checked: Checked, *, by: Doer, at: datetime, progress: Progress) -> dict[str, TakenIn]:
    """Have every table written that was handed in; what each came to, by its key. The caller is an action.

    A table that no workbook holds is not touched: nothing of it has vanished.
    """
    taken: dict[str, TakenIn] = {}
    before = footing.footings()
    if checked.orgs.rows:
        progress("写入党组织", 0, 0)
        taken[ORGANISATIONS.key] = org_actions.take_in(
            rows=checked.orgs.rows, named=checked.orgs.named, by=by, at=at
        )
    if checked.members.rows:
        progress("写入党员", 0, 0)
        taken[MEMBERS.key] = member_actions.take_in(
            rows=checked.members.rows, named=checked.members.named, by=by, at=at
        )
    if checked.orgs.secretaries:
        member_actions.take_in_secretaries(rows=checked.orgs.secretaries, by=by, at=at)
    _derive(before, by=by, at=at)
    if checked.plan.rows:
        progress("写入年度任务", 0, 0)
        taken[PLAN.key] = duty_actions.take_in_plan(rows=checked.plan.rows, by=by, at=at)
    if checked.meetings.rows:
        taken[LEDGER.key] = meeting_actions.take_in_ledger(
            rows=checked.meetings.rows, named=checked.meetings.named, by=by, at=at, progress=progress
        )
    return taken


def _derive(before: Mapping[int, Footing], *, by: Doer, at: datetime) -> None:
    """Make the duties of ending terms; where organisations owe otherwise than before, look again at what
    this year's records answer.

    Not of past years: a figure for a past year does not change when the tree does (design.md).
    """
    year = at.year
    duty_actions.refresh_occurrences(year=year, by=by, at=at)
    if before and footing.has_records(year):
        organisations = footing.changed(before)
        if organisations:
            duty_actions.derive_anew(years=[year], organisations=organisations, by=by, at=at)
