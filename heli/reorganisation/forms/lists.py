"""What lists are narrowed to, read from the address; and the sheet that is handed in."""

from typing import Any

from django import forms
from django.http import QueryDict

from heli.orgs.catalogue import EventKind
from heli.reorganisation.catalogue import MOST_BYTES
from heli.reorganisation.queries.listing import Filters

ANY = ("", "不限")


class _AddressForm(forms.Form):
    """What cannot be read there narrows nothing."""

    def __init__(self, query: QueryDict, organs: list[tuple[int, str]]) -> None:
        super().__init__(query, auto_id="filter-%s")
        organ = self.fields["organ"]
        assert isinstance(organ, forms.ChoiceField)  # noqa: S101 - as declared below
        organ.choices = [ANY, *organs]
        self.full_clean()

    def asked(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None


def _organ() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label="单位", required=False, coerce=int, empty_value=None)


class EventFilterForm(_AddressForm):
    kind = forms.ChoiceField(label="事项", required=False, choices=[ANY, *EventKind.choices])
    organ = _organ()
    first = forms.DateField(
        label="自", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label="至", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    organisation = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    batch = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @property
    def filters(self) -> Filters:
        return Filters(
            kind=self.asked("kind") or "",
            organ=self.asked("organ"),
            organisation=self.asked("organisation"),
            batch=self.asked("batch"),
            first=self.asked("first"),
            last=self.asked("last"),
        )


class CheckFilterForm(_AddressForm):
    organ = _organ()
    batch = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class UploadForm(forms.Form):
    """A sheet of events: what it is called, on which document, and the workbook."""

    title = forms.CharField(
        label="名称",
        max_length=120,
        help_text="如：2026 年市级机构改革。",
        error_messages={"required": "请填写名称。"},
    )
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        help_text="批次所依据的文件。",
        error_messages={"required": "请填写文号。"},
    )
    workbook = forms.FileField(
        label="组织变动表",
        help_text=f"Excel 工作簿，不超过 {MOST_BYTES // 1024 // 1024} MB；拆分的，另列一张人员去向表。",
        allow_empty_file=True,
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xlsm,.xls,.et,.ods,.csv"}),
        error_messages={"required": "请选择文件。"},
    )

    def clean_workbook(self) -> Any:
        workbook = self.cleaned_data["workbook"]
        if (workbook.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分成几个文件。")
        return workbook
