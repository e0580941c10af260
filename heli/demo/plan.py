"""The invented year's plan, loaded the way an office loads its own: as a workbook."""

from datetime import datetime
from io import BytesIO

from heli.demo.catalogue import PLAN, PLAN_TITLE
from heli.duties.actions import take_in_plan
from heli.duties.sheets import TABLE, check
from heli.kernel.action import Doer
from heli.orgs.queries import name_index
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import recognise
from heli.sheets.rows import read_rows
from heli.sheets.writing import Heading, SheetOut, write_workbook

HEADINGS = ("序号", "重点任务", "具体举措", "责任单位", "责任人", "完成时限", "佐证材料", "分值")


def issue(*, by: Doer, at: datetime) -> None:
    """Write the plan as a workbook, read it back, and take it in."""
    rows = [
        (
            str(number),
            item.group,
            item.measure,
            item.owner,
            item.person,
            item.deadline,
            item.evidence,
            item.weight,
        )
        for number, item in enumerate(PLAN, start=1)
    ]
    file = BytesIO()
    write_workbook(file, [SheetOut("任务分解", [Heading(words) for words in HEADINGS], rows, PLAN_TITLE)])
    found = recognise(open_workbook("年度任务分解表.xlsx", file.getvalue()), (TABLE,))
    read = [row for part in found.parts for row in read_rows(part)]
    checked = check(read, index=name_index(at.date()), today=at.date())
    take_in_plan(rows=checked.rows, by=by, at=at)
