"""The branch that a row names, found among the organisations of the loading and of Heli."""

from collections import Counter
from dataclasses import dataclass, field

from heli.orgs.catalogue import BRANCH_KINDS, Kind
from heli.orgs.rules.index import AMBIGUOUS, FORMER, TAIL, Found, NameIndex, OrgRef
from heli.sheets.faults import Kind as FaultKind
from heli.sheets.rows import Row

_BRANCHES = frozenset(str(kind) for kind in BRANCH_KINDS)
_ODDITIES = {TAIL: "写得不全，读作", FORMER: "是原来的名称，现为"}


@dataclass(slots=True)
class Branches:
    """Resolves 所在党支部 and counts the rows that name each organisation, refused rows too."""

    index: NameIndex
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, row: Row) -> OrgRef | None:
        """The branch of the row, where the row can be loaded into it; its faults are added to the row."""
        text = row.values.get("branch")
        if not text:
            if not any(fault.column == row.part.headings["branch"] for fault in row.faults):
                row.fault(
                    FaultKind.REFUSE, "branch-missing", "没有填所在党支部。请补填党支部全称。", "branch"
                )
            return None
        found = self.index.resolve(text, _BRANCHES)
        if found.ref is None:
            self._refuse(row, text, found)
            return None
        self.counts[found.ref.key] += 1
        if found.oddity:
            message = f"“{text}”{_ODDITIES[found.oddity]}“{found.ref.name}”。"
            row.fault(FaultKind.TOLERATE, found.oddity, message, "branch")
        if not found.ref.stands:
            self._depend(row, found.ref)
            return None
        return found.ref

    def _refuse(self, row: Row, text: str, found: Found) -> None:
        if found.reason == AMBIGUOUS:
            names = "、".join(found.candidates[:5])
            message = f"“{text}”对应不止一个党支部：{names}。请填写党支部全称。"
            row.fault(FaultKind.REFUSE, "branch-ambiguous", message, "branch")
            return
        other = self.index.resolve(text).ref
        if other is not None:
            self.counts[other.key] += 1
            message = f"“{text}”是{Kind(other.kind).label}，不是党支部。请填写党员所在的党支部。"
        else:
            message = (
                f"“{text}”不在党组织名册中，或写得不全。请填写党支部全称，或先在党组织名册中补上这个支部。"
            )
        row.fault(FaultKind.REFUSE, "branch-unknown", message, "branch")

    def _depend(self, row: Row, ref: OrgRef) -> None:
        at = ref.refused_row
        place = f"《{at.workbook}》“{at.sheet}”第 {at.row} 行" if at is not None else "党组织名册中的一行"
        message = f"依赖的{place}“{ref.name}”未能导入，改正那一行后这一行即可导入。"
        row.fault(FaultKind.REFUSE, "depends-on-refused", message, "branch")
