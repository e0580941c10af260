"""The reviews of a year as a sheet: a branch a row, in numbers by grade."""

from heli.reviews.catalogue import NOT_GRADED, Grade
from heli.reviews.queries import Overview
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("党支部", 34),
    Heading("年度", 10, ValueKind.WHOLE),
    Heading("进展", 12),
    Heading("评定日期", 12, ValueKind.DATE),
    Heading("党员数", 10, ValueKind.WHOLE),
    *(Heading(grade.label, 10, ValueKind.WHOLE) for grade in Grade),
    Heading(NOT_GRADED, 10, ValueKind.WHOLE),
)


def overview_sheet(found: Overview) -> SheetOut:
    """Numbers of closed reviews alone: an unfinished one has none."""
    rows = (
        (
            one.organisation.name,
            found.year,
            one.progress.label,
            one.review.record.happened_on if one.is_closed and one.review and one.review.record else None,
            one.members if one.is_closed else None,
            *(one.grades if one.is_closed else (None,) * len(Grade)),
            one.counts.get("", 0) if one.is_closed else None,
        )
        for one in found.lines()
    )
    return SheetOut("民主评议", _HEADINGS, rows)
