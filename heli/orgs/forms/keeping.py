"""Forms of what an office keeps by hand: dictionaries, a unit's function, what no roster tells."""

from typing import Any

from django import forms

from heli.orgs.catalogue import Dictionary, Kind
from heli.orgs.models import DictionaryEntry, Organisation, Unit
from heli.orgs.queries.units import entries, units_named

ENDING_KINDS = frozenset({Kind.TEMPORARY_BRANCH, Kind.PROJECT_BRANCH})


class EntryForm(forms.Form):
    """An entry of a dictionary: its name, and the document that it rests on."""

    name = forms.CharField(label="名称", max_length=60, error_messages={"required": "请填写名称。"})
    source = forms.CharField(label="依据", max_length=200, required=False, help_text="文件名或文号")


class FunctionForm(forms.Form):
    """The function of a unit, from the dictionary."""

    function = forms.ModelChoiceField(
        label="单位职能", queryset=DictionaryEntry.objects.none(), required=False, empty_label="未填"
    )

    def __init__(self, data: Any = None, *, unit: Unit) -> None:
        super().__init__(data, initial={"function": unit.function_id})
        self.fields["function"].queryset = entries(Dictionary.FUNCTION, unit.function_id)  # type: ignore[attr-defined]


class DetailsForm(forms.Form):
    """内设类别 of any organisation; the last day of a temporary or project one; what a joint one covers."""

    inner = forms.ModelChoiceField(
        label="内设类别", queryset=DictionaryEntry.objects.none(), required=False, empty_label="未填"
    )
    ends_on = forms.DateField(
        label="存续截止日期",
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text="任务、项目结束，组织随之撤销的日期",
    )
    covered = forms.CharField(
        label="另外覆盖的单位",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="一行写一个单位的全称；所在单位不用再写",
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        covers = organisation.kind == Kind.JOINT_BRANCH
        names = list(organisation.covered.order_by("name").values_list("name", flat=True)) if covers else []
        told = {
            "inner": organisation.inner_id,
            "ends_on": organisation.ends_on,
            "covered": "\n".join(names),
        }
        super().__init__(data, initial=told)
        self.fields["inner"].queryset = entries(Dictionary.INNER, organisation.inner_id)  # type: ignore[attr-defined]
        if organisation.kind not in ENDING_KINDS:
            del self.fields["ends_on"]
        if not covers:
            del self.fields["covered"]

    def clean_covered(self) -> list[Unit]:
        """The units that the lines name."""
        names = [line.strip() for line in self.cleaned_data["covered"].splitlines() if line.strip()]
        found = units_named(names)
        unknown = [name for name in names if name not in found]
        if unknown:
            raise forms.ValidationError(f"没有这些单位：{'、'.join(unknown)}。请按单位列表中的全称填写。")
        return list(found.values())
