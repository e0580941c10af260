"""Theirs: a member as the roster of record states him; and how he is kept as JSON beside a difference."""

import json
from dataclasses import asdict, dataclass
from datetime import date

_DAYS = ("born_on", "joined_on", "full_on")


@dataclass(frozen=True, slots=True)
class Theirs:
    """One row. `organisation_id` None: the branch named is none of Heli's. Blank says nothing."""

    place: str
    name: str
    id_hash: str
    id_last4: str
    branch: str = ""
    organisation_id: int | None = None
    sex: str = ""
    born_on: date | None = None
    education: str = ""
    joined_on: date | None = None
    full_on: date | None = None
    standing: str = ""
    serving: str = ""
    status: str = ""

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=str)


def theirs_of(text: str) -> Theirs:
    """What `as_json` wrote."""
    values = json.loads(text)
    for key in _DAYS:
        values[key] = date.fromisoformat(values[key]) if values[key] else None
    return Theirs(**values)
