"""Asking that something be put right, answering it, and for what a sensitive field is read."""

from typing import Any

from django import forms
from django.http import QueryDict

from heli.members.catalogue import DataField, Sensitive
from heli.members.models import DataRequest
from heli.members.rules import own as rules


class CorrectionForm(forms.Form):
    """Which field, and what is wrong with it."""

    about = forms.ChoiceField(label="哪一项", choices=DataField.choices)
    text = forms.CharField(
        label="哪里不对",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="请不要写电话、证件等号码，由党支部当面核对后登记。",
        error_messages={"required": "请写明要更正什么。"},
    )

    def clean_text(self) -> str:
        verdict = rules.says_something(self.cleaned_data["text"])
        if not verdict:
            raise forms.ValidationError(verdict.reason, code=verdict.code)
        return str(self.cleaned_data["text"])


class AnswerForm(forms.Form):
    """Accepted or not, in words, and the new value where the field can be written at once."""

    accepted = forms.ChoiceField(
        label="处理",
        choices=(("1", "采纳"), ("0", "不采纳")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否采纳。"},
    )
    value = forms.CharField(
        label="更正后的内容", required=False, max_length=60, help_text="采纳时填写，保存后立即生效。"
    )
    answer = forms.CharField(
        label="答复",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请填写答复。"},
    )

    def __init__(self, request: DataRequest, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self._about = DataField(request.about)
        if self._about not in rules.WRITTEN_AT_ONCE:
            del self.fields["value"]
            self.fields["answer"].help_text = "采纳的，请另在“增减变动”或“任免”中办理，并在这里说明。"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("accepted") == "1" and "value" in self.fields:
            verdict, _ = rules.corrected(self._about, cleaned.get("value", ""))
            if not verdict:
                self.add_error("value", verdict.reason)
        return cleaned


class RevealForm(forms.Form):
    """Which field of a person is read, and for what."""

    field = forms.ChoiceField(label="查看哪一项", choices=Sensitive.choices)
    reason = forms.CharField(
        label="用途",
        max_length=200,
        help_text="例如：通知开会、核对党费。查看会留下记录，本人可以看到。",
        error_messages={"required": "请写明查看的用途。"},
    )


class ContactsForm(forms.Form):
    """For what a list of telephone numbers is handed out."""

    reason = forms.CharField(
        label="用途",
        max_length=200,
        help_text="例如：汛期值班联络。导出会留下记录，名单上的党员可以看到。",
        error_messages={"required": "请写明导出的用途。"},
    )
