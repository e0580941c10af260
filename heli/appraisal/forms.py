"""Which period a page is about."""

from datetime import date

from django import forms

from heli.kernel.periods import Period, PeriodKind, period_on, periods_of


class PeriodForm(forms.Form):
    """A choice of the year's periods; the address says it as `?period=2026H1`."""

    period = forms.ChoiceField(label="时间范围")

    def __init__(self, *, today: date, chosen: Period) -> None:
        super().__init__(initial={"period": chosen.code})
        offered = [
            *periods_of(PeriodKind.HALF, chosen.year),
            *periods_of(PeriodKind.QUARTER, chosen.year),
            *periods_of(PeriodKind.YEAR, chosen.year),
        ]
        begun = [period for period in offered if period.start <= today]
        if chosen not in begun:
            begun.insert(0, chosen)
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what stands above
        field.choices = [(period.code, period.name) for period in begun]


def chosen_period(code: str, today: date) -> Period:
    """The period of an address, or the half-year of `today`; Invalid (`period-unreadable`) for no period."""
    return Period.parse(code) if code else period_on(PeriodKind.HALF, today)
