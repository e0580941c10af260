"""Forms of 减负账: up to which day, what is reported, what is answered. Shape here, sense by the rules."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from heli.burden.catalogue import Answer
from heli.burden.queries.account import Request


class DayForm(forms.Form):
    """Up to which day an account is told, its year being that of the day; and which month's requests."""

    on = forms.DateField(
        label="截至",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2026-06-30 的样子填写日期。"},
    )

    month = forms.IntegerField(required=False, min_value=1, max_value=12, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, usual: date) -> None:
        super().__init__({"on": data.get("on") or str(usual), "month": data.get("month", "")})
        self.full_clean()
        asked = self.cleaned_data.get("on")
        self.day: date = asked if asked and 2000 <= asked.year <= 2100 else usual
        self.asked_month: int | None = self.cleaned_data.get("month")

    @property
    def query(self) -> str:
        """What takes the day along."""
        return f"?on={self.day}"


class ReportForm(forms.Form):
    """Where the same fact was given already: by another request, or in words."""

    given = forms.ChoiceField(
        label="在哪一项里已经报过",
        required=False,
        help_text="只列出对这个党组织提出的要求；不在其中的，在下面写明。",
    )
    given_text = forms.CharField(
        label="在哪里报过",
        required=False,
        max_length=200,
        help_text="如：5月已在主题党日记录中写明；季度报表第3栏。涉密内容不得填写。",
    )

    def __init__(self, data: Any = None, *, others: Sequence[Request]) -> None:
        super().__init__(data)
        self._others = {one.key: one for one in others}
        field = self.fields["given"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        told = [(one.key, f"{one.kind.label}：{one.name}") for one in others]
        field.choices = [("", "不在这里，在下面写明"), *told]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        given["given"] = self._others.get(given.get("given", ""))
        if given["given"] is None and not given.get("given_text", "").strip() and not self.errors:
            self.add_error("given", "请选择在哪一项里报过，或者写明在哪里报过。")
        return given


class AnswerForm(forms.Form):
    """What the issuer says."""

    answer = forms.ChoiceField(
        label="答复",
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择怎样办理。"},
    )
    text = forms.CharField(
        label="说明",
        required=False,
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text="合并的写明以哪一项为准，不再另报；保留的写明理由。反映的人会看到。",
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "answer" in given:
            given["answer"] = Answer(given["answer"])
            if given["answer"] is not Answer.WITHDRAWN and not given.get("text", "").strip():
                self.add_error("text", "请写明以哪一项为准或保留的理由，反映的人会看到。")
        return given
