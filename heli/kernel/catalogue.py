"""Rules that a document of the organisation changes: dated TOML, read into frozen dataclasses.

    [[entry]]
    id = "branch-assembly"
    name = "支部党员大会"
    source = "《中国共产党支部工作条例(试行)》第十三条"
    strength = "H"
    from = 2018-10-28
    times = 1

Old versions stay in the file: a case keeps the version that it started under. A later entry of the same
id ends the one before it; `until` (the last day) ends one that nothing follows.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Generic, TypeVar, get_type_hints

from heli.kernel.errors import NotFound
from heli.kernel.toml_values import Unfit, fit
from heli.kernel.verdict import Strength


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every dated entry has; each catalogue adds its own fields by inheriting.

    `since` is written `from` in the file. `until` is the last day in force, None while it lasts.
    """

    id: str
    name: str
    source: str
    strength: Strength
    since: date
    until: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the entry holds on `day`, its first and last day included."""
        return self.since <= day and (self.until is None or day <= self.until)


E = TypeVar("E", bound=Entry)


class CatalogueError(Exception):
    """A catalogue cannot be used: which file, which entry (its id, or its place from 1), which field, why."""

    def __init__(self, path: Path, problem: str, *, entry: str = "", field: str = "") -> None:
        where = [str(path), f"entry {entry}" if entry else "", f"field {field}" if field else ""]
        super().__init__(": ".join([*filter(None, where), problem]))
        self.path, self.entry, self.field, self.problem = path, entry, field, problem


class Catalogue(Generic[E]):
    """All versions of all entries of one file, in the order of the file."""

    def __init__(self, entries: tuple[E, ...]) -> None:
        self.entries = entries
        self._versions: dict[str, list[E]] = {}
        for entry in entries:
            self._versions.setdefault(entry.id, []).append(entry)

    def __iter__(self) -> Iterator[E]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def on(self, day: date) -> tuple[E, ...]:
        """The entries in force on `day`, at most one for each id."""
        return tuple(entry for entry in self.entries if entry.in_force(day))

    def get(self, id: str, on: date) -> E:  # noqa: A002 - the field in the file is called id
        """The version of `id` in force on the day `on`; NotFound (`catalogue-entry`) where there is none."""
        for entry in self._versions.get(id, ()):
            if entry.in_force(on):
                return entry
        raise NotFound("catalogue-entry", f"目录中没有 {on} 有效的“{id}”。")

    def versions(self, id: str) -> tuple[E, ...]:  # noqa: A002
        """Every version of `id`, in the order of the file; empty where it is unknown."""
        return tuple(self._versions.get(id, ()))


CATALOGUES: dict[Path, Callable[[], Catalogue[Any]]] = {}
"""Every catalogue declared with `dated`: a system check loads them all."""


def dated(path: Path, cls: type[E]) -> Callable[[], Catalogue[E]]:
    """Declare the catalogue of a package, read once at its first call and by the system check.

    KINDS = dated(Path(__file__).parent / "dated/kinds.toml", Kind), then KINDS().on(day).
    """

    @cache
    def load() -> Catalogue[E]:
        return load_dated(path, cls)

    CATALOGUES[path] = load
    return load


def load_dated(path: Path, cls: type[E]) -> Catalogue[E]:
    """Read the TOML file at `path`: its `[[entry]]` tables become instances of `cls`, a frozen dataclass.

    Fields may be texts, numbers (Decimal exactly as written), dates, enums, tuples, dicts, nested frozen
    dataclasses, and any of these or None. CatalogueError names file, entry and field.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise CatalogueError(path, str(error)) from error
    tables = content.pop("entry", [])
    if content:
        raise CatalogueError(path, f"only [[entry]] tables belong here, not {', '.join(content)}")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CatalogueError(path, "entries are written as [[entry]]")
    entries = [_read(path, place, table, cls) for place, table in enumerate(tables, start=1)]
    return Catalogue(_ended(path, entries))


def _read(path: Path, place: int, table: dict[str, object], cls: type[E]) -> E:
    known = str(table.get("id") or place)
    types = get_type_hints(cls)
    values: dict[str, Any] = {}
    for one in fields(cls):
        written = "from" if one.name == "since" else one.name
        if written in table:
            try:
                values[one.name] = fit(table.pop(written), types[one.name])
            except Unfit as error:
                field = ".".join([written, *error.path])
                raise CatalogueError(path, str(error), entry=known, field=field) from error
        elif one.default is MISSING and one.default_factory is MISSING:
            raise CatalogueError(path, "is missing", entry=known, field=written)
    if table:
        raise CatalogueError(path, "is not known", entry=known, field=next(iter(table)))
    for name in ("id", "name", "source"):
        if not values[name].strip():
            raise CatalogueError(path, "is empty", entry=known, field=name)
    try:
        return cls(**values)
    except ValueError as error:
        raise CatalogueError(path, str(error), entry=known) from error


def _ended(path: Path, entries: list[E]) -> tuple[E, ...]:
    """End each version where the next one of its id begins; refuse versions that hold on the same day."""
    last_days: dict[int, date] = {}
    order = sorted(entries, key=lambda entry: (entry.id, entry.since))
    for known, group in groupby(order, key=lambda entry: entry.id):
        versions = list(group)
        for version in versions:
            if version.until is not None and version.until < version.since:
                raise CatalogueError(path, "lies before from", entry=known, field="until")
        for earlier, later in pairwise(versions):
            if earlier.since == later.since:
                raise CatalogueError(path, f"two versions begin on {later.since}", entry=known, field="from")
            if earlier.until is not None and earlier.until >= later.since:
                problem = f"reaches into the version from {later.since}"
                raise CatalogueError(path, problem, entry=known, field="until")
            last_days[id(earlier)] = earlier.until or later.since - timedelta(days=1)
    return tuple(_with_end(entry, last_days.get(id(entry))) for entry in entries)


def _with_end(entry: E, until: date | None) -> E:
    return entry if until is None else replace(entry, until=until)
