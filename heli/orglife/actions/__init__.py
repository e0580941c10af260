"""All writes of 组织生活: `from heli.orglife import actions`, then `actions.record_meeting(...)`."""

from heli.orglife.actions.record import file_document, record_meeting
from heli.orglife.actions.rows import MeetingRow, Named
from heli.orglife.actions.take_in import take_in_ledger

__all__ = ["MeetingRow", "Named", "file_document", "record_meeting", "take_in_ledger"]
