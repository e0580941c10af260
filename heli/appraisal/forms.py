"""Which period a page is about: the address says it as `?period=2026H1`; and what publishing asks."""

from datetime import date

from django import forms

from heli.kernel.periods import Period, PeriodKind, period_on, periods_of


def chosen_period(code: str, today: date) -> Period:
    """The period of an address, or the half-year of `today`; Invalid (`period-unreadable`) for no period."""
    return Period.parse(code) if code else period_on(PeriodKind.HALF, today)


def offered_periods(chosen: Period, today: date) -> list[Period]:
    """The year's halves and quarters that have begun, and the year; the chosen one in any case."""
    kinds = (PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.YEAR)
    every = [period for kind in kinds for period in periods_of(kind, chosen.year)]
    begun = [period for period in every if period.start <= today or period == chosen]
    return begun if chosen in begun else [chosen, *begun]


class PublishForm(forms.Form):
    """Publishing the figures of a 通报."""

    document_number = forms.CharField(label="文号", required=False, max_length=60)
