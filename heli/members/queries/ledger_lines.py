"""The movements of a ledger with whose they are."""

from collections.abc import Sequence
from typing import NamedTuple

from heli.accounts.actor import Scope
from heli.kernel.bulk import in_chunks
from heli.members.models import Belonging
from heli.members.queries.ledger import Movement


class Line(NamedTuple):
    """A movement with who it is and which branch; `opens`: his page may be opened by the reader."""

    movement: Movement
    name: str
    branch: str
    paper: str
    opens: bool


def lines_of(movements: Sequence[Movement], scope: Scope) -> list[Line]:
    """The movements of a page (or all) with their names and papers: one query a chunk."""
    found: dict[int, Belonging] = {}
    for chunk in in_chunks(one.belonging_id for one in movements):
        rows = Belonging.objects.filter(pk__in=chunk)
        found.update((row.pk, row) for row in rows.select_related("member__organisation", "organisation"))
    lines = []
    for one in movements:
        row = found[one.belonging_id]
        paper = row.pointer if one.joins else row.end_pointer
        opens = scope.covers(row.member.organisation)
        lines.append(Line(one, row.member.name, row.organisation.short_name, paper, opens))
    return lines
