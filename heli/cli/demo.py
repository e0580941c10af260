"""`heli demo`: the invented city."""

import time

import click

from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand
from heli.demo.catalogue import ROLES, SIZES
from heli.demo.city import build
from heli.kernel import statistics


@click.command(
    cls=HeliCommand,
    example="heli demo --size small",
    help="在空库里建立演示数据，全部内容为虚构。small：122 个单位、约 1000 个党组织；"
    "city：约 8840 个党组织、60 万条记录。",
    short_help="在空库里建立演示数据（全部虚构）",
)
@click.option("--size", type=click.Choice(list(SIZES)), default="small", show_default=True, help="规模。")
@click.option("--seed", type=int, default=1, show_default=True, help="随机种子；相同的种子得到相同的城市。")
def demo(size: str, seed: int) -> int:
    database.prepare()
    began = time.monotonic()
    with terminal.progress() as tell:
        build(size=size, seed=seed, tell=tell)
        statistics.refresh()
    terminal.say(f"演示数据已建好，用时 {time.monotonic() - began:.0f} 秒。现在可以运行 heli up。")
    terminal.table("演示账号", ("角色", "用户名", "密码"), [(r.title, r.username, r.password) for r in ROLES])
    return 0
