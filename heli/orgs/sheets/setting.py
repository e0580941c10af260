"""组织设置核查 as a sheet."""

from heli.orgs.queries import Findings
from heli.sheets.writing import Heading, SheetOut

_HEADINGS = (
    Heading("党组织", 30),
    Heading("组织类别", 14),
    Heading("所属机关", 24),
    Heading("核查结果", 60),
    Heading("强度", 8),
    Heading("依据", 44),
    Heading("条款", 8),
)


def setting_sheet(found: Findings) -> SheetOut:
    """One row a finding."""
    rows = (
        (
            one.name,
            one.kind_label,
            one.organ,
            one.verdict.reason,
            one.verdict.strength.label if one.verdict.strength else None,
            one.verdict.source,
            one.verdict.code,
        )
        for one in found.rows
    )
    return SheetOut("组织设置核查", _HEADINGS, rows)
