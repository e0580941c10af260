"""`heli load`: an office's workbooks into the database; everything is checked before anything is written."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from heli.accounts.actor import EVERYTHING
from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand
from heli.cli.terminal import ProgressTeller
from heli.intake import actions, rules, sheets
from heli.intake.models import Intake
from heli.intake.queries import decisions
from heli.intake.queries.check import check
from heli.intake.queries.checked import Checked
from heli.intake.queries.mapping import merged, read_map, remembered
from heli.intake.queries.opening import File
from heli.intake.queries.summary import Line, Summary
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotFound
from heli.sheets.faults import Kind

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv"})
FIRST_FAULTS = 20
COULD_NOT, WITH_FINDINGS, DONE = 2, 1, 0


@click.command(
    cls=HeliCommand,
    example="heli load 2026年表格 --report 检查结果",
    help="导入工作簿：党组织名册、党员花名册、年度任务分解表、组织生活台账，按表头识别。"
    "先全部检查，再一次写入；有不能导入的行或待定事项时退出码为 1，什么也读不出时为 2。",
    short_help="导入 Excel 工作簿（先检查，再写入）",
)
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查，不写入。")
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    help="把标注了“导入结果”的工作簿和 report.json 写到这个文件夹。",
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help='表头对照文件（JSON），如 {"党员花名册": {"科室": "所在党支部", "工号": "不导入"}}；导入后记住。',
)
def load(paths: tuple[Path, ...], dry_run: bool, report: Path | None, map_file: Path | None) -> int:
    database.prepare()
    found = list(_workbooks(paths))
    if report is not None:
        _require_elsewhere(report, found)
    mapping = read_map(_text(map_file)) if map_file is not None else {}
    with terminal.progress() as tell:
        checked = check(_files(found), today=clock.today(), mapping=mapping, progress=tell)
        intake = _load(checked, tell) if checked.summary.ready and not dry_run else None
    _tell(checked, intake, dry_run=dry_run)
    if report is not None:
        _write_report(checked, report, loaded=intake is not None)
    return _exit_code(checked, dry_run=dry_run)


def _workbooks(paths: Sequence[Path]) -> Iterator[Path]:
    """The files, and of folders every workbook in them; the lock files of an open Excel are left out."""
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.is_file() and _is_workbook(one))
            if not inside:
                raise NotFound("folder-without-workbooks", f"文件夹“{path}”里没有工作簿。")
            yield from inside
        elif path.is_file():
            yield path
        else:
            raise NotFound("path-unknown", f"没有这个文件或文件夹：{path}")


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and not path.name.startswith(("~$", "."))


def _files(paths: Sequence[Path]) -> list[File]:
    """Their contents; files of one name are told apart by their folders, then by numbers."""
    names = [path.name for path in paths]
    told = [
        path.name if names.count(path.name) == 1 else f"{path.resolve().parent.name}-{path.name}"
        for path in paths
    ]
    return [File(name, path.read_bytes()) for name, path in zip(rules.told_apart(told), paths, strict=True)]


def _text(path: Path) -> str:
    if not path.is_file():
        raise NotFound("path-unknown", f"没有这个文件：{path}")
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _load(checked: Checked, tell: ProgressTeller) -> Intake:
    return actions.load(checked=checked, by=SYSTEM, at=clock.now(), progress=tell)


def _tell(checked: Checked, intake: Intake | None, *, dry_run: bool) -> None:
    """What was met, by workbook, and what came of it."""
    for one in checked.summary.not_read:
        terminal.complain(one.reason if not one.sheet else f"{one.workbook}：{one.reason}")
    if not checked.summary.lines:
        return
    headings = ("文件", "表格", "可导入", "提醒", "不能导入", "待定")
    rows = [
        (_place(one, checked.summary), one.title, one.ready, one.warned, one.refused, one.undecided)
        for one in checked.summary.lines
    ]
    terminal.table("检查结果", headings, rows)
    _tell_faults(checked)
    if intake is not None:
        _tell_outcomes(Summary.from_json(intake.summary))
    elif dry_run:
        terminal.say("只作检查，没有写入任何内容。")
    else:
        terminal.say("没有可以导入的行，没有写入任何内容。")


def _place(line: Line, summary: Summary) -> str:
    """The workbook; with its sheet where it has several."""
    several = sum(one.workbook == line.workbook for one in summary.lines) > 1
    return f"{line.workbook} “{line.sheet}”" if several else line.workbook


def _tell_faults(checked: Checked) -> None:
    """The first causes of what is not loaded or has to be decided, and how many rows hang on them."""
    grave = [fault for fault in checked.faults if fault.kind in (Kind.REFUSE, Kind.DECIDE) and fault.sheet]
    causes = [fault for fault in grave if fault.code != "depends-on-refused"]
    for fault in islice(causes, FIRST_FAULTS):
        word = "不能导入" if fault.kind is Kind.REFUSE else "待定"
        terminal.say(f"{word}  {fault.workbook} “{fault.sheet}”第 {fault.row} 行：{fault.message}")
    if len(causes) > FIRST_FAULTS:
        terminal.say(f"还有 {len(causes) - FIRST_FAULTS} 处，用 --report 文件夹 查看全部。")
    if len(grave) > len(causes):
        terminal.say(f"另有 {len(grave) - len(causes)} 行依赖不能导入的行，那些行改正后即可导入。")


def _tell_outcomes(summary: Summary) -> None:
    rows = [(one.title, one.created, one.updated, one.unchanged, one.vanished) for one in summary.outcomes]
    terminal.table("导入完成", ("表格", "新增", "更新", "未变", "不再出现"), rows)
    waiting = decisions.open_count(EVERYTHING)
    if waiting:
        terminal.say(f"待定清单上有 {waiting} 项，请在网页“导入 → 待定清单”中处理。")


def _require_elsewhere(report: Path, found: Sequence[Path]) -> None:
    """The annotated copies have the names of the originals."""
    if report.resolve() in {path.resolve().parent for path in found}:
        raise Invalid(
            "report-over-originals", f"“{report}”是原工作簿所在的文件夹，请换一个文件夹存放检查结果。"
        )


def _write_report(checked: Checked, folder: Path, *, loaded: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(sheets.report_json(checked.faults), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    mapping = merged(remembered(), checked.mapping)
    with_tables = {line.workbook for line in checked.summary.lines}
    done: list[tuple[str, bytes]] = []
    for file in checked.files:
        if file.name in with_tables:
            faults = [fault for fault in checked.faults if fault.workbook == file.name]
            done += filter(None, [sheets.annotated(file, faults, mapping=mapping, loaded=loaded)])
    for name, (_, content) in zip(rules.told_apart(name for name, _ in done), done, strict=True):
        (folder / name).write_bytes(content)
    terminal.say(f"标注后的工作簿和 report.json 已写到 {folder}。")


def _exit_code(checked: Checked, *, dry_run: bool) -> int:
    if not checked.summary.lines:
        return COULD_NOT
    refused = any(fault.kind is Kind.REFUSE for fault in checked.faults)
    undecided = checked.summary.undecided if dry_run else decisions.open_count(EVERYTHING)
    return WITH_FINDINGS if refused or undecided else DONE
