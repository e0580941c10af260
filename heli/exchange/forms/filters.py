"""What lists of problems and promises are narrowed to, read from the address."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict

from heli.exchange.catalogue import CATEGORIES, UNSORTED
from heli.exchange.models import Gathering
from heli.exchange.queries.lists import STATES, UNSORTED_CODE

ANY = ("", "不限")


class _AddressForm(forms.Form):
    """Read from the address; what cannot be read there narrows nothing."""

    gathering = forms.TypedChoiceField(label="晒比评", required=False, coerce=int, empty_value=None)

    def __init__(self, query: QueryDict, gatherings: Sequence[Gathering]) -> None:
        super().__init__(query, auto_id="filter-%s")
        self.titles = {one.pk: one.title for one in gatherings}
        self.fields["gathering"].choices = [ANY, *((str(pk), title) for pk, title in self.titles.items())]  # type: ignore[attr-defined]
        self.full_clean()


class ProblemFilterForm(_AddressForm):
    category = forms.ChoiceField(label="类别", required=False)
    waiting = forms.BooleanField(label="只看还没有承诺整改的", required=False)
    exhibit = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, gatherings: Sequence[Gathering], today: date) -> None:
        super().__init__(query, gatherings)
        named = [(one.id, one.name) for one in CATEGORIES().on(today)]
        self.fields["category"].choices = [ANY, *named, (UNSORTED_CODE, UNSORTED)]  # type: ignore[attr-defined]
        self.full_clean()


class PromiseFilterForm(_AddressForm):
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *STATES.items()])
    organisation = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
