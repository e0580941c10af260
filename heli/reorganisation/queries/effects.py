"""Effects: what followed from an event, in numbers; kept with what it did to organisations."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from heli.orgs.models import Event

Moved = tuple[int, int, tuple[int, ...]]
"""Origin, destination, members; primary keys."""

FOLLOWED = "followed"
"""The key of these numbers in an event's `effects`; the others are of the organisations themselves."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Numbers of an event, and the lists behind them: `ended_…` primary keys, others in words."""

    organisations: int = 0
    founded: int = 0
    reopened: int = 0
    closed: int = 0
    members: int = 0
    posts: int = 0
    second: int = 0
    transfers: int = 0
    duties: int = 0
    publications: int = 0
    figures: int = 0
    ended_posts: tuple[int, ...] = ()
    ended_second: tuple[int, ...] = ()
    rerouted: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()

    def __add__(self, other: "Effects") -> "Effects":
        """The numbers of both together."""
        return Effects(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, held: Mapping[str, Any]) -> Self:
        """What was kept; numbers that an older Heli did not keep are 0."""
        known = {one.name for one in fields(cls)}
        values: dict[str, Any] = {name: _frozen(value) for name, value in held.items() if name in known}
        return cls(**values)

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls.from_dict(json.loads(event.effects or "{}").get(FOLLOWED, {}))

    @property
    def nothing(self) -> list[str]:
        """What it left alone, by what it is called on screen."""
        return [label for label, number in self.numbers.items() if not number]

    @property
    def numbers(self) -> dict[str, int]:
        """By what they are called on screen, zeros too: nothing is left unsaid."""
        return {label: getattr(self, name) for name, label in LABELS.items()}


LABELS = {
    "organisations": "调整的组织",
    "founded": "新设的组织",
    "reopened": "恢复的组织",
    "closed": "撤销的组织",
    "members": "划转的党员",
    "posts": "终止的任职",
    "second": "结束的兼合式编入",
    "transfers": "改接或撤回的转接",
    "duties": "移交的应办",
    "publications": "需更正的发布",
    "figures": "需更正的指标",
}
UNITS = {
    "organisations": "个",
    "founded": "个",
    "reopened": "个",
    "closed": "个",
    "members": "人",
    "posts": "项",
    "second": "人次",
    "transfers": "件",
    "duties": "项",
    "publications": "次",
    "figures": "项",
}


def _frozen(value: Any) -> Any:
    """Lists of JSON as tuples, all the way down."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
