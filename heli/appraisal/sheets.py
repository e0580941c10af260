"""Scores as an Excel sheet: a row an organisation, a column an indicator."""

from datetime import date

from heli.accounts.scope import Scope
from heli.appraisal.queries.basis import basis, class_code, class_name, lived_in
from heli.appraisal.queries.scores import Scored, plain, scored
from heli.appraisal.rules import rounded
from heli.kernel.periods import Period
from heli.sheets.writing import Heading, SheetOut, ValueKind

UNKNOWN = "未知"


def export(scope: Scope, *, period: Period, on: date) -> SheetOut:
    """Every organisation in `scope` that owed anything in `period` and still stood, in the tree's order."""
    found = basis(period, on, lived_in(period, on).visible_to(scope))
    readings = {one.pk: f"{one.measure}（{plain(one.weight)}分）" for one in found.positions.book.readings}
    headings = [Heading("党组织", 40), Heading("类别", 30)]
    headings += [Heading("得分", 10, ValueKind.DECIMAL), Heading("档次", 10)]
    headings += [Heading(words, 16, ValueKind.DECIMAL) for words in readings.values()]
    rows = (_row(row, tuple(readings)) for row in scored(found))
    note = f"{period.name}，截至{on.isoformat()}。“未知”表示没有相应履职记录的来源，不计分；空格表示不承担。"
    return SheetOut(f"{period.name}得分", headings, rows, note)


def _row(row: Scored, requirements: tuple[int, ...]) -> list[object]:
    points = {
        line.requirement_id: UNKNOWN if line.points is None else rounded(line.points)
        for line in row.score.lines
    }
    return [
        row.subject.name,
        class_name(class_code(row.subject)),
        UNKNOWN if row.score.total is None else row.score.total,
        UNKNOWN if row.tier is None else row.tier.name,
        *(points.get(requirement) for requirement in requirements),
    ]
