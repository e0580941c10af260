"""`heli up`: the web server, the job worker and the clock of schedules, started and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

import click
from django.conf import settings

from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand
from heli.demo.catalogue import DEMO_DAY, ROLES
from heli.demo.city import build
from heli.kernel import clock, installation, secrets
from heli.kernel.action import SYSTEM

TICK_SECONDS = 60
GRACE_SECONDS = 10


@click.command(
    cls=HeliCommand,
    example="heli up",
    help="启动合力：网页、后台任务和定时任务。没有数据时先建立演示数据；按 Ctrl-C 全部停止。",
    short_help="启动合力（网页、后台任务、定时任务），按 Ctrl-C 停止",
)
@click.option("--empty", is_flag=True, help="没有数据时不建立演示数据，从空库开始。")
def up(empty: bool) -> int:
    port = settings.HELI_PORT
    if not _is_free(port):
        terminal.complain(f"端口 {port} 已被占用。请关闭占用它的程序，或换一个端口：PORT=8001 heli up")
        return 2
    database.prepare()
    _record_new_keys()
    if installation.current() is None and not empty:
        with terminal.progress() as tell:
            build(size="small", seed=1, tell=tell)
    _serve(port)
    return 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _record_new_keys() -> None:
    """Note a key that was added, so that its loss will be noticed; one that is lost is doctor's to tell."""
    found = installation.current()
    if found is None or installation.strange_keys(found.key_fingerprint):
        return
    if found.key_fingerprint != secrets.fingerprint():
        installation.record_keys(installation=found, by=SYSTEM, at=clock.now())


def _serve(port: int) -> None:
    found = installation.current()
    surroundings = dict(os.environ, DJANGO_SETTINGS_MODULE="config.settings")
    if found is not None and found.is_demo:
        surroundings.setdefault("HELI_TODAY", DEMO_DAY.isoformat())
    web = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(settings.HELI_WORKERS)]
    web += ["--threads", "4", "--log-level", "warning", "--worker-tmp-dir", str(settings.HELI_VAR)]
    worker = ["django", "db_worker", "--interval", "0.5", "-v", "0"]
    # Their own sessions: Ctrl-C reaches this process alone, which then ends them in order.
    running = [
        subprocess.Popen([sys.executable, "-m", *command], env=surroundings, start_new_session=True)  # noqa: S603
        for command in (web, worker)
    ]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        _await_web(port, running[0])
        _greet(port, is_demo=found is not None and found.is_demo)
        _watch(running, surroundings)
    except KeyboardInterrupt:
        terminal.say("\n正在停止…")
    finally:
        _stop(running)
    terminal.say("已全部停止。")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _await_web(port: int, web: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        if web.poll() is not None:
            raise click.ClickException("网页服务没有启动，请看上面的错误信息。")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise click.ClickException("网页服务 20 秒内没有响应。")


def _greet(port: int, *, is_demo: bool) -> None:
    terminal.say(f"合力已启动：http://127.0.0.1:{port}/    按 Ctrl-C 停止")
    if is_demo:
        rows = [(role.title, role.username, role.password, role.purpose) for role in ROLES]
        terminal.table(
            "演示账号（数据均为虚构，今天固定为 2026-06-30）", ("角色", "用户名", "密码", "可以看什么"), rows
        )
    else:
        terminal.say("还没有账号时，用 heli account create 建立第一个账号；用 heli load 导入名册和台账。")


def _watch(running: "list[subprocess.Popen[bytes]]", surroundings: dict[str, str]) -> None:
    """Until one of them ends by itself; tick once a minute meanwhile."""
    next_tick = time.monotonic()
    while all(process.poll() is None for process in running):
        if time.monotonic() >= next_tick:
            next_tick = time.monotonic() + TICK_SECONDS
            subprocess.run(
                [sys.executable, "-m", "heli.cli", "tick", "--quiet"], env=surroundings, check=False
            )
        time.sleep(0.5)
    terminal.complain("有一个程序自行停止了，现在全部停止。")


def _stop(running: "list[subprocess.Popen[bytes]]") -> None:
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
