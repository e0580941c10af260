from heli.schemes.models.results import Objection, Release, ReleasedLine, ReleasedScore
from heli.schemes.models.schemes import IndicatorRow, Mark, Noted, RaterGroup, RaterSeat, Scheme, Version

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
