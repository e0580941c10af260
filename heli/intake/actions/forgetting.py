"""Workbooks are not kept for ever: their contents go after a month, the report of them stays."""

from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.intake.queries import intakes
from heli.kernel.action import Doer, action, note


@action
def forget_workbooks(*, by: Doer, at: datetime) -> int:
    """Empty the contents of workbooks older than KEPT_DAYS; returns of how many. `heli tick` calls it."""
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    emptied = intakes.to_forget(at).update(content=b"")
    note(workbooks=emptied)
    return emptied
