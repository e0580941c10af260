"""对账: choosing a file to compare, and settling differences."""

from typing import Any

from django import forms

from heli.members.actions.comparisons import Settling
from heli.members.catalogue import Change, DecisionMade, DifferenceKind, Ground
from heli.members.forms.changes import day
from heli.members.rules.changes import Dated
from heli.orgs.models import Organisation

MOST_BYTES = 20 * 1024 * 1024
_HOW = {
    DifferenceKind.JOINED: (Change.TRANSFER_IN, Change.ADMITTED),
    DifferenceKind.MISSING: (
        Change.TRANSFER_OUT,
        Change.DIED,
        Change.SUSPENDED,
        Change.REMOVED,
        Change.EXPELLED,
        Change.RESIGNED,
    ),
}


class CompareForm(forms.Form):
    """An export, the organisation that it is of, and the day of which it is."""

    organisation = forms.ChoiceField(label="范围", help_text="名册导出的范围；只在这个范围内判断“对方没有”")
    as_of = day("名册截至日期")
    workbook = forms.FileField(
        label="名册文件",
        help_text="全国党员管理信息系统导出的名册，20 MB 以内；文件不保存，身份号码只比对加密摘要",
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xlsm,.xls,.et,.ods,.csv"}),
        error_messages={"required": "请选择名册文件。", "empty": "这是空文件，请重新选择。"},
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisations = {str(one.pk): one for one in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(pk, one.short_name) for pk, one in self._organisations.items()]

    @property
    def chosen(self) -> Organisation:
        return self._organisations[self.cleaned_data["organisation"]]

    def clean_workbook(self) -> Any:
        chosen = self.cleaned_data["workbook"]
        if chosen.size > MOST_BYTES:
            raise forms.ValidationError("文件超过 20 MB，请按单位分开导出。", code="file-too-large")
        return chosen


class SettleForm(forms.Form):
    """What is done with the differences that are ticked; `kind` decides which ways there are."""

    decision = forms.ChoiceField(
        label="处理",
        choices=[(one.value, one.label) for one in (DecisionMade.TAKEN, DecisionMade.KEPT)],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择处理方式。"},
    )
    how = forms.ChoiceField(label="方式", required=False)
    ground = forms.ChoiceField(
        label="停止党籍的情形", required=False, choices=[("", "不是停止党籍"), *Ground.choices]
    )
    since = day(
        "自何时起", required=False, help_text="停止党籍的填写：失去联系（出国）的起始日期；长期定居的可不填"
    )
    happened_on = day("日期", required=False, help_text="不填的，按名册截至日期")
    number = forms.CharField(label="文号", required=False, max_length=90)
    why = forms.CharField(label="说明", required=False, max_length=200, help_text="保持不变必须写明")

    def __init__(self, kind: DifferenceKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["how"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "请选择"), *((one.value, one.label) for one in _HOW.get(kind, ()))]
        if kind not in _HOW:
            del self.fields["how"]
        if kind is not DifferenceKind.MISSING:
            del self.fields["ground"], self.fields["since"]

    @property
    def settling(self) -> Settling:
        words = self.cleaned_data
        happened_on, how = words["happened_on"], words.get("how")
        return Settling(
            DecisionMade(words["decision"]),
            Change(how) if how else None,
            Dated(happened_on) if happened_on else None,
            words["number"],
            words["why"],
            Ground(words["ground"]) if words.get("ground") else None,
            words.get("since"),
        )
