"""The command group: sets Django up before a command that needs it, and turns errors into exit codes."""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from heli.cli import terminal
from heli.cli.chinese import HeliGroup, explain
from heli.kernel.errors import DomainError

COULD_NOT = 2
# In the order of the loop: start, fill, look, hand out, look after.
COMMANDS = {
    "up": "up",
    "demo": "demo",
    "load": "load",
    "reorganise": "reorganise",
    "score": "score",
    "circular": "score",
    "export": "export",
    "account": "account",
    "backup": "backup",
    "restore": "backup",
    "keys": "keys",
    "tick": "tick",
    "doctor": "doctor",
    "bench": "bench",
}


class LazyGroup(HeliGroup):
    """Imports the module of a command only when it is asked for: Django takes a second to start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        _set_up_django()
        found = getattr(importlib.import_module(f"heli.cli.{COMMANDS[cmd_name]}"), cmd_name)
        assert isinstance(found, click.Command)  # noqa: S101 - COMMANDS is ours
        return found


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


@click.group(cls=LazyGroup, name="heli", help="合力：机关党建责任闭环。明责 → 履责 → 督责 → 考责 → 追责。")
@click.version_option(package_name="heli", message="合力 %(version)s", help="显示版本")
def heli() -> None:
    pass


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0 done, 1 done with findings, 2 could not be done."""
    try:
        code = heli.main(args=arguments, prog_name="heli", standalone_mode=False)
    except click.UsageError as error:
        terminal.complain(explain(error))
        terminal.complain("用 heli --help 或 heli 命令 --help 查看说明。")
        return COULD_NOT
    except click.ClickException as error:
        terminal.complain(error.message)
        return COULD_NOT
    except (click.Abort, KeyboardInterrupt):
        terminal.complain("已中断，没有留下做了一半的内容。")
        return COULD_NOT
    except DomainError as error:
        terminal.complain(error.message)
        return COULD_NOT
    return code if isinstance(code, int) else 0


def main() -> None:
    sys.exit(run())
