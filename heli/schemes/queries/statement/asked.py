"""What is asked of a statement, and the table expressions that it is made of."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from heli.schemes.catalogue import Definition, Measure
from heli.schemes.queries.ground import Ground

CLASS = ("kind", "attached", "committee")
"""What organisations are alike in that owe the same."""

SUBJECT = ("id", "kind", "nature", "system", "attached", "path")
"""What each row says of whom it scores."""


class Statement(NamedTuple):
    """SQL and its parameters in order; `names` are the columns of its rows."""

    sql: str
    parameters: tuple[Any, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What is asked: a definition over a ground, the marks of which scheme, of whom, and how much of it."""

    definition: Definition
    ground: Ground
    scheme: int
    organisation: int | None = None
    root: str = ""
    full: bool = False


class Layers:
    """Table expressions in order, with the parameters in the order in which they stand in the text.

    Where a column would be alike in every row (a weight that holds for all), or another's copy, no layer
    carries it: `let` says what stands for it.
    """

    def __init__(self) -> None:
        self._told: list[str] = []
        self._stands_for: dict[str, str] = {}
        self.parameters: list[Any] = []

    def let(self, name: str, value: int | str) -> None:
        self._stands_for[name] = str(value)

    def value(self, name: str) -> str:
        """What to write for a column: its name, or what stands for it."""
        return self._stands_for.get(name, name)

    def carried(self, *names: str) -> list[str]:
        """Those of the columns that a layer has."""
        return [name for name in names if name not in self._stands_for]

    def add(self, name: str, sql: str, *parameters: Any) -> None:
        self._told.append(f"{name} AS MATERIALIZED ({sql})")
        self.parameters.extend(parameters)

    def then(self, sql: str) -> str:
        return f"WITH {', '.join(self._told)} {sql}"


def table(model: Any) -> str:
    return str(model._meta.db_table)


def summed(value: str) -> str:
    """A sum that stays a whole number: PostgreSQL's of large ones would have decimals."""
    return f"CAST(SUM({value}) AS bigint)"


def tasks_of(definition: Definition) -> tuple[tuple[str, ...], ...]:
    """The different sets of 重点任务 that indicators ask for."""
    return tuple(dict.fromkeys(one.tasks for one in definition.indicators if one.measure.of_duties))


def vote_sets(definition: Definition) -> list[tuple[Measure, tuple[int, ...]]]:
    """The different counts of votes that indicators ask for: of what, and what each mark is worth."""
    asked = ((one.measure, one.worths) for one in definition.indicators if one.measure.of_votes)
    return list(dict.fromkeys(asked))


def record_sets(definition: Definition) -> list[tuple[Measure, tuple[str, ...]]]:
    """The different sets of records that indicators ask for: how measured, of which kinds."""
    asked = ((one.measure, one.kinds) for one in definition.indicators if one.measure.of_records)
    return list(dict.fromkeys(asked))
