"""All writes of duties: `from heli.duties import actions as duty_actions`, `duty_actions.record(...)`."""

from heli.duties.actions.anew import count_anew, derive_anew
from heli.duties.actions.record import record
from heli.duties.actions.rows import RecordRow
from heli.duties.actions.take_in import take_in_records
from heli.duties.actions.withdraw import withdraw

__all__ = ["RecordRow", "count_anew", "derive_anew", "record", "take_in_records", "withdraw"]
