"""What a request costs those who answer it: organisations, times, fields, minutes (R14-05, R14-08, S002-42).

The only arithmetic of burdens: plans and notices show it before they go out, 减负账 adds it up.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from heli.duties.catalogue import FORM_FIELDS, PARAMETERS, FormFields
from heli.duties.rules.readings import Holder, Reading, owed_mask

DOCUMENT = "document"
"""The form taken for what nobody has said yet by what it is answered."""


class Burden(NamedTuple):
    """What a request costs: organisations, times (all together), fields a time, minutes a time.

    `filled` of the fields are filled in by Heli.
    """

    organisations: int
    times: int
    fields: int
    filled: int
    minutes_each: int

    @property
    def minutes(self) -> int:
        """All organisations together."""
        return self.times * self.minutes_each

    @property
    def hours(self) -> int:
        """All organisations together, rounded up."""
        return hours(self.minutes)


def hours(minutes: int) -> int:
    """Whole hours, rounded up."""
    return -(-minutes // 60)


def form_of(kinds: Collection[str], on: date) -> FormFields:
    """The form that a record of these kinds takes; where it may be one of several, the longest by hand."""
    forms = FORM_FIELDS().on(on)
    found = [one for one in forms if set(one.kinds) & set(kinds)]
    taken = found or [one for one in forms if one.id == DOCUMENT]
    return max(taken, key=lambda one: (len(one.asked) - len(one.filled), one.id))


def cost(organisations: int, times: int, fields: int, filled: int, on: date, *, before: int = 0) -> Burden:
    """The burden of so many answers; `before` minutes each are spent before anything is filled in."""
    by_hand = (fields - filled) * PARAMETERS().get("minutes_a_field", on).value
    return Burden(organisations, times, fields, filled, before + by_hand)


def burden_of(reading: Reading, organisations: int, times: int, on: date) -> Burden:
    """The burden of a requirement that so many organisations owe so many times together."""
    form = form_of(reading.kinds, on)
    return cost(organisations, times, len(form.asked), len(form.filled), on)


def burden(reading: Reading, holders: Iterable[tuple[Holder, int]], on: date) -> Burden:
    """The burden of a requirement in its year on `holders`: (an organisation like many, how many)."""
    organisations = times = 0
    for holder, count in holders:
        owed = owed_mask(reading, holder).bit_count()
        organisations += count if owed else 0
        times += owed * count
    return burden_of(reading, organisations, times, on)
