"""`heli bench`: measures in another process, on data of its own; the user's database is never opened."""

import os
import subprocess
import sys
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from django.conf import settings

from heli.bench import folder as folders
from heli.bench import machine, report
from heli.bench.catalogue import Results
from heli.bench.run import BENCHMARKS
from heli.cli import terminal
from heli.cli.chinese import HeliCommand
from heli.demo.catalogue import SIZES
from heli.kernel import clock
from heli.kernel.errors import WrongState

PAGE = Path("docs") / "reference" / "bench.md"


@click.command(
    cls=HeliCommand,
    example="heli bench --size small --only lists",
    help="测量速度：每个数字都与同一次运行的下限比较。使用自己另建的演示数据，不读写正在使用的数据库。"
    "city 规模需要十几分钟。有没达到的要求时退出码为 1。",
    short_help="测量速度，每个数字与下限比较",
)
@click.option("--size", type=click.Choice(list(SIZES)), default="city", show_default=True, help="规模。")
@click.option(
    "--only",
    type=click.Choice(list(BENCHMARKS)),
    multiple=True,
    help="只测这一项，可以写几次。",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="测量数据放在这个文件夹，下次可以再用；不写时用临时文件夹，测完删除。",
)
@click.option(
    "--on",
    "server",
    metavar="地址",
    default="",
    help="在这个空的 PostgreSQL 数据库里测量，如 postgres://用户@主机/库名；须与 --data 一起用。",
)
@click.option(
    "--beside",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    help="另一次测量的文件夹（如在另一种数据库里测的），其结果一同写进文档；可以写几次。",
)
@click.option("--write", is_flag=True, help=f"把结果写到 {PAGE.as_posix()}。")
def bench(
    size: str, only: tuple[str, ...], data: Path | None, server: str, beside: tuple[Path, ...], write: bool
) -> int:
    if server and data is None:
        raise WrongState("bench-without-folder", "指定了数据库（--on）时，请同时用 --data 指定文件夹。")
    with ExitStack() as held:
        folder = data or Path(held.enter_context(TemporaryDirectory(prefix="heli-bench-")))
        folders.claim(folder, size, server)
        code = _measure(folder, size, only, server)
        if code:
            return code
        results = Results.read(folder / folders.RESULTS)
    now = results.only([BENCHMARKS[name].title for name in only])
    terminal.table(f"测量结果（{size}）", report.HEADINGS, report.rows(now))
    short = report.missed(now)
    terminal.say(f"没有达到要求的有 {len(short)} 项。" if short else "所有要求都已达到。")
    if write:
        others = [Results.read(other / folders.RESULTS) for other in beside]
        text = report.page([results, *others], machine=machine.facts())
        (settings.ROOT_DIR / PAGE).write_text(text, encoding="utf-8")
        terminal.say(f"结果已写到 {PAGE.as_posix()}。")
    return 1 if short else 0


def _measure(folder: Path, size: str, only: Collection[str], server: str) -> int:
    """Have the other process measure, and pass on what it says; its exit code."""
    command = [
        sys.executable,
        "-m",
        "heli.bench",
        str(folder.resolve()),
        size,
        clock.today().isoformat(),
        *only,
    ]
    surroundings = folders.surroundings(folder, os.environ, server)
    with (
        terminal.progress() as tell,
        subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as running,  # noqa: S603
    ):
        for line in running.stdout or ():
            step, done, total = line.rstrip("\n").rsplit("\t", 2)
            tell(step, int(done), int(total))
    return running.returncode
