"""The 党组织名册 in and out: `TABLE` recognises it, `check` prepares its rows, `export` writes one.

`past_sheet` is the list of a past day, `setting_sheet` 组织设置核查.
"""

from heli.orgs.actions.rows import OrgRow
from heli.orgs.sheets.checking import CheckedOrgs, check
from heli.orgs.sheets.counts import compare_counts
from heli.orgs.sheets.export import export
from heli.orgs.sheets.past import past_sheet
from heli.orgs.sheets.setting import setting_sheet
from heli.orgs.sheets.table import TABLE

__all__ = [
    "TABLE",
    "CheckedOrgs",
    "OrgRow",
    "check",
    "compare_counts",
    "export",
    "past_sheet",
    "setting_sheet",
]
