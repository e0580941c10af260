"""The screen in the hall: one gathering as slides, each with an address; only the acts reached so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TypeVar

from heli.accounts.scope import EVERYTHING
from heli.exchange.catalogue import State
from heli.exchange.models import Comment, Exhibit, Gathering, Problem, Promise
from heli.exchange.queries import exhibiting, gatherings, judging, layers, standing
from heli.exchange.queries.standing import Class, Measured

R = TypeVar("R")
A_SLIDE = 8
"""Lines of a list that one slide holds, readable from the last row."""
_SHOWN = (State.SHOWING, State.COMPARING, State.JUDGING, State.PUBLISHED, State.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: `kind` says which part of the template draws it, `act` which of the three it belongs to."""

    kind: str
    act: str
    title: str
    exhibit: Exhibit | None = None
    measured: Measured | None = None
    problems: Sequence[Problem] = ()
    promises: Sequence[Promise] = ()
    comments: Sequence[Comment] = ()
    one_class: Class | None = None
    rows: Sequence[layers.LayerRow] = ()
    columns: Sequence[str] = ()
    marked: Sequence[judging.Marked] = field(default=())


def slides(of: Gathering) -> list[Slide]:
    """All slides in the order of the acts; a constant number of queries, whatever the speakers."""
    participants = gatherings.exhibits(of)
    found = [Slide("cover", "", of.title)]
    if of.state in _SHOWN:
        found += _shown(of, participants)
    if of.state in _SHOWN[1:]:
        found += _compared(of, participants)
    if of.state in _SHOWN[2:]:
        found += _judged(of, participants)
    return found


def _shown(of: Gathering, participants: Sequence[Exhibit]) -> Iterator[Slide]:
    """Who speaks and has handed in, in the order of speaking; nobody named: all that have."""
    speaking = [one for one in participants if one.speak_order is not None]
    problems: dict[int, list[Problem]] = {}
    for problem in Problem.objects.filter(exhibit__gathering=of).order_by("pk"):
        problems.setdefault(problem.exhibit_id, []).append(problem)
    for one in speaking or participants:
        if one.is_handed_in:
            yield Slide(
                "exhibit",
                "晒",
                one.organisation.short_name,
                exhibit=one,
                measured=exhibiting.of_exhibit(one),
                problems=problems.get(one.pk, []),
            )


def _compared(of: Gathering, participants: Sequence[Exhibit]) -> Iterator[Slide]:
    found = standing.standing(of, participants)
    for one in found.classes:
        if one.code:
            yield Slide("class", "比", one.name, one_class=one.near((), A_SLIDE))
    over = layers.layers(of, layers.ground(of, EVERYTHING))
    rows = over.over_several
    names = [layer.label for layer in over.layers]
    for part in _parts(rows, A_SLIDE):
        yield Slide("layers", "比", "同一任务，各层完成率", rows=part, columns=names)


def _judged(of: Gathering, participants: Sequence[Exhibit]) -> Iterator[Slide]:
    comments = judging.comments(of)
    for said in _parts(comments, A_SLIDE // 2):
        yield Slide("comments", "评", "点评", comments=said)
    marked = judging.marked(of, participants)
    for voted in _parts(marked, A_SLIDE):
        yield Slide("marks", "评", "评议结果", marked=voted)
    made = Promise.objects.filter(exhibit__gathering=of).select_related("exhibit__organisation")
    promises = list(made.order_by("exhibit__organisation__path", "due_on", "pk"))
    for kept in _parts(promises, A_SLIDE):
        yield Slide("promises", "评", "承诺", promises=kept)


def _parts(rows: Sequence[R], most: int) -> Iterator[Sequence[R]]:
    """The rows in parts of about the same length, none longer than `most`."""
    number = ceil(len(rows) / most)
    size = ceil(len(rows) / number) if number else 1
    return (rows[begin : begin + size] for begin in range(0, len(rows), size))
