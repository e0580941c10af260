"""What a package answers after taking rows in."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vanished:
    """Something that Heli holds and the workbook no longer names: `key` is stable, `label` is for people."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Rows written, changed and left as they were; `vanished` is for the office to decide."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    vanished: Sequence[Vanished] = field(default_factory=tuple)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged
