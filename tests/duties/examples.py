"""Examples that an officer can review (rules/*.toml), and the small shapes that rules are tried on."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from heli.duties.rules.owners import OwnerClass
from heli.duties.rules.readings import Reading

HERE = Path(__file__).parent / "rules"
_MARKS = {"+": True, "-": False}


def examples(name: str) -> list[Any]:
    content = tomllib.loads((HERE / name).read_text(encoding="utf-8"))
    return [pytest.param(one, id=one["name"]) for one in content["example"]]


@dataclass(frozen=True)
class Holds:
    """An organisation as far as owing goes."""

    pk: int = 1
    kind: str = "branch"
    attached: bool = False
    has_committee: bool = True
    founded_on: date | None = None
    closed_on: date | None = None


def holder(given: Mapping[str, Any]) -> Holds:
    renamed = {"founded": "founded_on", "closed": "closed_on"}
    return Holds(**{renamed.get(key, key): value for key, value in given.items()})


def reading(given: Mapping[str, Any], year: int = 2026) -> Reading:
    """A requirement from its short form: due "12-20", classes with + for 直属单位 and - for 机关本级."""
    month, day = map(int, given["due"].split("-")) if "due" in given else (None, None)
    return Reading(
        pk=7,
        number=1,
        group="组织建设",
        measure="举措",
        weight=Decimal(8),
        year=year,
        cadence=given["cadence"],
        due_month=month,
        due_day=day,
        committee_only=given.get("committee_only", False),
        chair_is_secretary=given.get("chair_is_secretary", False),
        classes=tuple(OwnerClass(one.rstrip("+-"), _MARKS.get(one[-1])) for one in given.get("classes", ())),
        owners=frozenset({1}) if given.get("owner") else frozenset(),
        kinds=frozenset(given.get("kinds", ())),
    )
