"""Published results as a workbook: what 年度目标任务考核 takes over (S003-65)."""

from collections.abc import Iterator

from heli.schemes.queries.results import ResultClass
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("类别", 24),
    Heading("党组织", 36),
    Heading("档次", 10),
    Heading("位次", 8, ValueKind.WHOLE),
    Heading("得分", 10),
    Heading("更正后得分", 12),
    Heading("备注", 24),
    Heading("制定组织", 36),
)


def results_sheet(classes: list[ResultClass], organiser: str) -> SheetOut:
    """A line an organisation, class by class, with what was corrected since beside what was published.

    Each line says whose scheme it is: sheets of a 机关党委 are not taken for the city's.
    """
    return SheetOut("考核结果", _HEADINGS, _rows(classes, organiser))


def _rows(classes: list[ResultClass], organiser: str) -> Iterator[list[object]]:
    for one in classes:
        for row in one.rows:
            score = row.score
            note = "一票否决，不评定等次" if score.barred else ("有情况未知的指标" if score.open else "")
            yield [
                one.name,
                score.organisation.name,
                score.tier,
                score.place,
                row.points if row.points is not None else "未知",
                row.now if row.now is not None else "",
                note,
                organiser,
            ]
