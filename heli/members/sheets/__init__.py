"""The 党员花名册 in and out: `TABLE` recognises it, `check` prepares its rows, `export` writes one."""

from heli.members.actions.rows import MemberRow
from heli.members.sheets.checking import CheckedMembers, check
from heli.members.sheets.export import export
from heli.members.sheets.table import TABLE

__all__ = ["TABLE", "CheckedMembers", "MemberRow", "check", "export"]
