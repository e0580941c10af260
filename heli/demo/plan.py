"""The invented year's plan, loaded the way an office loads its own: as a workbook."""

from datetime import date, datetime
from io import BytesIO

from heli.demo.catalogue import PLAN, PLAN_TITLE
from heli.duties.actions import open_window, take_in_plan
from heli.duties.models import Plan
from heli.duties.sheets import TABLE, check
from heli.kernel.action import Doer
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.orgs.queries import name_index
from heli.planning.actions import take_up
from heli.planning.queries.regulations import catalogue
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import recognise
from heli.sheets.rows import read_rows
from heli.sheets.writing import Heading, SheetOut, write_workbook

NOTICE = "安直工〔2026〕12号（演示）"
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
    _take_up_regulations(at.year, by, at)


def _take_up_regulations(year: int, by: Doer, at: datetime) -> None:
    """What regulations ask generally and the invented plan does not; and a 通知 that moves two of them."""
    heads = catalogue(year, at.date())
    chosen = [line.regulation.id for head in heads for line in head.lines if line.is_offered]
    issuer = Organisation.objects.get(kind=Kind.WORK_COMMITTEE)
    take_up(year=year, regulations=chosen, issuer=issuer, by=by, at=at)
    plan = Plan.objects.filter(year=year).earliest("pk")
    for kind in ("org_life", "review"):
        closes_on = date(year + 1, 3, 15)
        open_window(plan=plan, record_kind=kind, closes_on=closes_on, document=NOTICE, by=by, at=at)
