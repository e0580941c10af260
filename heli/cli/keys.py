"""`heli keys rotate`: another key for what is encrypted."""

import click
from django.conf import settings

from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand, HeliGroup
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.kernel.keyfile import KeyfileError
from heli.kernel.rotation import rotate as change_keys

COULD_NOT = 2


@click.group(cls=HeliGroup, help="管理加密手机号码、工资基数和两步验证的密钥。", short_help="更换密钥")
def keys() -> None:
    pass


@click.command(
    cls=HeliCommand,
    example="heli keys rotate --stopped",
    help="更换加密密钥：生成新密钥，把已加密的内容全部改用新密钥，再去掉旧密钥。中途断开的，再执行一次就接着做。"
    "更换前请停止 heli up，并另存密钥文件。证件号的密钥不能更换：系统里没有证件号，无法重新计算。",
    short_help="更换加密密钥",
)
@click.option("--stopped", is_flag=True, help="确认 heli up 已经停止（正在运行的程序还拿着旧密钥）。")
def rotate(stopped: bool) -> int:
    if not stopped:
        terminal.complain("请先停止 heli up，再加上 --stopped 执行：正在运行的程序会继续用旧密钥写入。")
        return COULD_NOT
    database.prepare()
    try:
        done = change_keys(path=settings.HELI_KEYS_FILE, by=SYSTEM, at=clock.now())
    except KeyfileError as error:
        terminal.complain(str(error))
        return COULD_NOT
    total = sum(done.rows.values())
    terminal.say(f"已换用密钥 {done.key}：{total} 项内容重新加密，旧密钥 {'、'.join(done.released)} 已去掉。")
    if done.kept is not None:
        terminal.say(f"旧密钥文件存为 {done.kept}：以前的备份要用它才能恢复，请移到别处，与旧备份一起保管。")
    else:
        terminal.say("请从 HELI_FIELD_KEYS 中去掉旧密钥并妥善保存：以前的备份要用它才能恢复。")
    return 0


keys.add_command(rotate)
