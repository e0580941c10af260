"""`heli score` and `heli circular`."""

from decimal import Decimal
from pathlib import Path

import click

from heli.accounts.scope import EVERYTHING
from heli.appraisal import actions, papers
from heli.appraisal.catalogue import PaperForm
from heli.appraisal.queries import scores
from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand
from heli.cli.files import FileOut
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.kernel.periods import Period

UNKNOWN = "未知"
ENDINGS = tuple(f".{form}" for form in PaperForm)
_PERIOD = click.option("--period", "code", required=True, help="时间范围：2026、2026H1、2026Q2 或 2026-06。")


@click.command(
    cls=HeliCommand,
    example="heli score --period 2026H1",
    help="显示一个时间范围的得分：各类党组织的档次，或一类中每个党组织的得分。得分随时由履职记录算出，不另外存放。",
    short_help="显示得分（按类别分档）",
)
@_PERIOD
@click.option("--class", "class_code", help="只看一类，写类别代码，如 branch.organ.unstated.own。")
def score(code: str, class_code: str | None) -> int:
    database.prepare()
    period, today = Period.parse(code), clock.today()
    if class_code:
        rows = [
            (row.subject.name, _said(row.score.total), band.tier.name if band.tier else UNKNOWN)
            for band in scores.bands(period, today, EVERYTHING, class_code)
            for row in band.rows
        ]
        terminal.table(f"{period.name}得分", ("党组织", "得分", "档次"), rows)
        return 0 if rows else 1
    found = scores.classes(period, today, EVERYTHING)
    tiers = [tier.name for tier in scores.scheme_on(today).tiers]
    terminal.table(
        f"{period.name}得分（截至 {min(period.end, today)}）",
        ("类别", "代码", "组织数", *tiers, "未知", "中位分"),
        [
            (
                one.name,
                one.code,
                one.count,
                *(count for _, count in one.tiers),
                one.unknown,
                _said(one.median),
            )
            for one in found
        ],
    )
    if not found:
        terminal.complain("这个时间范围内没有到期的应办事项。请先用 heli load 导入年度任务分解表。")
    return 0 if found else 1


@click.command(
    cls=HeliCommand,
    example="heli circular --period 2026H1 --out 通报.docx",
    help="把一个时间范围的完成情况写成通报，按公文格式（GB/T 9704）排版。文件名以 .docx 或 .pdf 结尾。",
    short_help="写成通报（Word 或 PDF）",
)
@_PERIOD
@click.option("--out", required=True, type=FileOut(*ENDINGS), help="写到哪个文件。")
def circular(code: str, out: Path) -> int:
    database.prepare()
    made = actions.hand_out_circular(
        period=Period.parse(code),
        form=PaperForm(out.suffix.removeprefix(".").lower()),
        render=papers.render,
        by=SYSTEM,
        at=clock.now(),
    )
    out.write_bytes(made)
    terminal.say(f"通报已写到 {out}（{len(made) / 1000:.0f} KB）。")
    return 0


def _said(total: Decimal | None) -> Decimal | str:
    return UNKNOWN if total is None else total
