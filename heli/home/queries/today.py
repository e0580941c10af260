"""今日要务 of one reader: what is to be done now, what falls due this month, what waits for others.

At most fifty-nine queries, whatever the size, of which each role asks some: the plan's year, six for the
organisations in sight, six for what members bring, four for terms that end, one for planned days,
thirty-nine for what else waits. Who sees the whole city reads the board of units instead, with the desk in
one query, his own in two.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.almanac.queries.calendar import planned_of
from heli.duties.queries.board import unit_board
from heli.duties.queries.parts import counted_in
from heli.duties.queries.plan import plan_year
from heli.duties.queries.positions import Positions, positions
from heli.home import rules
from heli.home.catalogue import Group, Line, Today, Turn
from heli.home.queries import beneath, desk, elections, office, own, people, waiting
from heli.home.queries.few import positions_of_few
from heli.home.queries.rates import rates

Lines = Mapping[Turn, Sequence[Line]]


def today_of(actor: Actor, today: date) -> Today:
    """The page of `actor` on the day `today`; every line lies within what he may see."""
    sight = actor.scope(Permission.RECORD_SEE)
    return _of_the_city(actor, today) if sight.everything else _of_the_reader(actor, sight, today)


def organisations_of(actor: Actor) -> dict[int, bool]:
    """The reader's own organisations (primary keys), by posts and membership: may he record there?"""
    entered = actor.scope(Permission.RECORD_ENTER).organisations
    posts = dict.fromkeys((post.organisation_id for post in actor.posts), False)
    branch = {} if actor.branch_id is None else {actor.branch_id: False}
    return posts | branch | dict.fromkeys(entered, True)


def _of_the_reader(actor: Actor, sight: Scope, today: date) -> Today:
    mine = organisations_of(actor)
    year = plan_year(today)
    found = positions(counted_in(year, today).visible_to(sight), year, today)
    others = (people.lines(actor, today), elections.lines(actor, today))
    parts = (
        *others,
        own.lines(found, mine, planned_of(mine, year)),
        waiting.lines(actor, today),
        beneath.lines(found, mine),
    )
    return _page(found, mine, parts)


def _of_the_city(actor: Actor, today: date) -> Today:
    mine, on_desk = organisations_of(actor), desk.desk()
    board = unit_board(on_desk.plan_year(today), today)
    found = positions_of_few(mine, board.book, today)
    settling = desk.settling(on_desk) if actor.may_somewhere(Permission.REQUIREMENT_SETTLE) else []
    deciding = desk.deciding(on_desk) if actor.may_somewhere(Permission.INTAKE_LOAD) else []
    waiting_here = {Turn.NOW: [*settling, *deciding]}
    others = (people.lines(actor, today), elections.lines(actor, today))
    kept = (
        own.lines(found, mine, planned_of(mine, board.book.year)),
        waiting.lines(actor, today),
        waiting_here,
    )
    parts = (*others, *kept, office.lines(board))
    page = _page(found, mine, parts)
    return Today(page.year, page.has_plan, page.groups, page.years, rates(board.whole, board.book.year))


def _page(found: Positions, mine: Mapping[int, bool], parts: Iterable[Lines]) -> Today:
    lines = {turn: [line for part in parts for line in part.get(turn, ())] for turn in Turn}
    groups = [Group(turn, lines[turn], _nothing(turn, found, mine)) for turn in Turn]
    return Today(found.book.year, bool(found.book.readings), groups, own.years(found, mine), ())


def _nothing(turn: Turn, found: Positions, mine: Mapping[int, bool]) -> str:
    """What a group without lines says; of this month's also what comes next."""
    if turn is Turn.OTHERS:
        return "没有等别人办的事项。"
    if turn is Turn.NOW:
        return "没有需要您现在办的事项。"
    coming = own.coming(found, mine)
    if coming is None:
        return "本月没有其他到期的事项。"
    due_on, what = coming
    said = rules.days_said(due_on, found.today)
    return f"本月没有其他到期的事项。下一项是{what}，{due_on.month}月{due_on.day}日到期，{said}。"
