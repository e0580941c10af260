"""What engines differ in where a scheme is a statement; everything else of it is portable SQL (ADR 29)."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Column(NamedTuple):
    """A column of rows that Python hands to the statement."""

    name: str
    is_text: bool = False


class Dialect(Protocol):
    """How an engine reads rows out of one parameter."""

    def rows(self, columns: Sequence[Column]) -> str:
        """A SELECT of `columns` from a parameter that holds a JSON array of arrays."""


class SQLite:
    """The default engine."""

    def rows(self, columns: Sequence[Column]) -> str:
        # With a type of their own, so that SQLite's automatic indexes reach over all the columns of a join.
        told = ", ".join(
            f"CAST(json_extract(value, '$[{n}]') AS {'text' if one.is_text else 'integer'}) AS {one.name}"
            for n, one in enumerate(columns)
        )
        return f"SELECT {told} FROM json_each(%s)"


class PostgreSQL:
    """The engine of a whole city's server."""

    def rows(self, columns: Sequence[Column]) -> str:
        told = ", ".join(
            f"(value->>{n}){'' if one.is_text else '::bigint'} AS {one.name}" for n, one in enumerate(columns)
        )
        return f"SELECT {told} FROM jsonb_array_elements(%s::jsonb) AS given(value)"


DIALECTS: dict[str, Dialect] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}
