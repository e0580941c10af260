"""The 党组织名册 in and out: `TABLE` recognises it, `check` prepares its rows, `export` writes one."""

from heli.orgs.actions.rows import OrgRow
from heli.orgs.sheets.checking import CheckedOrgs, check
from heli.orgs.sheets.counts import compare_counts
from heli.orgs.sheets.export import export
from heli.orgs.sheets.table import TABLE

__all__ = ["TABLE", "CheckedOrgs", "OrgRow", "check", "compare_counts", "export"]
