"""What the list of organisations can be narrowed to."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from heli.orgs.catalogue import Kind, Nature
from heli.orgs.queries import Filters

PLACES: Sequence[tuple[str, str]] = (("own", "机关本级"), ("attached", "直属单位"))


class FilterForm(forms.Form):
    """Read from the address; what cannot be read there narrows nothing."""

    q = forms.CharField(
        label="名称、代码或拼音首字母",
        required=False,
        max_length=60,
        widget=forms.TextInput(
            {
                "type": "search",
                "autocomplete": "off",
                "class": "form-control",
                "placeholder": "名称、代码或拼音首字母，如 jyj",
            }
        ),
    )
    kind = forms.ChoiceField(label="组织类别", required=False, choices=[("", "不限"), *Kind.choices])
    nature = forms.ChoiceField(label="单位性质", required=False, choices=[("", "不限"), *Nature.choices])
    place = forms.ChoiceField(label="本级、直属", required=False, choices=[("", "不限"), *PLACES])
    under = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    leader = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, auto_id="filter-%s")
        self.full_clean()

    @property
    def filters(self) -> Filters:
        """What is asked for, without what could not be read."""
        asked = self.cleaned_data
        return Filters(
            words=asked.get("q") or "",
            kind=asked.get("kind") or "",
            nature=asked.get("nature") or "",
            place=asked.get("place") or "",
            under=asked.get("under"),
            leader=asked.get("leader"),
        )
