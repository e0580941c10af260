"""The list of terms a page at a time: all are ranked by their days, those of a page alone are read whole."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, overload

from heli.accounts.actor import Scope
from heli.orgs.catalogue import TermChange, TermStepKind
from heli.orgs.models import CommitteeTerm, Organisation
from heli.orgs.queries.terms import (
    SHOWN,
    Standing,
    TermLine,
    due_of,
    states_of,
    term_days,
    term_lines,
    term_work,
    urgency,
    with_terms,
)
from heli.orgs.rules.setting import TermState


class _Ranked(NamedTuple):
    """How urgent a term is; many stand alike."""

    states: frozenset[str]
    key: tuple[int, date]


class TermRows(Sequence[TermLine]):
    """Lines by primary keys of their organisations; what is asked for is read, four queries a slice."""

    def __init__(self, keys: Sequence[int], on: date) -> None:
        self._keys, self._on = keys, on

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> TermLine: ...
    @overload
    def __getitem__(self, place: slice) -> list[TermLine]: ...
    def __getitem__(self, place: int | slice) -> TermLine | list[TermLine]:
        keys = self._keys[place] if isinstance(place, slice) else [self._keys[place]]
        found = Organisation.objects.filter(pk__in=keys).only(*SHOWN)
        lines = {one.organisation.pk: one for one in term_lines(found, self._on)}
        return [lines[pk] for pk in keys] if isinstance(place, slice) else lines[keys[0]]


def term_list(
    scope: Scope, on: date, state: str = "", *, past: bool = False
) -> tuple[Sequence[TermLine], Counter[str]]:
    """What `term_work` tells, narrowed to one of STATES, and how many of all stand in each.

    Three queries, and four for each slice; of a past day it is read whole.
    """
    if past:
        lines = term_work(scope, on, past=True)
        chosen = [one for one in lines if not state or state in one.states]
        return chosen, Counter(name for one in lines for name in one.states)
    ranked = _ranked(scope, on)
    alike = Counter(one.states for _, one in ranked)
    counts: Counter[str] = Counter()
    for states, number in alike.items():
        counts.update(dict.fromkeys(states, number))
    asked = [(pk, one) for pk, one in ranked if not state or state in one.states]
    return TermRows([pk for pk, _ in sorted(asked, key=lambda row: row[1].key)], on), counts


def _ranked(scope: Scope, on: date) -> list[tuple[int, _Ranked]]:
    """How urgent each is, in the order of the tree: worked out once for all that stand alike."""
    terms = CommitteeTerm.objects.order_by("ends_on")
    latest = {row[0]: row[1:] for row in terms.values_list("organisation", "pk", "begins_on", "ends_on")}
    days, standing = term_days({}), Standing(on)
    kept: dict[tuple[object, ...], _Ranked] = {}
    found = []
    for pk, kind in with_terms(scope, on).order_by("path").values_list("pk", "kind"):
        term, begins_on, ends_on = latest.get(pk, (0, None, None))
        done = [
            (term, one) in days for one in (TermStepKind.NOTICE, TermStepKind.REQUEST, TermChange.EXTENDED)
        ]
        alike = (kind, begins_on, ends_on, *done)
        if alike not in kept:
            kept[alike] = _rank(standing, kind, begins_on, ends_on, done)
        found.append((pk, kept[alike]))
    return found


def _rank(
    standing: Standing, kind: str, begins_on: date | None, ends_on: date | None, done: Sequence[bool]
) -> _Ranked:
    reminded, requested, extended = done
    term = standing.term(kind, begins_on, ends_on)
    tasks = standing.tasks(ends_on, reminded=reminded, requested=requested) if ends_on else ()
    states = states_of(term, tasks, is_extended=extended and term.state is not TermState.OVER)
    return _Ranked(states, urgency(states, due_of(tasks, ends_on)))
