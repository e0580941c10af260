"""Offices, and how far a post at an organisation sees."""

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
    CLERK = "clerk", "党务干事"
    GROUP_CLERK = "group_clerk", "党组秘书"
    ADMINISTRATOR = "administrator", "业务管理员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


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
ASSISTANTS = frozenset({Office.CLERK, Office.GROUP_CLERK})
"""Those who enter for others (代录): nothing is adopted, signed, judged or voted by them."""
SEPARATE_ADMINISTRATORS = frozenset({Office.SYSTEM_ADMIN, Office.SECURITY_ADMIN, Office.AUDIT_ADMIN})
"""三员: none of two at once, none with a post of the business, none sees business data."""


class Reach(StrEnum):
    """How far a post at an organisation sees (design.md, "Two upward relations")."""

    CITY = "city"  # at the 工委: the whole city
    LED = "led"  # at a 党组 or other leading body: what it leads
    BENEATH = "beneath"  # at a committee or 总支: its own subtree by 隶属
    OWN = "own"  # at a branch: itself


GUIDES = "guides"
"""指导督促 among the kinds of leading (orgs.catalogue.Leading): it gives sight, never steering (R08-05)."""
