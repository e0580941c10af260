"""`heli backup` and `heli restore`."""

from pathlib import Path

import click
from django.conf import settings

from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand
from heli.kernel import backup as backups
from heli.kernel import clock


@click.command(
    cls=HeliCommand,
    example="heli backup 2026-06-30.heli.zip",
    help="把整个数据库备份到一个文件，运行中也可以做。密钥不在备份里，请另行保管。",
    short_help="备份数据库（不含密钥）",
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
def backup(file: Path) -> int:
    database.prepare()
    made = backups.take(file, at=clock.now())
    terminal.say(
        f"已备份到 {file}（{file.stat().st_size / 1_000_000:.1f} MB，{made.office_name or '尚未导入数据'}）。"
    )
    terminal.say(
        f"密钥不在备份里：请把 {settings.HELI_KEYS_FILE} 另存到别处，没有它就读不出身份证号和手机号。"
    )
    return 0


@click.command(
    cls=HeliCommand,
    example="heli restore 2026-06-30.heli.zip",
    help="用备份恢复数据库。先核对文件是否完整、密钥是否一致，不符就不动现有数据。恢复前请停止 heli up。",
    short_help="用备份恢复数据库",
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--over", is_flag=True, help="当前数据库里已有数据时，仍用备份替换它。")
def restore(file: Path, over: bool) -> int:
    made = backups.restore(file, over=over)
    database.prepare()
    terminal.say(f"已恢复 {made.made_at} 的备份（{made.office_name or '空库'}）。")
    return 0
