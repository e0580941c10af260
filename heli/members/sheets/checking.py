"""Checking the rows of a 党员花名册: who can be loaded, and what is met on the way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from heli.kernel.secrets import hash_id_number, last_four
from heli.members.actions.rows import MemberRow
from heli.members.catalogue import Change
from heli.members.sheets import persons
from heli.members.sheets.branches import Branches
from heli.members.sheets.claims import Claims
from heli.orgs.rules.index import NameIndex
from heli.sheets.faults import Kind
from heli.sheets.rows import Row


@dataclass(frozen=True, slots=True)
class CheckedMembers:
    """What `check` found. `rows` are ready for `actions.take_in`.

    `named` are the ID hashes on refused rows: for `take_in`, these members have not vanished. `counts` has by
    organisation key how many rows name it, refused ones too: for `orgs.sheets.compare_counts`.
    """

    rows: tuple[MemberRow, ...]
    named: frozenset[str]
    counts: Mapping[str, int]


def check(
    rows: Sequence[Row],
    *,
    index: NameIndex,
    today: date,
    secretaries: Iterable[tuple[str, str]] = (),
    gone: Mapping[str, str] = MappingProxyType({}),
) -> CheckedMembers:
    """Prepare the rows for loading; what is met is added to them as faults. No query, nothing written.

    `index` resolves 所在党支部. `secretaries` are those of a 党组织名册 loaded together with this roster
    (`CheckedOrgs.secretaries`): where it names another secretary, it counts. `gone` are members whom a
    death or a decision took off the roster (`queries.gone`: ID hash → how); no roster undoes it (R09-12).
    Refused: id-duplicate (the first stands), id-missing, name-missing, branch-unknown, branch-ambiguous,
    branch-missing, full-before-join, joined-under-18 (R04-01), depends-on-refused, member-gone, what the
    readers refuse.
    """
    branches, claims = Branches(index), Claims.beside(secretaries)
    first_with: dict[str, Row] = {}
    loaded: list[MemberRow] = []
    named: set[str] = set()
    for row in rows:
        number = row.values.get("id_number")
        id_hash = hash_id_number(number) if number is not None else None
        if id_hash is None:
            _refuse_missing(row, "id_number", "id-missing", "没有填公民身份证号码。请补填 18 位号码。")
        elif _is_repeated(row, first_with.setdefault(id_hash, row)):
            number = None  # says nothing of this row's person
        elif id_hash in gone:
            _refuse_gone(row, Change(gone[id_hash]))
        member = _member(row, number, id_hash, branches, claims, today)
        if member is not None:
            loaded.append(member)
        elif id_hash is not None:
            named.add(id_hash)
    return CheckedMembers(tuple(loaded), frozenset(named), branches.counts)


def _is_repeated(row: Row, first: Row) -> bool:
    """Of two rows with one ID number the later is refused, naming the first."""
    if first is row:
        return False
    message = f"身份证号码与{_place(first, row)}相同，以先出现的为准，这一行未导入。请核对。"
    row.fault(Kind.REFUSE, "id-duplicate", message, "id_number")
    return True


def _refuse_gone(row: Row, how: Change) -> None:
    way = "可在党员页面办理恢复党籍" if how is Change.SUSPENDED else "如系误记，请在党员页面核对"
    message = f"本系统已记{how.label}，名册不能使其重新在册，这一行未导入。{way}（R09-12）。"
    row.fault(Kind.REFUSE, "member-gone", message, "name")


def _member(
    row: Row,
    number: str | None,
    id_hash: str | None,
    branches: Branches,
    claims: Claims,
    today: date,
) -> MemberRow | None:
    """The row as it is loaded, None where it is refused; its faults are added to it."""
    branch = branches.of(row)
    name = persons.text(row, "name")
    if not name:
        _refuse_missing(row, "name", "name-missing", "没有填姓名。请补填。")
    born_on = persons.born_on(row, number)
    persons.check_dates(row, born_on, today)
    if row.refused or branch is None or number is None or id_hash is None:
        return None
    return MemberRow(
        branch=branch.key,
        name=name,
        id_hash=id_hash,
        id_last4=last_four(number),
        sex=persons.sex(row, number),
        born_on=born_on,
        education=persons.text(row, "education"),
        joined_on=row.values.get("joined_on"),
        full_on=row.values.get("full_on"),
        standing=persons.standing(row, today),
        serving=persons.serving(row),
        phone=row.values.get("phone"),
        wage_base=_amount(row),
        note=persons.text(row, "note"),
        offices=claims.of(row, branch.key, name),
    )


def _amount(row: Row) -> str | None:
    amount = row.values.get("wage_base")
    return None if amount is None else format(amount, "f")


def _refuse_missing(row: Row, key: str, code: str, message: str) -> None:
    """Refuse an empty cell; one that could not be read has its fault already."""
    heading = row.part.headings[key]
    if not any(fault.column == heading and fault.kind is Kind.REFUSE for fault in row.faults):
        row.fault(Kind.REFUSE, code, message, key)


def _place(first: Row, row: Row) -> str:
    """Where the first row stands, as far as it is not where this one stands."""
    if first.part.workbook != row.part.workbook:
        return f"《{first.part.workbook}》“{first.part.sheet.name}”第 {first.number} 行"
    if first.part.sheet.name != row.part.sheet.name:
        return f"工作表“{first.part.sheet.name}”第 {first.number} 行"
    return f"第 {first.number} 行"
