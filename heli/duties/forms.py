"""What lists are narrowed to, read from the address; and why a record is void."""

import re
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from heli.duties.catalogue import Cadence, DutyState
from heli.duties.queries.listing import Filters
from heli.duties.queries.records import RecordFilters
from heli.duties.rules.owners import OwnerClass
from heli.orgs.catalogue import Kind

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
        )


class SettleForm(forms.Form):
    """What the office decides about a requirement whose words leave something open."""

    classes = forms.MultipleChoiceField(
        label="哪些组织承担",
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(
        label="范围",
        choices=[("", "机关本级和直属单位"), ("own", "仅机关本级"), ("attached", "仅直属单位")],
        required=False,
    )
    owners = forms.CharField(
        label="单个党组织",
        required=False,
        help_text="写党组织全称，多个用顿号隔开；已按类别选了就不必写。",
    )
    cadence = forms.ChoiceField(
        label="多久一次",
        choices=[one for one in Cadence.choices if one[0] != Cadence.TRIGGERED],
        required=False,
    )
    due_on = forms.DateField(
        label="每年一次的，最迟哪一天",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    kinds = forms.MultipleChoiceField(
        label="由哪些履职记录完成", required=False, widget=forms.CheckboxSelectMultiple
    )
    chair_is_secretary = forms.BooleanField(label="须由书记主讲或主持", required=False)
    committee_only = forms.BooleanField(label="党支部中仅设支委会的承担", required=False)

    def offer(self, kinds: list[tuple[str, str]]) -> None:
        """Which kinds of record may answer."""
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = kinds

    @property
    def owner_classes(self) -> list[OwnerClass]:
        place = {"": None, "own": False, "attached": True}[self.cleaned_data["place"]]
        return [OwnerClass(kind, place) for kind in self.cleaned_data["classes"]]

    @property
    def due(self) -> tuple[int, int] | None:
        """Month and day of a yearly deadline."""
        day = self.cleaned_data["due_on"]
        return None if day is None else (day.month, day.day)

    @property
    def owner_names(self) -> list[str]:
        return [name for name in re.split(r"[、，,;；\s]+", self.cleaned_data["owners"]) if name]


class WithdrawForm(forms.Form):
    """Why a record is declared void; the record itself stays to be read."""

    reason = forms.CharField(
        label="作废原因",
        max_length=200,
        help_text="如：日期填错，已另行记录。记录仍可查看，只是不再计入应办。",
        error_messages={"required": "请写明作废原因"},
    )
