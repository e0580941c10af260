"""The tables of 组织生活: who came, the minutes beside a record, and the 组织生活会 of a year."""

from heli.orglife.models.attendance import Attendance
from heli.orglife.models.minutes import Minutes, MinutesNote, VotedMatter
from heli.orglife.models.org_life import OrgLife, OrgLifeEvidence, Rectification

__all__ = [
    "Attendance",
    "Minutes",
    "MinutesNote",
    "OrgLife",
    "OrgLifeEvidence",
    "Rectification",
    "VotedMatter",
]
