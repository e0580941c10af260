"""Which day or days a page of figures shows, and publishing them."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from heli.members.forms.changes import day


class SpanForm(forms.Form):
    """Two days and an organisation; for what cannot be, the year so far is shown and the field says so."""

    first = day("自", required=False)
    last = day("至", required=False)
    organisation = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, today: date) -> None:
        said = query.copy()
        said.setdefault("first", f"{today.year}-01-01")
        said.setdefault("last", today.isoformat())
        super().__init__(said, auto_id="span-%s")
        self._today = today
        self.full_clean()
        self.until = self.cleaned_data.get("last") or today
        self.since = self.cleaned_data.get("first") or date(self.until.year, 1, 1)

    def clean(self) -> dict[str, Any]:
        """Both days or neither: half of what was asked would be another span than the one asked for."""
        said = self.cleaned_data
        first, last, today = said.get("first"), said.get("last"), self._today
        if last is not None and last > today:
            self.add_error("last", f"{last} 还没有到，最晚查到今天 {today}。下面按本年以来显示。")
        elif first is not None and first > (last or today):
            self.add_error("first", f"起日 {first} 晚于止日 {last or today}，请对调。下面按本年以来显示。")
        return {**said, "first": None, "last": None} if self.errors else said

    def asked(self, name: str) -> Any:
        return self.cleaned_data.get(name)


class DayForm(forms.Form):
    """The day that is shown, none to come: for one that cannot be today is shown, and the field says so."""

    on = day("截至", required=False)

    def __init__(self, query: QueryDict, today: date) -> None:
        said = query.copy()
        said.setdefault("on", today.isoformat())
        super().__init__(said, auto_id="day-%s")
        self._today = today
        self.full_clean()
        self.day = self.cleaned_data.get("on") or today
        self.last_years_end = date(today.year - 1, 12, 31)
        self.last_months_end = today.replace(day=1) - timedelta(days=1)

    def clean_on(self) -> date | None:
        asked: date | None = self.cleaned_data["on"]
        if asked is not None and asked > self._today:
            raise forms.ValidationError(
                f"{asked} 还没有到，最晚查到今天。下面显示今天 {self._today} 的统计。"
            )
        return asked


class PublishForm(forms.Form):
    """Publishing the figures of the day that the page shows."""

    title = forms.CharField(label="标题", max_length=160, error_messages={"required": "请填写标题。"})
    document_number = forms.CharField(label="文号", required=False, max_length=60)
