"""Builds an .xls byte by byte: compound file and BIFF8 records, as Excel 97 to 2003 lays them out."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_END, _FREE, _FAT, _DIFAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC
DATE_STYLE = 16
_PLAIN_STYLE = 15


@dataclass(frozen=True)
class Error:
    """An error cell; `formula`: as the result of one."""

    text: str
    formula: bool = False


@dataclass(frozen=True)
class Date:
    """A serial number with a date format."""

    serial: float


@dataclass(frozen=True)
class OldSheet:
    """Rows of values, and what else the sheet says."""

    name: str
    rows: Sequence[Sequence[object]]
    hidden: bool = False
    merges: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()


@dataclass
class OldBook:
    """A workbook to be built."""

    sheets: Sequence[OldSheet]
    from_1904: bool = False
    locked: bool = False
    extra: Mapping[str, bytes] = field(default_factory=dict)

    def content(self) -> bytes:
        """The file."""
        return compound({"Workbook": self.stream(), **self.extra})

    def stream(self) -> bytes:
        """The records."""
        bodies = [_sheet(sheet) for sheet in self.sheets]
        start = len(self._globals([0] * len(bodies)))
        offsets = []
        for body in bodies:
            offsets.append(start)
            start += len(body)
        return self._globals(offsets) + b"".join(bodies)

    def _globals(self, offsets: Sequence[int]) -> bytes:
        records = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6))]
        if self.locked:
            records.append(_record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48)))
        records.append(_record(0x0042, struct.pack("<H", 0x04B0)))
        records.append(_record(0x0022, struct.pack("<H", int(self.from_1904))))
        styles = [bytes(20)] * 15 + [bytes(20), struct.pack("<HH", 0, 14) + bytes(16)]
        records += [_record(0x00E0, style) for style in styles]
        for sheet, offset in zip(self.sheets, offsets, strict=True):
            name = sheet.name.encode("utf-16-le")
            head = struct.pack("<IBBBB", offset, int(sheet.hidden), 0, len(sheet.name), 1)
            records.append(_record(0x0085, head + name))
        return b"".join(records) + _record(0x000A)


def _sheet(sheet: OldSheet) -> bytes:
    width = max(map(len, sheet.rows), default=0)
    records = [
        _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)),
        *(_record(0x007D, struct.pack("<HHHHHH", c, c, 2048, 15, 1, 0)) for c in sheet.hidden_columns),
        _record(0x0200, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0)),
    ]
    for number in range(len(sheet.rows)):
        flags = 0x0100 | (0x20 if number in sheet.hidden_rows else 0)
        records.append(_record(0x0208, struct.pack("<HHHHHHI", number, 0, width, 255, 0, 0, flags)))
    for number, row in enumerate(sheet.rows):
        records += [_cell(number, column, value) for column, value in enumerate(row) if value is not None]
    if sheet.merges:
        ranges = b"".join(
            struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in sheet.merges
        )
        records.append(_record(0x00E5, struct.pack("<H", len(sheet.merges)) + ranges))
    return b"".join(records) + _record(0x000A)


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, _PLAIN_STYLE)
    match value:
        case Error(text, formula=True):
            result = struct.pack("<BBBBBBH", 2, 0, ERRORS[text], 0, 0, 0, 0xFFFF)
            return _record(
                0x0006, place + result + struct.pack("<HI", 0, 0) + struct.pack("<HBB", 2, 0x1C, ERRORS[text])
            )
        case Error(text):
            return _record(0x0205, place + struct.pack("<BB", ERRORS[text], 1))
        case Date(serial):
            return _record(0x0203, struct.pack("<HHHd", row, column, DATE_STYLE, serial))
        case bool():
            return _record(0x0205, place + struct.pack("<BB", int(value), 0))
        case int() | float():
            return _record(0x0203, place + struct.pack("<d", value))
        case str():
            return _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    raise TypeError(value)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


class _Sectors:
    """The 512-byte sectors of a file, and the table that chains them."""

    def __init__(self) -> None:
        self.content: list[bytes] = []
        self.fat: list[int] = []

    def put(self, content: bytes) -> int:
        """Lays the content into the next sectors; returns the first."""
        first = len(self.content)
        pieces = [content[i : i + 512].ljust(512, b"\0") for i in range(0, len(content), 512)]
        self.content += pieces
        self.fat += [*range(first + 1, first + len(pieces)), _END]
        return first


def compound(streams: Mapping[str, bytes], *, mini: bool = False) -> bytes:
    """A compound file; `mini`: streams lie in the mini stream, else they are padded beyond its limit."""
    sectors = _Sectors()
    names = list(streams)
    small, mini_fat, starts = b"", [], {}
    for name in names:
        if mini:
            starts[name] = len(mini_fat)
            count = -(-len(streams[name]) // 64)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), _END]
            small += streams[name].ljust(64 * count, b"\0")
        else:
            starts[name] = sectors.put(streams[name].ljust(4096, b"\0"))
    root = sectors.put(small) if mini else _END
    mini_table = sectors.put(_numbers(mini_fat, 128)) if mini else _END
    entries = [_entry("Root Entry", 5, root, len(small), child=1)]
    for number, name in enumerate(names, 1):
        size = len(streams[name]) if mini else max(4096, len(streams[name]))
        entries.append(_entry(name, 2, starts[name], size, right=number + 1 if number < len(names) else -1))
    directory = sectors.put(b"".join(entries))
    return _file(sectors, directory, mini_table)


def _file(sectors: _Sectors, directory: int, mini_table: int) -> bytes:
    """Header, sectors and their tables; past 109 tables, sectors that list the tables."""
    used = len(sectors.content)
    count = more = 0
    while count * 128 < used + count + more:
        count += 1
        more = max(0, -(-(count - 109) // 127))
    tables = [used + n for n in range(count)]
    further = [used + count + n for n in range(more)]
    fat = _numbers([*sectors.fat, *[_FAT] * count, *[_DIFAT] * more], 128 * count)
    rest = tables[109:]
    difat = b"".join(
        _numbers([*rest[n * 127 : (n + 1) * 127], *[_FREE] * (127 - len(rest[n * 127 : (n + 1) * 127]))], 127)
        + struct.pack("<I", further[n + 1] if n + 1 < more else _END)
        for n in range(more)
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIII", 0, count, directory, 0, 4096, mini_table)
        + struct.pack("<III", 1 if mini_table != _END else 0, further[0] if more else _END, more)
        + _numbers(tables[:109], 109)
    )
    return header + b"".join(sectors.content) + fat + difat


def _numbers(numbers: Sequence[int], length: int) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers).ljust(4 * length, b"\xff")


def _entry(name: str, kind: int, start: int, size: int, *, child: int = -1, right: int = -1) -> bytes:
    encoded = name.encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded) + 2, kind, 1)
        + struct.pack("<iii", -1, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
