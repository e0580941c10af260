"""`heli tick`: what comes round by itself. `heli up` runs it once a minute; a server runs it from cron."""

from collections.abc import Callable
from datetime import datetime, timedelta

import click
from django.core.management import call_command

from heli.accounts import actions as account_actions
from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand
from heli.duties import actions as duty_actions
from heli.duties.queries.committees import to_follow
from heli.intake.actions import forget_workbooks
from heli.kernel import clock, schedules, seals, statistics
from heli.kernel.action import SYSTEM
from heli.kernel.once import forget_answers
from heli.members.actions.posts import tell_committees
from heli.members.queries.counts import untold
from heli.notices.tasks import remind

Job = Callable[[datetime], str]


def _seal(at: datetime) -> str:
    done = seals.seal(by=SYSTEM, at=at)
    if done.postponed:
        return "审计记录正在写入，下次再封存"
    return (
        f"封存审计记录 {sum(seal.count for seal in done.seals)} 条"
        if done.seals
        else "没有新的审计记录要封存"
    )


def _forget(at: datetime) -> str:
    return f"清除到期的导入文件 {forget_workbooks(by=SYSTEM, at=at)} 个"


def _prune(at: datetime) -> str:
    call_command("prune_db_task_results", min_age_days=30, verbosity=0)
    return "清除 30 天前的后台任务记录"


def _forget_sign_ins(at: datetime) -> str:
    call_command("clearsessions", verbosity=0)
    sessions = account_actions.forget_sessions(by=SYSTEM, at=at)
    failures = account_actions.forget_failures(by=SYSTEM, at=at)
    return f"清除过期的登录 {sessions} 个、失效的登录失败记录 {failures} 条"


def _forget_answers(at: datetime) -> str:
    return f"清除接口请求的留存答复 {forget_answers(at=at)} 条"


def _committees(at: datetime) -> str:
    """Posts of committees that began or ended, and duties that follow from whether there is a 支委会."""
    turned = untold(at.date())
    if turned:
        tell_committees(organisations=turned, by=SYSTEM, at=at)
    behind = to_follow(at.date() - timedelta(days=7), at.year)
    if behind:
        duty_actions.derive_anew(years=[at.year], organisations=behind, by=SYSTEM, at=at)
    return f"按任职更新支委会 {len(turned)} 个、应办 {len(behind)} 个党支部"


def _look(at: datetime) -> str:
    return "已重新统计各数据表" if statistics.refresh() else "数据库自己统计各数据表"


def _remind(at: datetime) -> str:
    return remind(by=SYSTEM, at=at).words


# Name of the schedule, how often, what it does.
JOBS: tuple[tuple[str, timedelta, Job], ...] = (
    ("seal", timedelta(hours=1), _seal),
    ("committees", timedelta(hours=1), _committees),
    ("forget-workbooks", timedelta(days=1), _forget),
    ("prune-jobs", timedelta(days=1), _prune),
    ("forget-sign-ins", timedelta(days=1), _forget_sign_ins),
    ("forget-answers", timedelta(days=1), _forget_answers),
    ("look-at-tables", timedelta(days=1), _look),
    ("remind", timedelta(minutes=3), _remind),  # last: it may take minutes
)


@click.command(
    cls=HeliCommand,
    example="heli tick",
    help="做到时间该做的事：封存审计记录，清除到期的导入文件。可以随时重复执行，同一件事不会做两遍。",
    short_help="做到时间该做的事（封存审计记录等）",
)
@click.option("--quiet", is_flag=True, help="没有出错就不显示。")
@click.option("--now", "at_once", is_flag=True, help="不等时间，现在就做。")
def tick(quiet: bool, at_once: bool) -> int:
    database.prepare()
    at = clock.now()
    for name, every, job in JOBS:
        schedules.ensure(name=name, every=every, at=at)
        if schedules.claim(name=name, at=at) or at_once:
            told = job(at)
            if not quiet:
                terminal.say(told)
        elif not quiet:
            terminal.say(f"{name}：还没有到时间")
    return 0
