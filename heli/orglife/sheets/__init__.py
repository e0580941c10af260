"""The 组织生活台账 coming in: `TABLE` recognises it, `check` prepares its rows."""

from heli.orglife.actions.rows import MeetingRow
from heli.orglife.sheets.checking import CheckedMeetings, check
from heli.orglife.sheets.table import TABLE

__all__ = ["TABLE", "CheckedMeetings", "MeetingRow", "check"]
