"""`heli export`: organisations, members, duties, records or scores as an Excel workbook."""

from collections.abc import Callable
from pathlib import Path

import click

from heli.accounts.scope import EVERYTHING
from heli.appraisal.sheets import export as scores
from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand
from heli.cli.files import FileOut
from heli.duties.queries.listing import Filters, duties
from heli.duties.queries.records import RecordFilters, records
from heli.duties.sheets.exports import duty_sheet, record_sheet
from heli.kernel import clock
from heli.kernel.periods import Period, PeriodKind, period_on
from heli.members.sheets.export import export as members
from heli.orgs.sheets.export import export as organisations
from heli.sheets.writing import SheetOut, write_workbook

Export = Callable[[Period], SheetOut]


def _duties(year: int) -> SheetOut:
    today = clock.today()
    return duty_sheet(duties(EVERYTHING, year, today, Filters()), year, today)


EXPORTS: dict[str, Export] = {
    "orgs": lambda period: organisations(EVERYTHING),
    "members": lambda period: members(EVERYTHING),
    "duties": lambda period: _duties(period.year),
    "records": lambda period: record_sheet(
        records(EVERYTHING, RecordFilters(first=period.start, last=period.end))
    ),
    "scores": lambda period: scores(EVERYTHING, period=period, on=clock.today()),
}


@click.command(
    cls=HeliCommand,
    example="heli export scores --period 2026H1 --out 得分.xlsx",
    help="导出 Excel：orgs 党组织，members 党员（不含证件号、手机和工资），duties 应办，"
    "records 履职记录，scores 得分。",
    short_help="导出 Excel（组织、党员、应办、记录、得分）",
)
@click.argument("what", metavar="内容", type=click.Choice(list(EXPORTS)))
@click.option("--out", required=True, type=FileOut(".xlsx"), help="写到哪个文件（.xlsx）。")
@click.option("--period", "period_code", help="时间范围，如 2026H1、2026；不写时为今天所在的半年。")
def export(what: str, out: Path, period_code: str | None) -> int:
    database.prepare()
    period = Period.parse(period_code) if period_code else period_on(PeriodKind.HALF, clock.today())
    write_workbook(out, [EXPORTS[what](period)])
    terminal.say(f"已导出到 {out}。")
    return 0
