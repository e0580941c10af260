"""A reform of 20 units, carried out and taken back; what last year's figures were before it and after it."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from heli.appraisal.queries.published import figures_of
from heli.bench.catalogue import Figure
from heli.bench.ground import Ground
from heli.bench.timing import asked, bare, taken_back, timed, writes
from heli.demo.reform import DOCUMENT, TITLE, UNITS, reform
from heli.figures.catalogue import FigureRow
from heli.kernel.action import SYSTEM
from heli.kernel.errors import WrongState
from heli.kernel.periods import Period
from heli.members.queries.statistics import figures
from heli.orgs.models import Event
from heli.reorganisation.actions.batches import carry_out_batch
from heli.reorganisation.sheets.reading import read
from heli.sheets.writing import write_workbook


def reorganising(ground: Ground) -> Iterator[Figure]:
    """The sheet read, every row carried out with members, posts, duties and counters; no commit."""
    content = BytesIO()
    write_workbook(content, [reform(on=ground.today)])
    sheet = read("机构改革.xlsx", content.getvalue(), ground.today)

    def batch() -> None:
        carry_out_batch(
            title=TITLE,
            document_number=DOCUMENT,
            sheet=sheet,
            file_name="机构改革.xlsx",
            by=SYSTEM,
            at=ground.now,
        )

    before = _past(ground)
    with taken_back():
        took = timed(batch)
        moved = Event.objects.order_by().values("versions__organisation").distinct().count()
        if _past(ground) != before:
            raise WrongState("past-moved", "机构改革改变了以前的数字，请先查明原因。")
    with taken_back():
        written = writes(asked(batch))
    with taken_back():
        floor = timed(lambda: bare(written))
    detail = f"{len(sheet.lines)} 件变动，{moved} 个组织；以前的 {len(before)} 个数字逐个相同"
    yield Figure.of(f"{UNITS} 个单位的机构改革", took, floor, "只写同样的行", detail=detail)


def _past(ground: Ground) -> list[FigureRow]:
    """Last year's statistics, and the figures of the half-year up to the day before."""
    year = ground.today.year
    return [
        *figures(date(year - 1, 12, 31)),
        *figures(date(year, 3, 31)),
        *figures_of(Period.parse(f"{year}Q1"), date(year, 3, 31)),
    ]
