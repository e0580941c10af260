"""All writes of 组织生活: `from heli.orglife import actions`, then `actions.record_meeting(...)`."""

from heli.orglife.actions.handbook import hand_out_handbook
from heli.orglife.actions.minutes import (
    Said,
    begin_minutes,
    correct_minutes,
    lock_minutes,
    note_beside_minutes,
    sign_minutes,
)
from heli.orglife.actions.org_life import (
    add_measure,
    finish_measure,
    link_evidence,
    link_meeting,
    set_theme,
    unlink_evidence,
    unlink_meeting,
    withdraw_measure,
)
from heli.orglife.actions.record import file_document, record_meeting
from heli.orglife.actions.rows import MeetingRow, Named
from heli.orglife.actions.take_in import take_in_ledger
from heli.orglife.actions.votes import record_vote, withdraw_vote

__all__ = [
    "MeetingRow",
    "Named",
    "Said",
    "add_measure",
    "begin_minutes",
    "correct_minutes",
    "file_document",
    "finish_measure",
    "hand_out_handbook",
    "link_evidence",
    "link_meeting",
    "lock_minutes",
    "note_beside_minutes",
    "record_meeting",
    "record_vote",
    "set_theme",
    "sign_minutes",
    "take_in_ledger",
    "unlink_evidence",
    "unlink_meeting",
    "withdraw_measure",
    "withdraw_vote",
]
