"""What may be published, and the shape in which figures are handed down."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import TextChoices


class PublicationKind(TextChoices):
    """统计 of a day, the 通报 or the 考核 results of a period, the standings of a 晒比评."""

    STATISTICS = "statistics", "统计"
    CIRCULAR = "circular", "通报"
    SCORES = "scores", "考核结果"
    GATHERING = "gathering", "晒比评"


class FigureRow(NamedTuple):
    """One number as whoever works it out hands it down; `value` None where it is not known.

    `key` says what it counts and stays the same from day to day: "members.full", "unit.12.rate".
    """

    key: str
    label: str
    value: Decimal | None
    measure: str = ""
