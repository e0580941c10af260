"""What lists are narrowed to, read from the address."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from heli.duties.catalogue import Checked, DutyState
from heli.duties.queries.listing import Filters
from heli.duties.queries.records import RecordFilters

ANY = ("", "不限")


class _AddressForm(forms.Form):
    """Read from the address; what cannot be read there narrows nothing."""

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, auto_id="filter-%s")

    def asked(self, name: str) -> Any:
        self.full_clean() if not hasattr(self, "cleaned_data") else None
        return self.cleaned_data.get(name) or None


class DutyFilterForm(_AddressForm):
    """Narrows a list of duties; organisation, unit and requirement come with a link."""

    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *DutyState.choices])
    requirement = forms.IntegerField(label="责任条目", required=False, min_value=1, widget=forms.Select)
    organisation = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    organ = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    group = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    due_from = forms.DateField(required=False, widget=forms.HiddenInput)
    due_to = forms.DateField(required=False, widget=forms.HiddenInput)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100, widget=forms.HiddenInput)

    def offer(self, requirements: list[tuple[int, str]]) -> None:
        """Which requirements the list can be narrowed to."""
        widget = self.fields["requirement"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101 - as declared above
        widget.choices = [ANY, *((str(pk), words) for pk, words in requirements)]

    @property
    def filters(self) -> Filters:
        state = self.asked("state")
        return Filters(
            state=DutyState(state) if state else None,
            requirement=self.asked("requirement"),
            group=self.asked("group") or "",
            organisation=self.asked("organisation"),
            organ=self.asked("organ"),
            due_from=self.asked("due_from") or date.min,
            due_to=self.asked("due_to") or date.max,
        )


class RecordFilterForm(_AddressForm):
    """Narrows a list of records."""

    kind = forms.ChoiceField(label="类型", required=False)
    first = forms.DateField(
        label="自", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label="至", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    late = forms.BooleanField(label="只看补录", required=False)
    odd = forms.BooleanField(label="只看有提示的", required=False)
    checked = forms.ChoiceField(
        label="核实",
        required=False,
        choices=[ANY, ("open", "未核实"), *(one for one in Checked.choices if one[0])],
    )
    organisation = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    organ = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def offer(self, kinds: list[tuple[str, str]]) -> None:
        """Which kinds of record the list can be narrowed to."""
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [ANY, *kinds]

    @property
    def filters(self) -> RecordFilters:
        return RecordFilters(
            organisation=self.asked("organisation"),
            organ=self.asked("organ"),
            kind=self.asked("kind") or "",
            first=self.asked("first"),
            last=self.asked("last"),
            late=bool(self.asked("late")),
            odd=bool(self.asked("odd")),
            checked=self.asked("checked") or "",
        )
