"""Scores of all organisations, beside the bare reads that they rest on."""

from collections.abc import Iterator

from heli.appraisal.queries.basis import basis, live_on
from heli.appraisal.queries.scores import scored, sheet
from heli.bench.catalogue import Figure, at_most
from heli.bench.ground import BRANCH_READER, Ground
from heli.bench.timing import asked, bare, beside
from heli.kernel.periods import PeriodKind, period_on

RUNS = 7
ALL_ORGANISATIONS = at_most(1.0)
BARE = "只执行其中的查询"


def scores(ground: Ground) -> Iterator[Figure]:
    period, on = period_on(PeriodKind.HALF, ground.today), ground.today

    def everybody() -> list[object]:
        return list(scored(basis(period, on, live_on(on))))

    statements = asked(everybody)
    yield Figure.of(
        "全部党组织的得分",
        *beside(everybody, lambda: bare(statements), RUNS),
        BARE,
        ALL_ORGANISATIONS,
        f"{len(everybody())} 个党组织有得分，{len(statements)} 条查询",
    )
    branch = ground.own_organisation(BRANCH_READER)

    def one_sheet() -> object:
        return sheet(branch, period, on)

    reads = asked(one_sheet)
    pair = beside(one_sheet, lambda: bare(reads), RUNS)
    yield Figure.of("一个党支部的得分明细（与全市同类比较）", *pair, BARE)
