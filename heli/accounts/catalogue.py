"""Offices, reaches and permissions: the words of the PERMISSIONS table."""

from enum import StrEnum

from django.db.models import TextChoices


class Office(TextChoices):
    """党内职务 and the working posts of a committee's own staff; the value is stored, the label is shown."""

    SECRETARY = "secretary", "书记"
    DEPUTY = "deputy", "副书记"
    FULLTIME_DEPUTY = "fulltime_deputy", "专职副书记"
    ORGANISATION = "organisation", "组织委员"
    PUBLICITY = "publicity", "宣传委员"
    DISCIPLINE = "discipline", "纪检委员"
    YOUTH = "youth", "青年委员"
    COMMITTEE_MEMBER = "committee_member", "委员"
    GROUP_LEADER = "group_leader", "党小组组长"
    LEAD_SECRETARY = "lead_secretary", "党组书记"
    LEAD_DEPUTY = "lead_deputy", "党组副书记"
    LEAD_MEMBER = "lead_member", "党组成员"
    STAFF = "staff", "工作人员"
    ADMINISTRATOR = "administrator", "管理员"


SECRETARIES = frozenset({Office.SECRETARY, Office.LEAD_SECRETARY})
COMMITTEE_OFFICES = frozenset(
    {
        Office.SECRETARY,
        Office.DEPUTY,
        Office.FULLTIME_DEPUTY,
        Office.ORGANISATION,
        Office.PUBLICITY,
        Office.DISCIPLINE,
        Office.YOUTH,
        Office.COMMITTEE_MEMBER,
    }
)
LEADING_OFFICES = frozenset({Office.LEAD_SECRETARY, Office.LEAD_DEPUTY, Office.LEAD_MEMBER})


class Reach(StrEnum):
    """How far a post at an organisation sees (design.md, "Two upward relations")."""

    CITY = "city"  # at the 工委: the whole city
    LED = "led"  # at a 党组 or other leading body: what it leads
    BENEATH = "beneath"  # at a committee or 总支: its own subtree by 隶属
    OWN = "own"  # at a branch: itself


class Permission(StrEnum):
    """What a page, command or action may ask for; the value is the audit's and the matrix's name."""

    ORGANISATION_SEE = "organisation.see"
    MEMBER_SEE = "member.see"
    MEMBER_IDENTITY = "member.identity"
    REQUIREMENT_SEE = "requirement.see"
    REQUIREMENT_SETTLE = "requirement.settle"
    RECORD_SEE = "record.see"
    RECORD_ENTER = "record.enter"
    BOARD_SEE = "board.see"
    SCORE_SEE = "score.see"
    CIRCULAR_MAKE = "circular.make"
    INTAKE_LOAD = "intake.load"
    ACCOUNT_INVITE = "account.invite"

    @property
    def label(self) -> str:
        """What the permission is called on screen and in the matrix."""
        return _PERMISSION_LABELS[self]


_PERMISSION_LABELS = {
    Permission.ORGANISATION_SEE: "查看组织",
    Permission.MEMBER_SEE: "查看党员名册",
    Permission.MEMBER_IDENTITY: "查看证件号后四位",
    Permission.REQUIREMENT_SEE: "查看责任条目",
    Permission.REQUIREMENT_SETTLE: "明确待定的责任条目",
    Permission.RECORD_SEE: "查看履职记录",
    Permission.RECORD_ENTER: "录入履职记录",
    Permission.BOARD_SEE: "查看挂图作战",
    Permission.SCORE_SEE: "查看得分",
    Permission.CIRCULAR_MAKE: "拟制通报",
    Permission.INTAKE_LOAD: "导入工作簿",
    Permission.ACCOUNT_INVITE: "邀请登录",
}

INVITATION_DAYS = 7
"""How long a one-time link stays valid; a parameter of our own, no regulation asks for it."""
