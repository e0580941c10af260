"""Where a command writes: a file in a folder that is there, with an ending that the command knows."""

from pathlib import Path
from typing import Any

import click


class FileOut(click.ParamType[Path]):
    """The path of a file to write; a usage error, before any work is done, where it cannot stand."""

    name = "file"

    def __init__(self, *endings: str) -> None:
        self._endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; its ending, in small letters, is one of the endings."""
        path = Path(value)
        if path.suffix.lower() not in self._endings:
            self.fail(f"{path} 应以 {' 或 '.join(self._endings)} 结尾。", param, ctx)
        if not path.parent.is_dir():
            self.fail(f"文件夹 {path.parent} 不存在，请先建好文件夹，或换一个位置。", param, ctx)
        if path.is_dir():
            self.fail(f"{path} 是一个文件夹，请写文件名。", param, ctx)
        return path
