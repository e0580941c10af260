"""Values as TOML has them, made into the types that a dataclass asks for, or refused by name."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


class Unfit(Exception):
    """A value does not have the type that is asked for; `path` leads to it inside what was handed in."""

    def __init__(self, problem: str, *path: str) -> None:
        super().__init__(problem)
        self.path = path


def fit(value: object, wanted: Any) -> Any:
    """`value` as the type `wanted`; Unfit when it is not one.

    Knows str, bool, int, Decimal, float, date, enums (by value), Literal, tuple[X, ...], tuple[X, Y],
    frozenset[X], dict[str, X], dataclasses (from tables) and X | None; TypeError for a type beyond these.
    """
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return _fit_any(value, get_args(wanted))
    if origin is Literal:
        return _fit_choice(value, get_args(wanted))
    if origin in (tuple, frozenset):
        return origin(_fit_items(value, get_args(wanted)))
    if origin in (dict, Mapping):
        return {key: _below(key, one, get_args(wanted)[1]) for key, one in _table(value).items()}
    if not isinstance(wanted, type):
        raise TypeError(f"a catalogue cannot hold {wanted!r}")
    if is_dataclass(wanted):
        return _fit_dataclass(value, wanted)
    if issubclass(wanted, Enum):
        return _fit_enum(value, wanted)
    return _fit_plain(value, wanted)


def _fit_plain(value: object, wanted: type) -> object:
    if wanted in (Decimal, float) and type(value) in (int, Decimal):
        return wanted(value)
    if wanted not in (str, bool, int, date, Decimal, float):
        raise TypeError(f"a catalogue cannot hold {wanted!r}")
    if type(value) is not wanted:  # a bool is no int and a datetime no date
        raise Unfit(f"must be {wanted.__name__}, not {value!r}")
    return value


def _fit_enum(value: object, wanted: type[Enum]) -> Enum:
    return wanted(_fit_choice(value, tuple(one.value for one in wanted)))


def _fit_choice(value: object, choices: tuple[object, ...]) -> object:
    if value not in choices:
        raise Unfit(f"must be one of {', '.join(map(str, choices))}, not {value!r}")
    return value


def _fit_any(value: object, choices: tuple[Any, ...]) -> object:
    """The first of a union's types that fits; TOML has no None, so that one is only a default."""
    problems: list[Unfit] = []
    for choice in choices:
        if choice is not types.NoneType:
            try:
                return fit(value, choice)
            except Unfit as problem:
                problems.append(problem)
    raise problems[0]


def _fit_items(value: object, wanted: tuple[Any, ...]) -> list[object]:
    """The items of a list: any number of one type, or where a tuple says so, one of each."""
    if not isinstance(value, list):
        raise Unfit(f"must be a list, not {value!r}")
    if len(wanted) == 1 or wanted[-1] is Ellipsis:
        wanted = (wanted[0],) * len(value)
    if len(value) != len(wanted):
        raise Unfit(f"must have {len(wanted)} items, not {len(value)}")
    return [_below(str(place), *pair) for place, pair in enumerate(zip(value, wanted, strict=True), start=1)]


def _fit_dataclass(value: object, wanted: type) -> object:
    table, hints = dict(_table(value)), get_type_hints(wanted)
    values: dict[str, object] = {}
    for one in fields(wanted):
        if one.name in table:
            values[one.name] = _below(one.name, table.pop(one.name), hints[one.name])
        elif one.default is MISSING and one.default_factory is MISSING:
            raise Unfit("is missing", one.name)
    if table:
        raise Unfit("is not known", next(iter(table)))
    try:
        return wanted(**values)
    except ValueError as error:
        raise Unfit(str(error)) from error


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Unfit(f"must be a table, not {value!r}")
    return value


def _below(name: str, value: object, wanted: Any) -> Any:
    try:
        return fit(value, wanted)
    except Unfit as problem:
        raise Unfit(str(problem), name, *problem.path) from problem
