from heli.schemes.models.results import Objection, Release, ReleasedLine, ReleasedScore
from heli.schemes.models.schemes import IndicatorRow, Scheme, Version
from heli.schemes.models.scoring import Mark, Noted, RaterGroup, RaterSeat

__all__ = [
    "IndicatorRow",
    "Mark",
    "Noted",
    "Objection",
    "RaterGroup",
    "RaterSeat",
    "Release",
    "ReleasedLine",
    "ReleasedScore",
    "Scheme",
    "Version",
]
