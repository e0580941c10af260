"""What the list of organisations can be narrowed to."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from heli.kernel.verdict import Strength
from heli.orgs.catalogue import SETTING, Kind, Nature
from heli.orgs.queries import Filters
from heli.orgs.queries.units import UnitFilters

PLACES: Sequence[tuple[str, str]] = (("own", "机关本级"), ("attached", "直属单位"))


class _FromAddress(forms.Form):
    """Read from the address; what cannot be read there narrows nothing."""

    def __init__(self, query: QueryDict, **choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(query, auto_id="filter-%s")
        for name, offered in choices.items():
            self.fields[name].choices = [("", "不限"), *offered]  # type: ignore[attr-defined]
        self.full_clean()

    def asked(self, name: str) -> str:
        return self.cleaned_data.get(name) or ""


class SettingForm(_FromAddress):
    """组织设置核查: by rule and by strength."""

    rule = forms.ChoiceField(label="条款", required=False)
    strength = forms.ChoiceField(
        label="强度", required=False, choices=[("", "不限"), *((one.value, one.label) for one in Strength)]
    )

    def __init__(self, query: QueryDict) -> None:
        rules = sorted({entry.rule for entry in SETTING()} | {"R03-02"})
        super().__init__(query, rule=[(rule, rule) for rule in rules])


class UnitForm(_FromAddress):
    """Units: by name, nature, organ or 直属单位, and function."""

    q = forms.CharField(
        label="单位名称",
        required=False,
        max_length=60,
        widget=forms.TextInput(
            {"type": "search", "autocomplete": "off", "class": "form-control", "placeholder": "单位名称"}
        ),
    )
    nature = forms.ChoiceField(label="单位性质", required=False, choices=[("", "不限"), *Nature.choices])
    place = forms.ChoiceField(
        label="机关、直属", required=False, choices=[("", "不限"), ("own", "机关"), ("attached", "直属单位")]
    )
    function = forms.ChoiceField(label="单位职能", required=False)

    def __init__(self, query: QueryDict, functions: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(query, function=[*functions, ("none", "未填")])

    @property
    def filters(self) -> UnitFilters:
        """What is asked for, without what could not be read."""
        names = {"q": "words", "nature": "nature", "place": "place", "function": "function"}
        return UnitFilters(**{to: self.asked(name) for name, to in names.items()})


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
