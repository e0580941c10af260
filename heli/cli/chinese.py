"""click in Chinese: usage, options, commands and errors as an office reads them."""

from typing import Any

import click


class _Chinese:
    """What a command and a group share: headings, and an example below the options."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]  # click.Command's
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]…"}
        formatter.write_usage(ctx.command_path, " ".join(words.get(p, p) for p in pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))]  # type: ignore[attr-defined]
        shown = [(name, _translated(text)) for name, text in rows]
        if shown:
            with formatter.section("选项"):
                formatter.write_dl(shown)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]  # click.Command's
        if option is not None:
            option.help = "显示这段说明"
        return option


def _translated(text: str) -> str:
    for english, chinese in {
        "[default: ": "[默认：",
        "[required]": "[必填]",
        "; required]": "；必填]",
    }.items():
        text = text.replace(english, chinese)
    return text


class HeliCommand(_Chinese, click.Command):
    """A command; `example` is a line that can be typed as it stands."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.example:
            with formatter.section("示例"):
                formatter.write_text(self.example)


class HeliGroup(_Chinese, click.Group):
    """A group whose commands are HeliCommands."""

    command_class = HeliCommand
    group_class = type

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, command.get_short_help_str(limit=120))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None
        ]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of the loop, not of the alphabet


def explain(error: click.UsageError) -> str:
    """A usage error as a sentence that says what to do."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}。"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name_of(error.param)}。"
    if isinstance(error, click.BadParameter):
        return f"{_name_of(error.param)} 的值不能用：{_wanted(error)}"
    message = error.message.replace("No such command", "没有命令").replace(
        "Missing command.", "请写明要执行的命令。"
    )
    return message.replace("Got unexpected extra argument", "多出参数")


def _name_of(parameter: click.Parameter | None) -> str:
    """An option as it is typed, an argument as the help calls it."""
    if parameter is None:
        return ""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _wanted(error: click.BadParameter) -> str:
    """What the value should have been."""
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"可以写 {'、'.join(map(str, kind.choices))}。"
    if kind is click.INT:
        return "应为整数。"
    return error.message
