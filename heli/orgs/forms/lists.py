"""What the list of organisations can be narrowed to."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from heli.kernel.verdict import Strength
from heli.orgs.catalogue import SETTING, Kind, Leading, Nature
from heli.orgs.queries import Filters
from heli.orgs.queries.tree import STATES
from heli.orgs.queries.units import UnitFilters

Choices = Sequence[tuple[str, str]]
PLACES: Choices = (("own", "机关本级"), ("attached", "直属单位"))
ORDERS: Choices = (("", "按组织树"), ("name", "按名称拼音"), ("-members", "按党员人数，从多到少"))


class _FromAddress(forms.Form):
    """Read from the address; what cannot be read there narrows nothing."""

    def __init__(self, query: QueryDict, **choices: Choices) -> None:
        super().__init__(query, auto_id="filter-%s")
        for name, offered in choices.items():
            self.fields[name].choices = [("", "不限"), *offered]  # type: ignore[attr-defined]
        self.full_clean()

    def asked(self, name: str) -> str:
        return self.cleaned_data.get(name) or ""

    def said(self, name: str) -> str:
        """What is asked for in a field of choices, in words."""
        return str(dict(self.fields[name].choices).get(self.asked(name), ""))  # type: ignore[attr-defined]


class ChartForm(_FromAddress):
    """架构图: what is looked at (a primary key), and from which of its children on."""

    focus = forms.IntegerField(required=False, min_value=1)
    start = forms.IntegerField(required=False, min_value=0)

    @property
    def shown(self) -> tuple[int | None, int]:
        """Both, without what could not be read."""
        return self.cleaned_data.get("focus"), self.cleaned_data.get("start") or 0


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

    def __init__(self, query: QueryDict, functions: Choices = ()) -> None:
        super().__init__(query, function=[*functions, ("none", "未填")])

    @property
    def filters(self) -> UnitFilters:
        """What is asked for, without what could not be read."""
        names = {"q": "words", "nature": "nature", "place": "place", "function": "function"}
        return UnitFilters(**{to: self.asked(name) for name, to in names.items()})


class FilterForm(_FromAddress):
    """组织树: the list that words and filters give."""

    q = forms.CharField(
        label="名称、代码或拼音首字母",
        required=False,
        max_length=60,
        widget=forms.TextInput(
            {
                "type": "search",
                "autocomplete": "off",
                "class": "form-control",
                "placeholder": "名称、代码或拼音首字母，如 jyj（按 / 键）",
                "data-find": "",
            }
        ),
    )
    kind = forms.ChoiceField(label="组织类别", required=False, choices=[("", "不限"), *Kind.choices])
    nature = forms.ChoiceField(label="单位性质", required=False, choices=[("", "不限"), *Nature.choices])
    place = forms.ChoiceField(label="本级、直属", required=False, choices=[("", "不限"), *PLACES])
    leading = forms.ChoiceField(label="领导关系", required=False, choices=[("", "不限"), *Leading.choices])
    function = forms.ChoiceField(label="单位职能", required=False)
    inner = forms.ChoiceField(label="内设类别", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "现有（不含已撤销）"), *STATES.items()]
    )
    sort = forms.ChoiceField(label="排序", required=False, choices=ORDERS)
    under = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    leader = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, functions: Choices = (), inners: Choices = ()) -> None:
        super().__init__(query, function=functions, inner=inners)

    @property
    def filters(self) -> Filters:
        """What is asked for, without what could not be read."""
        asked = self.cleaned_data
        texts = {name: self.asked(name) for name in ("kind", "nature", "place", "leading", "state", "sort")}
        return Filters(
            words=self.asked("q"),
            under=asked.get("under"),
            leader=asked.get("leader"),
            function=int(asked.get("function") or 0) or None,
            inner=int(asked.get("inner") or 0) or None,
            **texts,
        )
