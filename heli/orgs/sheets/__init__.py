"""The 党组织名册 in and out: `TABLE` recognises it, `check` prepares its rows, `export` writes one.

`setting_sheet` is 组织设置核查 as a sheet.
"""

from heli.orgs.actions.rows import OrgRow
from heli.orgs.sheets.checking import CheckedOrgs, check
from heli.orgs.sheets.counts import compare_counts
from heli.orgs.sheets.export import export
from heli.orgs.sheets.setting import setting_sheet
from heli.orgs.sheets.table import TABLE

__all__ = ["TABLE", "CheckedOrgs", "OrgRow", "check", "compare_counts", "export", "setting_sheet"]
