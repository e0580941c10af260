"""The list of those who attended a class: recognised by its headings, each row a member or refused."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from heli.accounts.actor import Scope
from heli.kernel.errors import Invalid
from heli.members.models import Member
from heli.orgs.catalogue import BRANCH_KINDS
from heli.orgs.rules.index import AMBIGUOUS, NameIndex
from heli.sheets import readers
from heli.sheets.faults import Fault, Kind
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import recognise
from heli.sheets.rows import Row, read_rows, rows_passed_over
from heli.sheets.table import Column, Table
from heli.study.models import StudyClass
from heli.study.queries import classes as queries

_LONE = "lone-cell-row"  # a row with one cell alone is no title to be passed over: somebody is missing
_BRANCHES = frozenset(str(kind) for kind in BRANCH_KINDS)
TABLE = Table(
    "class_members",
    "学员名单",
    (
        Column(
            "name",
            "姓名",
            ("学员", "学员姓名", "党员姓名", "参训人员", "参加人员"),
            readers.person_name,
            required=True,
        ),
        Column(
            "branch",
            "所在党支部",
            (
                "党支部",
                "支部",
                "支部名称",
                "党支部名称",
                "所在支部",
                "党组织",
                "党组织名称",
                "所在党组织",
                "所属党支部",
            ),
            readers.org_name,
            required=True,
        ),
        Column(
            "last4", "证件号后四位", ("身份证后四位", "身份证号后四位", "后四位"), readers.text, vital=False
        ),
    ),
    refused_headers=("民族", "宗教", "手机", "电话", "联系方式", "身份证号码", "公民身份号码", "住址"),
    fill_down=("branch",),
)


@dataclass(frozen=True, slots=True)
class ReadList:
    """Whom a list names; `again` are rows that change nothing; `refused` says what is wrong."""

    members: Sequence[Member]
    again: int
    refused: Sequence[Fault]


def read(name: str, content: bytes, *, study_class: StudyClass, index: NameIndex, scope: Scope) -> ReadList:
    """Read a list; `scope` is whose members the reader may see. Three queries, nothing is written.

    Invalid where it holds no such table. Refused: name-missing, branch-missing, branch-unknown,
    branch-ambiguous, member-unknown, member-ambiguous, class-clashes, and what the readers refuse.
    """
    found = recognise(open_workbook(name, content), [TABLE])
    if not found.parts:
        told = f"“{name}”里没有学员名单：应有姓名、所在党支部两列。请用空白名单填好后上传。"
        raise Invalid("no-table", told)
    rows = [row for part in found.parts for row in read_rows(part)]
    if not rows:
        raise Invalid("no-row", f"“{name}”的学员名单里一个人也没有。请每行填写一人的姓名和所在党支部。")
    reading = _Reading(index)
    places = {id(row): reading.branch(row) for row in rows}
    reading.know(queries.named({pk for pk in places.values() if pk is not None}, scope))
    met = [(row, reading.member(row, places[id(row)])) for row in rows]
    members = {one.pk: one for _, one in met if one is not None}
    held = queries.entered(study_class)
    clashing = queries.clashing(study_class, members.keys() - held)
    for row, member in met:
        if member is not None and member.pk in clashing:
            title = clashing[member.pk]
            message = f"{member.name}同一时间已登记在“{title}”，同一次培训只登记一次。请从名单中去掉。"
            row.fault(Kind.REFUSE, "class-clashes", message, "name")
    taken = [one for pk, one in members.items() if pk not in held and pk not in clashing]
    good = sum(one is not None and one.pk not in clashing for _, one in met)
    refused = [fault for row in rows for fault in row.faults if fault.kind is Kind.REFUSE]
    refused += [fault for part in found.parts for fault in rows_passed_over(part) if fault.code == _LONE]
    return ReadList(taken, good - len(taken), refused)


@dataclass(slots=True)
class _Reading:
    """Who a row means, among the members of the branches that the list names."""

    index: NameIndex
    _members: dict[tuple[int, str], list[Member]] = field(default_factory=lambda: defaultdict(list))

    def know(self, members: Sequence[Member]) -> None:
        for one in members:
            self._members[one.organisation_id, one.name].append(one)

    def branch(self, row: Row) -> int | None:
        text = row.values.get("branch")
        if not text:
            _missing(row, "branch", "没有填所在党支部。请补填党支部全称。")
            return None
        found = self.index.resolve(text, _BRANCHES)
        if found.ref is not None and found.ref.pk is not None:
            return found.ref.pk
        if found.reason == AMBIGUOUS:
            names = "、".join(found.candidates[:5])
            message = f"“{text}”对应不止一个党支部：{names}。请填写全称。"
            row.fault(Kind.REFUSE, "branch-ambiguous", message, "branch")
        else:
            message = f"没有名为“{text}”的党支部。请填写全称，与组织树上的名称一致。"
            row.fault(Kind.REFUSE, "branch-unknown", message, "branch")
        return None

    def member(self, row: Row, branch: int | None) -> Member | None:
        name = row.values.get("name")
        if not name:
            _missing(row, "name", "没有填姓名。请补填。")
        if row.refused or branch is None or not name:
            return None
        found = self._members.get((branch, name), [])
        last4 = (row.values.get("last4") or "").strip().upper()
        if last4:
            found = [one for one in found if one.id_last4 == last4]
        if len(found) == 1:
            return found[0]
        if found:
            message = f"这个支部有 {len(found)} 名{name}。请加一列“证件号后四位”写明是哪一位。"
            row.fault(Kind.REFUSE, "member-ambiguous", message, "last4" if last4 else "name")
        else:
            said = f"、证件号后四位为 {last4} " if last4 else ""
            message = f"这个支部的名册上没有{said}的“{name}”，或他不在您的范围内。请核对姓名和所在党支部。"
            row.fault(Kind.REFUSE, "member-unknown", message, "name")
        return None


def _missing(row: Row, key: str, message: str) -> None:
    """Refuse an empty cell; one that could not be read has its fault already."""
    heading = row.part.headings[key]
    if not any(fault.column == heading and fault.kind is Kind.REFUSE for fault in row.faults):
        row.fault(Kind.REFUSE, f"{key}-missing", message, key)
