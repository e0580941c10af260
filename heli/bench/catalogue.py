"""What is measured and told: figures with their floors and targets, and the results of a run."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Self

from heli.bench.timing import Took


class TargetKind(StrEnum):
    """What a target limits: the ratio to the floor, or the time itself."""

    RATIO = "ratio"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Target:
    """The most that is allowed, as a ratio or in seconds. They are set for the size `city`."""

    kind: TargetKind
    most: float

    def is_met(self, measured: float, floor: float | None) -> bool | None:
        """None where it needs a floor and there is none."""
        if self.kind is TargetKind.SECONDS:
            return measured <= self.most
        return measured / floor <= self.most if floor else None


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured, in seconds; `floor` is what the same run took to do the least that it could be.

    `floored` says what the floor is, `detail` on what both stand (numbers, parts). `busy` is the processor
    time of what was measured: on a shared machine steadier than the clock.
    """

    name: str
    measured: float
    busy: float | None = None
    floor: float | None = None
    floored: str = ""
    target: Target | None = None
    detail: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        took: Took,
        floor: Took | None = None,
        floored: str = "",
        target: Target | None = None,
        detail: str = "",
    ) -> Self:
        """The figure of what a watch has told."""
        return cls(name, took.wall, took.busy, floor.wall if floor else None, floored, target, detail)

    @property
    def ratio(self) -> float | None:
        """How many floors it takes."""
        return self.measured / self.floor if self.floor else None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without one."""
        return None if self.target is None else self.target.is_met(self.measured, self.floor)


@dataclass(frozen=True, slots=True)
class Ran:
    """When a benchmark was measured (YYYY-MM-DD), on which processor, and how fast that was just then.

    `pace`: seconds for ten million additions in Python. A virtual machine's differs from hour to hour.
    """

    day: str
    processor: str = ""
    pace: float = 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """What was measured in a folder: size, how many rows of what, figures by the title of their benchmark.

    `load` is how many processes wanted the processor over the last quarter of an hour, `database` the engine
    with its version; `ran` by the title of a benchmark.
    """

    size: str
    database: str
    load: float = 0.0
    rows: dict[str, int] = field(default_factory=dict)
    figures: dict[str, list[Figure]] = field(default_factory=dict)
    ran: dict[str, Ran] = field(default_factory=dict)

    def only(self, titles: Collection[str]) -> Self:
        """The figures of those benchmarks alone, in that order; all where none is named."""
        asked = [title for title in titles if title in self.figures] if titles else self.figures
        return replace(self, figures={title: self.figures[title] for title in asked})

    def after(self, earlier: Self) -> Self:
        """These, with what was measured in the same folder before and not again."""
        return replace(self, figures={**earlier.figures, **self.figures}, ran={**earlier.ran, **self.ran})

    def write(self, path: Path) -> None:
        """Keep the results as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Self:
        """What `write` kept."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        figures = {title: [_figure(one) for one in ones] for title, ones in kept["figures"].items()}
        ran = {title: Ran(**one) for title, one in kept["ran"].items()}
        return cls(kept["size"], kept["database"], kept["load"], kept["rows"], figures, ran)


def _figure(kept: dict[str, object]) -> Figure:
    target = kept.pop("target")
    if isinstance(target, dict):
        target = Target(TargetKind(target["kind"]), target["most"])
    return Figure(target=target, **kept)  # type: ignore[arg-type]  # what `write` kept


def at_most(seconds: float) -> Target:
    """A target of time."""
    return Target(TargetKind.SECONDS, seconds)


def at_most_times(ratio: float) -> Target:
    """A target of so many floors."""
    return Target(TargetKind.RATIO, ratio)
