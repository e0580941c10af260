"""The readers of cells, in one place: each takes a cell and gives (value, codes of tolerated oddities).

A column of a `Table` names its reader. A reader raises `Unreadable(code, message)`: `cell-error`,
`date-unreadable`, `number-unreadable`, `code-malformed`, `id-malformed`, `id-checksum`, `phone-unreadable`.
An empty cell gives None. A domain's own reader is a function under `@reader`, which deals with empty cells
and with errors.
"""

from heli.sheets.amounts import decimal, whole
from heli.sheets.codes import code, code_of_width, id_number, phone
from heli.sheets.dates import IN_1904_BOOKS, date, date_1904
from heli.sheets.texts import org_name, person_name, text
from heli.sheets.unreadable import Reader, Reading, Unreadable, marks_nothing, reader

__all__ = [
    "IN_1904_BOOKS",
    "Reader",
    "Reading",
    "Unreadable",
    "code",
    "code_of_width",
    "date",
    "date_1904",
    "decimal",
    "id_number",
    "marks_nothing",
    "org_name",
    "person_name",
    "phone",
    "reader",
    "text",
    "whole",
]
