"""机关工作人员总数: what the number of full-time Party-affairs workers is held against (R02-10)."""

from datetime import datetime

from heli.kernel.action import Doer, action, note
from heli.orgs.actions.details import may_describe_unit
from heli.orgs.models import Unit


@action
def set_staff_count(*, unit: Unit, count: int | None, by: Doer, at: datetime) -> Unit:
    """How many work in a unit; None: not known. By whoever may describe the unit."""
    may_describe_unit(by, unit).require()
    note(before=unit.staff_count, after=count)
    unit.staff_count = count
    unit.save(update_fields=["staff_count"])
    return unit
