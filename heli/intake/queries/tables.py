"""The four tables that Heli takes in, in the order in which they are checked and loaded."""

from heli.duties import sheets as duty_sheets
from heli.kernel.errors import Invalid
from heli.members import sheets as member_sheets
from heli.orglife import sheets as meeting_sheets
from heli.orgs import sheets as org_sheets
from heli.sheets.table import Column, Table

ORGANISATIONS = org_sheets.TABLE
MEMBERS = member_sheets.TABLE
PLAN = duty_sheets.TABLE
LEDGER = meeting_sheets.TABLE
TABLES: tuple[Table, ...] = (ORGANISATIONS, MEMBERS, PLAN, LEDGER)
UNITS = {ORGANISATIONS.key: "个党组织", MEMBERS.key: "名党员", PLAN.key: "项任务", LEDGER.key: "条记录"}
"""What the rows of each table are counted in."""
SUBJECTS = {
    ORGANISATIONS.key: ("name",),
    MEMBERS.key: ("name", "branch"),
    PLAN.key: ("measure",),
    LEDGER.key: ("happened_on", "organisation", "kind"),
}
"""The columns that say what a row of each table is about."""


def table_named(name: str) -> Table:
    """The table of that key or title. Invalid (`table-unknown`) where there is none."""
    for table in TABLES:
        if name.strip("《》 ") in (table.key, table.title):
            return table
    raise Invalid(
        "table-unknown", f"没有名为“{name}”的表。可以用：{'、'.join(one.title for one in TABLES)}。"
    )


def column_named(table: Table, name: str) -> Column:
    """The column of that key or title. Invalid (`column-unknown`) where the table has none."""
    for column in table.columns:
        if name in (column.key, column.title):
            return column
    titles = "、".join(column.title for column in table.columns)
    raise Invalid("column-unknown", f"《{table.title}》没有“{name}”这一列。可以用：{titles}。")
