"""汇总表 of a round: a reporter a row, in the order of the tree, never sorted by a figure."""

from collections.abc import Sequence

from heli.debriefing.catalogue import Grade
from heli.debriefing.models import Debriefing
from heli.debriefing.queries.results import Result
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("党组织", 34),
    Heading("述职人", 12),
    Heading("职务", 14),
    Heading("述职方式", 12),
    Heading("报送日期", 12, ValueKind.DATE),
    *(Heading(f"测评“{grade.label}”票", 12, ValueKind.WHOLE) for grade in Grade),
    Heading("党建考核得分", 14),
    Heading("测算得分", 12),
    Heading("测算建议", 12),
    Heading("审定等次", 12),
    Heading("与测算不同的原因", 30),
)


def round_sheet(held: Debriefing, found: Sequence[Result]) -> SheetOut:
    """Votes, proposal and grade stand there once the grades were adopted."""
    decided = held.decided_at is not None
    rows = (
        (
            one.reporter.organisation.name,
            one.reporter.name,
            one.reporter.get_office_display(),
            one.reporter.get_manner_display(),
            one.reporter.handed_in_at.date() if one.reporter.handed_in_at else None,
            *(number if decided else None for _, number in one.votes),
            str(one.reporter.work_mark) if one.reporter.work_mark is not None else "未知",
            str(one.reporter.proposal) if decided and one.reporter.proposal is not None else "",
            one.reporter.get_proposed_display() if decided else "",
            one.reporter.get_grade_display() if decided else "",
            one.reporter.why_departs if decided else "",
        )
        for one in found
    )
    return SheetOut("述职评议汇总", _HEADINGS, rows)
