"""A publication as an Excel sheet: every figure as published, and beside it as it is now known."""

from heli.figures.models import Publication
from heli.figures.queries import lines
from heli.figures.rules import UNKNOWN
from heli.kernel.clock import SHANGHAI
from heli.sheets.writing import Heading, SheetOut, ValueKind


def export(publication: Publication) -> SheetOut:
    """The published figures stay in their column; corrections stand to the right."""
    known = publication.known_at.astimezone(SHANGHAI)
    return SheetOut(
        publication.title,
        (
            Heading("指标", 50),
            Heading("发布数", 14, ValueKind.DECIMAL),
            Heading("计量单位", 10),
            Heading("更正后", 14, ValueKind.DECIMAL),
            Heading("更正时间", 17, ValueKind.MOMENT),
            Heading("更正缘由", 60),
        ),
        (
            (
                line.figure.label,
                UNKNOWN if line.figure.value is None else line.figure.value,
                line.figure.measure,
                (UNKNOWN if line.now is None else line.now) if line.changes else None,
                line.changes[-1].correction.made_at.astimezone(SHANGHAI) if line.changes else None,
                line.changes[-1].correction.reason if line.changes else None,
            )
            for line in lines(publication)
        ),
        f"截至 {publication.as_of}，数据时点 {known:%Y-%m-%d %H:%M}，{publication.published_by} 发布",
    )
