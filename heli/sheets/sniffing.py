"""What kind of file it is, told by its content: names lie (.xls that is .xlsx, .xls that is a web page)."""

from __future__ import annotations

import io
import zipfile
from enum import Enum, auto
from typing import NoReturn

from heli.kernel.errors import Invalid
from heli.sheets import compound, delimited
from heli.sheets.workbook import locked


class FileKind(Enum):
    """A kind of file that can be read."""

    XLSX = auto()  # .xlsx, .xlsm
    XLS = auto()  # .xls, .et
    ODS = auto()
    TEXT = auto()  # .csv, and .txt with tabs


_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"
_FOREIGN = (
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
)
_WEB_PAGE = (
    "<!doctype html",
    "<html",
    "<head",
    "<meta",
    "<body",
    "<table",
    "<style",
    "<div",
    "mime-version:",
)
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def kind_of(name: str, content: bytes) -> FileKind:
    """The kind of the file. Raises Invalid, naming what it is instead and how to mend it.

    Where a container is damaged, raises what zipfile raises, or `compound.Damaged`.
    """
    if content.startswith(compound.MAGIC):
        return _inside_compound(name, content)
    if content.startswith(b"PK"):
        return _inside_zip(name, content)
    for magic, what in _FOREIGN:
        if content.startswith(magic) and (len(magic) > 2 or b"\0" in content[:64]):
            _refuse(name, f"是{what}，不是 Excel 工作簿。请上传 .xlsx 文件。")
    return _inside_text(name, content)


def _inside_compound(name: str, content: bytes) -> FileKind:
    streams = compound.stream_names(content)
    if streams & {"Workbook", "Book"}:
        return FileKind.XLS
    if "EncryptedPackage" in streams:
        raise locked(name)
    what = "Word 文档" if "WordDocument" in streams else "其他 Office 文件"
    _refuse(name, f"是{what}，不是 Excel 工作簿。请上传 .xlsx 文件。")


def _inside_zip(name: str, content: bytes) -> FileKind:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        inside = {entry.replace("\\", "/").lower() for entry in package.namelist()}
        mimetype = package.read("mimetype")[:100] if "mimetype" in inside else b""
    if "xl/workbook.xml" in inside:
        return FileKind.XLSX
    if mimetype.startswith(_ODS_TYPE):
        return FileKind.ODS
    if "xl/workbook.bin" in inside:
        _refuse(name, f"是二进制工作簿（.xlsb）。{_SAVE_AS}")
    if any(entry.startswith("word/") for entry in inside):
        _refuse(name, "是 Word 文档，不是 Excel 工作簿。请上传 .xlsx 文件。")
    _refuse(name, "是压缩包或其他文件，不是 Excel 工作簿。如是压缩包，请解压后上传其中的 .xlsx 文件。")


def _inside_text(name: str, content: bytes) -> FileKind:
    text = delimited.decode(content[:4096], partial=True)
    if text is None:
        _refuse(name, f"不是 Excel 工作簿，也不是 CSV 文本。{_SAVE_AS}")
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(_WEB_PAGE):
        _refuse(name, f"其实是网页（有的系统导出时把网页命名为 .xls）。{_SAVE_AS}")
    if start.startswith("<?xml"):
        _refuse(name, f"是 XML 表格。{_SAVE_AS}")
    return FileKind.TEXT


def _refuse(name: str, what: str) -> NoReturn:
    raise Invalid("not-a-workbook", f"“{name}”{what}")
