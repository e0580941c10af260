"""Opens what an office hands in: .xlsx, .xlsm, .xls, .et, .ods, .csv, told apart by content."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

import python_calamine
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError

from heli.kernel.errors import Invalid
from heli.sheets import compound, delimited, old_excel, opendocument, sniffing, spreadsheetml
from heli.sheets.sniffing import FileKind
from heli.sheets.workbook import Workbook, broken, locked

MOST_BYTES = 60 * 1024 * 1024
_MOST_UNPACKED = 2 * 1024 * 1024 * 1024
_SMALL_PART = 32 * 1024 * 1024
_HIGHEST_RATIO = 250  # a sheet of formatted empty rows packs about 1:30, deflate at most 1:1032

_READERS: Mapping[FileKind, Callable[[str, bytes], Workbook]] = MappingProxyType(
    {
        FileKind.XLSX: spreadsheetml.read,
        FileKind.XLS: old_excel.read,
        FileKind.ODS: opendocument.read,
        FileKind.TEXT: delimited.read,
    }
)

_BROKEN = (
    python_calamine.CalamineError,
    compound.Damaged,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    DefusedXmlException,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    NotImplementedError,
    StopIteration,
    RuntimeError,
)


def open_workbook(name: str, content: bytes) -> Workbook:
    """Reads all sheets of a workbook, hidden ones too (they are marked).

    `name` is the name that it was handed in under; what kind of file it is, its content tells.
    Raises Invalid with `workbook-empty`, `workbook-too-large`, `workbook-encrypted`, `workbook-broken`,
    `workbook-suspicious`, `not-a-workbook` or `encoding-unknown`.
    """
    if not content:
        raise Invalid("workbook-empty", f"“{name}”是空文件。请重新选择文件上传。")
    if len(content) > MOST_BYTES:
        raise Invalid(
            "workbook-too-large",
            f"“{name}”超过 {MOST_BYTES // 1024 // 1024} MB。"
            "请删除其中的图片和无关的工作表，或分成几个文件后上传。",
        )
    try:
        kind = sniffing.kind_of(name, content)
        if kind in (FileKind.XLSX, FileKind.ODS):
            _refuse_bombs(name, content)
        return _READERS[kind](name, content)
    except python_calamine.PasswordError:
        raise locked(name) from None
    except _BROKEN as error:
        raise broken(name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's, outside Exception
            raise
        raise broken(name) from None


def _refuse_bombs(name: str, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    suspicious = any(
        entry.file_size > _SMALL_PART and entry.file_size > _HIGHEST_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    if suspicious or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise Invalid(
            "workbook-suspicious",
            f"“{name}”解压后异常庞大，未予读取。请把需要的表格复制到新工作簿，保存后上传。",
        )
