"""What a domain package declares of a table that it can take in: its columns, their synonyms and readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from heli.sheets import readers
from heli.sheets.readers import Reader


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` in the program, `title` and `synonyms` as offices head it, `reader` of its cells.

    `required`: a sheet without this column is not taken for the table.
    `vital`: an unreadable cell refuses its row; where not vital it is a warning and the value stays empty.
    `private`: faults show the value masked (ID numbers).
    `codes`: codes to use in this column's faults in place of its reader's, such as `{"whitespace": "…"}`.
    """

    key: str
    title: str
    synonyms: tuple[str, ...] = ()
    reader: Reader = readers.text
    required: bool = False
    vital: bool = True
    private: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be recognised in a workbook.

    `refused_headers`: words whose columns must not be kept (宗教信仰, 民族); they are named and left out.
    `fill_down`: keys of columns whose cells offices merge vertically; only they take the merge's value.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    refused_headers: tuple[str, ...] = ()
    fill_down: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"table {self.key}: a column key occurs twice")
        if unknown := set(self.fill_down) - set(keys):
            raise ValueError(f"table {self.key}: fill_down names no column: {sorted(unknown)}")
        if not any(column.required for column in self.columns):
            raise ValueError(f"table {self.key}: no column is required, so any sheet would do")

    def column(self, key: str) -> Column:
        """The column of that key; KeyError where there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)
