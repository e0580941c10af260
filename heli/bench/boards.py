"""挂图作战: all units × all requirements, beside the bare read of the tally."""

from collections.abc import Iterator

from heli.bench.catalogue import Figure, at_most
from heli.bench.ground import COMMITTEE_READER, Ground
from heli.bench.timing import Statement, asked, bare, beside
from heli.duties.models import Tally
from heli.duties.queries.board import organisation_board, unit_board
from heli.duties.queries.plan import plan_year
from heli.orgs.models import Organisation

RUNS = 15
SQL_OF_BOARD = at_most(0.060)
FLOOR = "只读单位计数表"


def board(ground: Ground) -> Iterator[Figure]:
    year, today = plan_year(ground.today), ground.today

    def whole() -> object:
        return unit_board(year, today)

    statements = asked(whole)
    rows = Tally.objects.filter(year=year)
    columns = rows.values_list("organ_id", "requirement_id", "period", "done", "on_time")
    tally = [Statement(*columns.query.sql_with_params(), many=False)]
    found = unit_board(year, today)
    detail = f"{len(found.rows)} 个单位 × {len(found.book.readings)} 条，计数 {rows.count()} 行"
    yield Figure.of(
        "全部单位，只算 SQL",
        *beside(lambda: bare(statements), lambda: bare(tally), RUNS),
        FLOOR,
        SQL_OF_BOARD,
        f"{detail}，{len(statements)} 条查询",
    )
    yield Figure.of("全部单位，含计算", *beside(whole, lambda: bare(tally), RUNS), FLOOR, detail=detail)
    yield _of_one_committee(ground, year)


def _of_one_committee(ground: Ground, year: int) -> Figure:
    path = ground.own_organisation(COMMITTEE_READER).path
    beneath = Organisation.objects.live(ground.today).under(path)

    def part() -> object:
        return organisation_board(beneath, year, ground.today)

    statements = asked(part)
    return Figure.of(
        "一个机关党委的各党组织，含计算",
        *beside(part, lambda: bare(statements), RUNS),
        "只执行其中的查询",
        detail=f"{beneath.count()} 个党组织",
    )
