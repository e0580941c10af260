"""`heli account`: the first account, links for others, unlocking, a password for one sign-in."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click
from django.conf import settings

from heli.accounts import actions, queries
from heli.accounts.catalogue import Office
from heli.accounts.parameters import number
from heli.cli import database, terminal
from heli.cli.chinese import HeliCommand, HeliGroup
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.members.actions import accounts as account_actions

F = TypeVar("F", bound=Callable[..., Any])
OFFICES = {office.label: office for office in Office}


@click.group(
    cls=HeliGroup,
    help="建立第一个账号，给任职人员发出一次性邀请链接，解除锁定，重置密码。",
    short_help="建立账号、发出邀请、解除锁定",
)
def account() -> None:
    pass


_POST_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--username", required=True, help="登录用户名。"),
    click.option("--name", required=True, help="姓名。"),
    click.option("--org", "organisation", required=True, help="任职党组织的代码或全称。"),
    click.option(
        "--office",
        type=click.Choice(list(OFFICES)),
        default=Office.ADMINISTRATOR.label,
        show_default=True,
        help="职务。",
    ),
)


def _of_a_post(function: F) -> F:
    """The options by which both commands name a person and a post."""
    for option in reversed(_POST_OPTIONS):
        function = option(function)
    return function


@click.command(
    cls=HeliCommand,
    example="heli account create --username admin --name 张三 --org 0330000001 --office 业务管理员",
    help="建立一个账号并设定密码；职务名单中没有这一任职时一并登记。密码从键盘输入，不显示。",
    short_help="建立账号（密码从键盘输入）",
)
@_of_a_post
@click.option("--password-stdin", is_flag=True, help="从标准输入读密码（一行），供脚本使用。")
def create(username: str, name: str, organisation: str, office: str, password_stdin: bool) -> int:
    database.prepare()
    password = _password(password_stdin)
    made = account_actions.create_account(
        username=username,
        name=name,
        organisation=organisation,
        office=OFFICES[office],
        password=password,
        by=SYSTEM,
        at=clock.now(),
    )
    terminal.say(f"已建立账号 {made.username}（{made.name}）。现在可以登录。")
    return 0


@click.command(
    cls=HeliCommand,
    example="heli account invite --username wangfang --name 王芳 --org 0330000044 --office 书记",
    help="为一个任职人员建立账号并给出一次性链接，本人打开后自己设定密码。链接只显示这一次。",
    short_help="发出一次性邀请链接",
)
@_of_a_post
def invite(username: str, name: str, organisation: str, office: str) -> int:
    database.prepare()
    token = account_actions.invite_holder(
        username=username,
        name=name,
        organisation=organisation,
        office=OFFICES[office],
        by=SYSTEM,
        at=clock.now(),
    )
    terminal.say(f"请把这个链接交给 {name} 本人（7 天内有效，只能用一次）：")
    terminal.say(f"http://127.0.0.1:{settings.HELI_PORT}/accounts/invite/{token}/")
    return 0


@click.command(
    cls=HeliCommand,
    example="heli account unlock wangfang",
    help="解除因连续登录失败而锁定的账号，不必等到锁定时间结束。请先向本人核实。",
    short_help="解除账号锁定",
)
@click.argument("username", metavar="用户名")
def unlock(username: str) -> int:
    database.prepare()
    found = queries.account_named(username)
    actions.unlock(account=found, by=SYSTEM, at=clock.now())
    terminal.say(f"已解除账号 {found.username}（{found.name}）的锁定。")
    return 0


@click.command(
    cls=HeliCommand,
    example="heli account password wangfang",
    help="给账号设一个临时密码，本人用它登录后必须马上改。原密码作废，各处的登录退出。",
    short_help="设临时密码",
)
@click.argument("username", metavar="用户名")
@click.option("--password-stdin", is_flag=True, help="从标准输入读密码（一行），供脚本使用。")
def password(username: str, password_stdin: bool) -> int:
    database.prepare()
    found = queries.account_named(username)
    words = _password(password_stdin)
    actions.give_temporary_password(account=found, password=words, by=SYSTEM, at=clock.now())
    terminal.say(f"已给账号 {found.username}（{found.name}）设临时密码，下次登录时须改。")
    return 0


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    length = number("password_length", clock.today())
    asked = f"密码（至少 {length} 位）"
    return str(click.prompt(asked, hide_input=True, confirmation_prompt="再输入一次"))


account.add_command(create)
account.add_command(invite)
account.add_command(unlock)
account.add_command(password)
