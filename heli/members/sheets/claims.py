"""Offices that rows claim in a branch: one secretary each, and he whom the 党组织名册 names."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from heli.accounts.catalogue import Office
from heli.members.sheets import offices
from heli.sheets.faults import Kind
from heli.sheets.rows import Row


@dataclass(slots=True)
class Claims:
    """`secretaries` are (organisation key, name) of the 党组织名册 loaded together with this roster."""

    secretaries: dict[str, str]
    _held: dict[tuple[str, Office, str], int] = field(default_factory=dict)
    _secretary: dict[str, int] = field(default_factory=dict)

    @classmethod
    def beside(cls, secretaries: Iterable[tuple[str, str]]) -> "Claims":
        return cls({key: name for key, name in secretaries if name})

    def of(self, row: Row, branch: str, name: str) -> tuple[Office, ...] | None:
        """The offices of the row's person, None where there is no such column. Doubtful ones are named."""
        if "office" not in row.values:
            return None
        read = offices.read(row.values["office"] or "")
        if read.unknown:
            self._warn(row, "office-unknown", f"党内职务“{'、'.join(read.unknown)}”无法识别，未登记。")
        if read.elsewhere:
            words = "、".join(read.elsewhere)
            self._warn(
                row, "office-unknown", f"“{words}”不是党支部的职务，未登记。请在党组织名册中填写书记。"
            )
        return tuple(office for office in read.offices if self._grant(row, branch, office, name))

    def _grant(self, row: Row, branch: str, office: Office, name: str) -> bool:
        if office is Office.SECRETARY:
            return self._grant_secretary(row, branch, name)
        first = self._held.setdefault((branch, office, name), row.number)
        if first != row.number:
            message = f"同一支部第 {first} 行同名的人已任{office.label}，这一行的职务未登记。请核对。"
            self._warn(row, "office-twice", message)
        return first == row.number

    def _grant_secretary(self, row: Row, branch: str, name: str) -> bool:
        stated = self.secretaries.get(branch)
        if stated is not None and stated != name:
            message = f"党组织名册中这个支部的书记是{stated}，这一行的“书记”未登记。请核对两张表。"
            self._warn(row, "secretary-differs", message)
            return False
        first = self._secretary.setdefault(branch, row.number)
        if first != row.number:
            message = f"这个支部的书记已见第 {first} 行，这一行的“书记”未登记。请核对。"
            self._warn(row, "office-twice", message)
        return first == row.number

    def _warn(self, row: Row, code: str, message: str) -> None:
        row.fault(Kind.WARN, code, message, "office")
