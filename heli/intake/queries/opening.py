"""Opens workbooks and finds the tables on their sheets; what cannot be read is named, the rest goes on."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from heli.intake.queries.summary import NotRead, Unmapped
from heli.intake.queries.tables import TABLES
from heli.kernel.errors import Invalid
from heli.sheets.faults import WHOLE_SHEET, Fault, Kind
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import Mappings, Part, Recognition, recognise


class File(NamedTuple):
    """What an office hands in: the name of a workbook, told apart from the others, and its bytes."""

    name: str
    content: bytes


@dataclass(slots=True)
class Opened:
    """Parts by the key of their table, in the order of the workbooks, and what was met outside their rows.

    `order` numbers (workbook, sheet) as they came, for sorting faults.
    """

    parts: dict[str, list[Part]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    order: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, recognition: Recognition, workbook: str) -> None:
        """Take over what was found in one workbook."""
        for part in recognition.parts:
            self.parts.setdefault(part.table.key, []).append(part)
            if part.unknown:
                headings = tuple(heading for _, heading in part.unknown)
                self.unmapped.append(
                    Unmapped(workbook, part.sheet.name, part.table.key, headings, part.missing)
                )
        for one in recognition.unrecognised:
            if one.headers or one.nearest is not None:
                self.not_read.append(NotRead(workbook, one.sheet, one.reason))
            if one.nearest is not None:
                free = tuple(column.key for column in one.nearest.columns)
                self.unmapped.append(Unmapped(workbook, one.sheet, one.nearest.key, one.headers, free))
        self.faults += recognition.faults

    def refuse(self, workbook: str, code: str, message: str, kind: Kind = Kind.REFUSE) -> None:
        """Name a workbook that is not read at all."""
        self.not_read.append(NotRead(workbook, "", message))
        self.faults.append(Fault(workbook, "", WHOLE_SHEET, "", "", kind, code, message))


def open_all(files: Sequence[File], mapping: Mappings) -> Opened:
    """Open every workbook and recognise its sheets.

    A file that cannot be read is refused as a whole (`workbook-empty`, `not-a-workbook` and the other codes
    of `open_workbook`), one without any table too (`no-table`); of two equal files the later is passed over.
    """
    opened = Opened()
    seen: dict[str, str] = {}
    for file in files:
        opened.order[file.name, ""] = len(opened.order)
        first = seen.setdefault(hashlib.sha256(file.content).hexdigest(), file.name)
        if first != file.name:
            message = f"“{file.name}”与“{first}”内容完全相同，只读取一份。"
            opened.refuse(file.name, "workbook-repeated", message, Kind.TOLERATE)
            continue
        _open(file, mapping, opened)
    return opened


def _open(file: File, mapping: Mappings, opened: Opened) -> None:
    try:
        workbook = open_workbook(file.name, file.content)
    except Invalid as error:
        opened.refuse(file.name, error.code, error.message)
        return
    for sheet in workbook.sheets:
        opened.order[file.name, sheet.name] = len(opened.order)
    recognition = recognise(workbook, TABLES, mapping)
    opened.add(recognition, file.name)
    if not recognition.parts:
        titles = "、".join(f"《{table.title}》" for table in TABLES)
        message = f"“{file.name}”里没有可以导入的表格。可以导入的是：{titles}，按表头识别。"
        opened.refuse(file.name, "no-table", message)


def parts_of(file: File, mapping: Mapping[str, Mapping[str, str]]) -> Sequence[Part]:
    """The parts of one workbook that was checked before. Invalid as `open_workbook`."""
    return recognise(open_workbook(file.name, file.content), TABLES, mapping).parts
