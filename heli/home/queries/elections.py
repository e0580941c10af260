"""换届 on 今日要务: whom to remind, for the superior; the request, for the branch (R01-34, R03-12)."""

from collections.abc import Sequence
from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.elections.queries import may_enter, waiting
from heli.home import rules
from heli.home.catalogue import Line, Turn
from heli.home.queries import addresses
from heli.orgs.queries.terms import TermLine
from heli.orgs.rules.terms import TermTask

MOST_LINES = 5
"""Organisations to remind that are told one by one; where there are more, one line has them all."""


def lines(actor: Actor, today: date) -> dict[Turn, list[Line]]:
    """The lines of whoever keeps terms or enters for an organisation: four queries, none for others."""
    keeping = actor.may_somewhere(Permission.TERM_KEEP)
    if not (keeping or actor.may_somewhere(Permission.RECORD_ENTER)):
        return {}
    mine = {post.organisation_id for post in actor.posts}
    remind, request = waiting(mine, today)
    told = _notices(remind, today) if keeping else []
    told += [_request(one, today) for one in request if may_enter(actor, one.organisation)]
    return {Turn.NOW: told}


def _notices(remind: Sequence[TermLine], today: date) -> list[Line]:
    if len(remind) > MOST_LINES:
        first = min(one.task(TermTask.REMIND).due_on for one in remind)  # type: ignore[union-attr]
        when = f"最早{rules.days_said(first, today)}"
        url = addresses.terms(TermTask.REMIND)
        return [Line("换届提醒", f"{len(remind)} 个党组织", when, "逐个登记", url, due_on=first)]
    return [_line("换届提醒", one, TermTask.REMIND, "登记提醒", today) for one in remind]


def _request(one: TermLine, today: date) -> Line:
    return _line("换届请示", one, TermTask.REQUEST, "登记请示", today)


def _line(what: str, one: TermLine, task: TermTask, label: str, today: date) -> Line:
    found = one.task(task)
    due_on = found.due_on if found else today
    return Line(
        what=what,
        whom=one.organisation.short_name,
        when=rules.days_said(due_on, today),
        label=label,
        url=addresses.term_step(one.organisation.pk, task),
        due_on=due_on,
        note=f"本届 {one.held.ends_on} 届满" if one.held else "",
    )
