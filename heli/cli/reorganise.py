"""`heli reorganise`: a sheet of events (机构改革), checked as a whole and done together, or not at all."""

from pathlib import Path

import click

from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotFound
from heli.reorganisation.actions.batches import BatchCheck, carry_out_batch, check_batch
from heli.reorganisation.sheets.reading import read
from heli.sheets.faults import Kind

FIRST_FAULTS = 20
REFUSED, DONE = 1, 0


@click.command(
    cls=HeliCommand,
    example="heli reorganise 2026年机构改革.xlsx --document 青直工委〔2026〕15号 --check",
    help="按《组织变动表》一并办理设立、更名、升格、划转、合并、拆分、撤销。先逐行检查；有一行不能办，"
    "整张表都不办，退出码为 1。",
    short_help="一并办理机构改革的组织变动",
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", "only_check", is_flag=True, help="只检查并说明会做什么，不办理。")
@click.option("--title", default="", metavar="名称", help="批次的名称；不写则用文件名。")
@click.option("--document", default="", metavar="文号", help="批次所依据的文号；不写则用第一行的文号。")
def reorganise(file: Path, only_check: bool, title: str, document: str) -> int:
    database.prepare()
    if not file.is_file():
        raise NotFound("path-unknown", f"没有这个文件：{file}")
    sheet = read(file.name, file.read_bytes(), clock.today())
    number = document or next((line.document_number for line in sheet.lines), "无文号")
    name = title or file.stem
    check = check_batch(title=name, document_number=number, sheet=sheet, by=SYSTEM, at=clock.now())
    _tell(check)
    if check.refused or not check.passed:
        return REFUSED
    if only_check:
        terminal.say("只作检查，没有办理任何事项。")
        return DONE
    carry_out_batch(
        title=name, document_number=number, sheet=sheet, file_name=file.name, by=SYSTEM, at=clock.now()
    )
    terminal.say(f"已办理 {len(check.passed)} 件组织变动。")
    return DONE


def _tell(check: BatchCheck) -> None:
    """What each row does, what all do together, and what stands against it."""
    rows = [
        (one.line.row, one.line.words, "，".join(f"{k} {v}" for k, v in one.effects.numbers.items() if v))
        for one in check.passed
    ]
    terminal.table("会做什么", ("行", "变动", "结果"), rows)
    total = "，".join(f"{label} {number}" for label, number in check.total.numbers.items() if number)
    terminal.say(f"合计：{total or '没有'}。")
    for fault in check.faults[:FIRST_FAULTS]:
        place = f"“{fault.sheet}”第 {fault.row} 行{f'“{fault.column}”' if fault.column else ''}"
        words = f"{place}：{fault.message}"
        terminal.complain(words) if fault.kind is Kind.REFUSE else terminal.say(words)
    if len(check.faults) > FIRST_FAULTS:
        terminal.say(f"另有 {len(check.faults) - FIRST_FAULTS} 处，请改正后再检查。")
