"""年度任务分解表 as a workbook: what it may look like, and what its rows say; duties and records going out.

`table` declares the columns, `checking` reads the rows; `exports` writes.
"""

from heli.duties.sheets.checking import CheckedPlan, check
from heli.duties.sheets.table import TABLE

__all__ = ["TABLE", "CheckedPlan", "check"]
