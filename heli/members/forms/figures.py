"""Which day or days a page of figures shows, and publishing them."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from heli.members.forms.changes import day


class SpanForm(forms.Form):
    """Two days and an organisation; what cannot be read is the year so far."""

    first = day("自", required=False)
    last = day("至", required=False)
    organisation = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, today: date) -> None:
        said = query.copy()
        said.setdefault("first", f"{today.year}-01-01")
        said.setdefault("last", today.isoformat())
        super().__init__(said, auto_id="span-%s")
        self.full_clean()
        self.until = min(self.cleaned_data.get("last") or today, today)
        self.since = min(self.cleaned_data.get("first") or date(today.year, 1, 1), self.until)

    def asked(self, name: str) -> Any:
        return self.cleaned_data.get(name)


class DayForm(forms.Form):
    """The day that is shown, none to come."""

    on = day("截至", required=False)

    def __init__(self, query: QueryDict, today: date) -> None:
        said = query.copy()
        said.setdefault("on", today.isoformat())
        super().__init__(said, auto_id="day-%s")
        self.full_clean()
        self.day = min(self.cleaned_data.get("on") or today, today)
        self.last_years_end = date(today.year - 1, 12, 31)
        self.last_months_end = today.replace(day=1) - timedelta(days=1)


class PublishForm(forms.Form):
    """Publishing the figures of the day that the page shows."""

    title = forms.CharField(label="标题", max_length=160, error_messages={"required": "请填写标题。"})
    document_number = forms.CharField(label="文号", required=False, max_length=60)
