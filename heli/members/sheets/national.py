"""The roster of record as 全国党员管理信息系统 exports it: read, its ID numbers made into hashes at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from heli.kernel.errors import Invalid
from heli.kernel.secrets import hash_id_number, last_four
from heli.members.actions.theirs import Theirs
from heli.members.catalogue import SERVING_WORDS, STANDING_WORDS
from heli.members.sheets.table import TABLE as ROSTER
from heli.orgs.catalogue import BRANCH_KINDS
from heli.orgs.rules.index import NameIndex
from heli.orgs.rules.names import plain
from heli.sheets import readers
from heli.sheets.faults import Fault, Kind
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import recognise
from heli.sheets.rows import Row, read_rows
from heli.sheets.table import Column, Table

_BRANCHES = frozenset(str(kind) for kind in BRANCH_KINDS)
_STATUS = ("党籍状态", "党籍情况", "党员状态")
_NOT_COMPARED = frozenset({"office", "phone", "wage_base", "note"})
_NORMAL = frozenset({"正常", "在册", "正式", "预备", "有党籍", ""})


def _column(column: Column) -> Column:
    synonyms = tuple(word for word in column.synonyms if word not in _STATUS)
    return replace(column, synonyms=synonyms)


TABLE = Table(
    "national",
    "全国党员管理信息系统名册",
    (
        *(_column(one) for one in ROSTER.columns if one.key not in _NOT_COMPARED),
        Column("status", "党籍状态", _STATUS[1:], readers.text, vital=False),
    ),
    refused_headers=(*ROSTER.refused_headers, "手机", "电话", "联系方式", "工资", "住址", "家庭"),
    fill_down=ROSTER.fill_down,
)
"""Phone and wage base are not compared, and not even read."""


@dataclass(frozen=True, slots=True)
class NationalRoster:
    """What was read: one a person, and the rows that could not be."""

    rows: tuple[Theirs, ...]
    refused: tuple[Fault, ...]


def read(name: str, content: bytes, *, index: NameIndex) -> NationalRoster:
    """Read an export; `index` resolves 所在党支部. Invalid where none of it can be read."""
    found = recognise(open_workbook(name, content), [TABLE])
    if not found.parts:
        raise Invalid(
            "no-table",
            f"“{name}”里没有党员名册：应有姓名、公民身份号码、所在党支部三列。请用全国党员管理信息系统导出的名册。",
        )
    rows = [row for part in found.parts for row in read_rows(part)]
    theirs: dict[str, Theirs] = {}
    for one in _people(rows, index):
        theirs.setdefault(one.id_hash, one)
    refused = tuple(_refused(rows))
    if refused and not theirs:
        first = f"如{refused[0].sheet} 第 {refused[0].row} 行：{refused[0].message}"
        told = f"“{name}”里没有一个人可以比较，没有对账。{first}请核对姓名和公民身份号码两列。"
        raise Invalid("no-person", told)
    return NationalRoster(tuple(theirs.values()), refused)


def _people(rows: Sequence[Row], index: NameIndex) -> Iterator[Theirs]:
    for row in rows:
        number, name = row.values.get("id_number"), row.values.get("name")
        if number is None or not name:
            if not row.refused:
                row.fault(Kind.REFUSE, "id-missing", "没有姓名或公民身份号码，这一行未比较。", "id_number")
            continue
        if row.refused:
            continue
        branch = row.values.get("branch") or ""
        ref = index.resolve(branch, _BRANCHES).ref if branch else None
        words = [plain(row.values.get(key) or "") for key in ("standing", "serving")]
        yield Theirs(
            place=f"{row.part.sheet.name} 第 {row.number} 行",
            name=name,
            id_hash=hash_id_number(number),
            id_last4=last_four(number),
            branch=branch,
            organisation_id=ref.pk if ref is not None else None,
            sex=row.values.get("sex") or "",
            born_on=row.values.get("born_on"),
            education=(row.values.get("education") or "")[:40],
            joined_on=row.values.get("joined_on"),
            full_on=row.values.get("full_on"),
            standing=str(next((STANDING_WORDS[word] for word in words if word in STANDING_WORDS), "")),
            serving=str(next((SERVING_WORDS[word] for word in words if word in SERVING_WORDS), "")),
            status=_status(row),
        )


def _status(row: Row) -> str:
    """党籍状态 where it is another than normal."""
    said = plain(row.values.get("status") or "")
    return "" if said in _NORMAL else said[:30]


def _refused(rows: Sequence[Row]) -> Iterator[Fault]:
    for row in rows:
        yield from (fault for fault in row.faults if fault.kind is Kind.REFUSE)
