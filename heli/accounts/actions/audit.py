"""Handing the audit out: reading it changes nothing, taking a copy away is told."""

from datetime import datetime

from heli.accounts import rules
from heli.accounts.catalogue import Permission
from heli.accounts.queries import audit
from heli.accounts.queries.audit import AuditFilters
from heli.kernel.action import Doer, action, note


@action
def hand_out_audit(*, filters: AuditFilters, by: Doer, at: datetime) -> int:
    """Say in the audit that so many of its entries were taken away as a workbook, and how narrowed."""
    rules.may_somewhere(by, Permission.AUDIT_READ).require()
    number = min(audit.audited(filters).count(), audit.MOST_EXPORTED)
    days = [day.isoformat() if day is not None else "" for day in (filters.first, filters.last)]
    note(rows=number, action=filters.action, person=filters.person, thing=filters.thing, days=days)
    return number
