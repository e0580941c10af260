"""Which office an organisation can have, and who may keep posts."""

from heli.accounts.catalogue import LEADING_OFFICES, Office, Permission
from heli.accounts.rules import may_somewhere
from heli.kernel.action import Doer
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS, Kind

_LEADING_OFFICE = {
    Office.SECRETARY: Office.LEAD_SECRETARY,
    Office.DEPUTY: Office.LEAD_DEPUTY,
    Office.COMMITTEE_MEMBER: Office.LEAD_MEMBER,
}


def office_at(kind: str, office: Office) -> Office:
    """The office as an organisation of this kind has it: the 书记 of a 党组 is its 党组书记."""
    return _LEADING_OFFICE.get(office, office) if kind in LEADING_KINDS else office


def can_have(kind: str, office: Office) -> Verdict:
    """Whether an organisation of this kind has such an office at all."""
    if office is Office.ADMINISTRATOR:
        fits = kind == Kind.WORK_COMMITTEE
    elif office is Office.GROUP_LEADER:
        fits = kind in BRANCH_KINDS
    elif office is not Office.STAFF:
        fits = (office in LEADING_OFFICES) == (kind in LEADING_KINDS)
    else:
        fits = True
    if fits:
        return Verdict.yes()
    return Verdict.no(f"{Kind(kind).label}不设“{office.label}”。", code="office-not-here")


def may_keep_posts(by: Doer) -> Verdict:
    """Posts are kept by whoever loads the workbooks or invites people to log in."""
    loading = may_somewhere(by, Permission.INTAKE_LOAD)
    return loading if loading else may_somewhere(by, Permission.ACCOUNT_INVITE)
