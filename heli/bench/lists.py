"""Lists that a reader sees a part of: the newest records, the overdue duties, the roster."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet

from heli.accounts.catalogue import Permission
from heli.accounts.scope import EVERYTHING
from heli.bench.catalogue import Figure, at_most
from heli.bench.ground import COMMITTEE_READER, OFFICE_READER, Ground
from heli.bench.timing import Statement, Took, asked, bare, beside, middle
from heli.duties.catalogue import DutyState
from heli.duties.models import Record
from heli.duties.queries.listing import Filters, duties
from heli.duties.queries.plan import plan_year
from heli.duties.queries.records import RecordFilters, records
from heli.members.models import Member
from heli.members.queries.ledger import ledger, own_organisation
from heli.members.queries.roster import Filters as RosterFilters
from heli.members.queries.roster import listed
from heli.members.queries.statistics import census

RUNS = 15
A_PAGE = 50
A_LIST = at_most(0.005)
A_COUNT = at_most(0.300)
READERS = ((COMMITTEE_READER, "一个机关党委"), (OFFICE_READER, "全市"))


def lists(ground: Ground) -> Iterator[Figure]:
    for username, whose in READERS:
        yield from _newest(ground, username, whose)
        yield from _overdue(ground, username, whose)
        yield from _roster(ground, username, whose)
    yield from _counted_by_day(ground)


def _newest(ground: Ground, username: str, whose: str) -> Iterator[Figure]:
    """The page's rows and its count, beside the index of the stamped unit (all records: of the day)."""
    scope = ground.actor(username).scope(Permission.RECORD_SEE)
    seen = records(scope, RecordFilters())
    stamped = Record.objects.all()
    if not scope.everything:
        stamped = stamped.filter(organ=ground.own_organisation(username).organ_id)
    pair = _first_page(seen, stamped.order_by("-happened_on", "-pk").values())
    yield Figure.of(f"最近 {A_PAGE} 条记录，{whose}", *pair, "按所属机关的索引读同样多行", A_LIST)
    counting = asked(seen.count)
    counted = middle(lambda: bare(counting), RUNS)
    detail = f"{seen.count()} 条"
    yield Figure.of(f"记录总数（翻页用），{whose}", counted, target=A_LIST, detail=detail)


def _overdue(ground: Ground, username: str, whose: str) -> Iterator[Figure]:
    scope = ground.actor(username).scope(Permission.RECORD_SEE)
    year = plan_year(ground.today)

    def first_page() -> object:
        return duties(scope, year, ground.today, Filters(state=DutyState.OVERDUE))[0:A_PAGE]

    statements = asked(first_page)
    whole, sql = beside(first_page, lambda: bare(statements), RUNS)
    count = len(duties(scope, year, ground.today, Filters(state=DutyState.OVERDUE)))
    yield Figure.of(
        f"逾期应办第一页，{whose}，只算 SQL",
        sql,
        target=A_LIST,
        detail=f"共 {count} 项，{len(statements)} 条查询",
    )
    yield Figure.of(f"逾期应办第一页，{whose}，含计算", whole, sql, "只执行其中的查询")


def _roster(ground: Ground, username: str, whose: str) -> Iterator[Figure]:
    scope = ground.actor(username).scope(Permission.MEMBER_SEE)
    seen = listed(scope, RosterFilters(), ground.today)
    pair = _first_page(seen, Member.objects.order_by("pk").values())
    yield Figure.of(f"党员名册第一页，{whose}", *pair, "按主键读同样多行", A_LIST)


def _counted_by_day(ground: Ground) -> Iterator[Figure]:
    """Members of the whole city as of a past day, and how they went up and down since the year began."""
    first = date(ground.today.year, 1, 1)
    city = own_organisation(ground.actor(OFFICE_READER).scope(Permission.MEMBER_SEE))
    counted: tuple[tuple[str, Callable[[], object]], ...] = (
        ("统计（一天），全市", lambda: census(EVERYTHING, date(first.year, 3, 31))),
        ("增减，全市", lambda: ledger(city, first, ground.today)),
    )
    for name, work in counted:
        statements = asked(work)
        pair = beside(work, partial(bare, statements), RUNS)
        yield Figure.of(name, *pair, "只执行其中的查询", A_COUNT, f"{len(statements)} 条查询")


def _first_page(rows: QuerySet[Any], least: QuerySet[Any]) -> tuple[Took, Took]:
    """The query of the first page and the least one, without anything made of their rows."""
    one, other = (Statement(*each[:A_PAGE].query.sql_with_params(), many=False) for each in (rows, least))
    return beside(lambda: bare([one]), lambda: bare([other]), RUNS)
