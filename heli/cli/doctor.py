"""`heli doctor`: looks for what is not as it should be, changes nothing, and names each finding."""

from collections.abc import Iterator

import click
from django.core import checks
from django.db import connection

from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand
from heli.cli.terminal import ProgressTeller
from heli.duties.queries.counters import differences
from heli.kernel import clock, schedules, seals, verification
from heli.kernel.encrypted import behind
from heli.kernel.installation import current
from heli.members.queries import belongings


@click.command(
    cls=HeliCommand,
    example="heli doctor",
    help="体检：配置、密钥、触发器、审计记录是否被改动、计数是否与记录一致。只看不改；有发现时退出码为 1。",
    short_help="体检：审计是否被改动、计数是否一致",
)
def doctor() -> int:
    database.prepare()
    with terminal.progress() as tell:
        findings = [*_configuration(), *_secrets(), *_audit(tell), *_counters(), *_schedules()]
    head = seals.head()
    if head is not None:
        terminal.say(f"审计封存到第 {head[0]} 号，校验值 {head[1]}。请抄存在系统之外，下次体检时核对。")
    for finding in findings:
        terminal.complain(finding)
    terminal.say(f"发现 {len(findings)} 个问题。" if findings else "没有发现问题。")
    return 1 if findings else 0


def _configuration() -> Iterator[str]:
    for found in checks.run_checks(include_deployment_checks=False, databases=[connection.alias]):
        if found.level >= checks.WARNING and not found.is_silenced():
            yield f"配置：{found.msg}" + (f"（{found.hint}）" if found.hint else "")
    if current() is None:
        yield "数据：还没有导入过数据。用 heli load 导入，或用 heli demo --size small 建立演示数据。"


def _secrets() -> Iterator[str]:
    for column, number in behind().items():
        yield f"密钥：{column} 有 {number} 项还用旧密钥加密。停止 heli up 后执行 heli keys rotate --stopped。"


def _audit(tell: ProgressTeller) -> Iterator[str]:
    for finding in verification.verify(progress=tell):
        yield f"审计：{finding.message}"


def _counters() -> Iterator[str]:
    for finding in differences():
        yield f"计数：{finding}"
    for finding in belongings.differences(clock.today()):
        yield f"组织关系：{finding}"


def _schedules() -> Iterator[str]:
    for late in schedules.overdue(clock.now()):
        yield f"定时任务：{late.name} 很久没有执行，请检查 heli tick 是否在定时运行。"
