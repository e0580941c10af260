"""Forms of notices and receipts: shape here, sense by the rules."""

from datetime import date
from typing import Any

from django import forms

from heli.circulation import rules
from heli.circulation.catalogue import Asked, Place
from heli.circulation.models import Notice
from heli.circulation.queries.page import Answer
from heli.circulation.rules import Words

_DAY = {"invalid": "请按 2026-06-30 的样子填写日期。"}
FAULT_FIELDS = {
    "title-missing": "title",
    "text-missing": "text",
    "kinds-missing": "kinds",
    "kinds-above-branches": "kinds",
    "due-past": "due_on",
    "told-missing": "told",
    "told-beyond-roster": "told",
    "day-outside": "done_on",
}


def _day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class DraftForm(forms.Form):
    """What a notice says, asks, and whom it is for; the choices are those beneath the sender."""

    title = forms.CharField(label="标题", max_length=120, error_messages={"required": "请填写通知的标题。"})
    document = forms.CharField(label="文号", max_length=60, required=False)
    text = forms.CharField(
        label="正文",
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="涉密内容不得填写。原文在公文系统的，可以只写存放处。",
    )
    pointer = forms.CharField(
        label="原文存放处", required=False, max_length=200, help_text="如：公文系统 2026 年 6 月收文第 31 号"
    )
    asked = forms.ChoiceField(
        label="要求",
        choices=Asked.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择要求下级做什么。"},
    )
    due_on = forms.DateField(
        label="完成期限",
        widget=_day_input(),
        error_messages={"required": "请填写完成期限。", **_DAY},
    )
    kinds = forms.MultipleChoiceField(
        label="发给哪几类党组织",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一种组织类别。"},
    )
    place = forms.ChoiceField(label="机关本级或直属单位", choices=Place.choices, required=False)
    parts = forms.TypedMultipleChoiceField(
        label="只发给其中几个（含下级）",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是全部下级。",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kinds: list[tuple[str, str]],
        parts: list[tuple[int, str]],
        today: date,
        notice: Notice | None = None,
    ) -> None:
        super().__init__(data, initial=_written(notice) if notice is not None else None)
        self.today = today
        for name, choices in (("kinds", kinds), ("parts", parts)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
            field.choices = choices

    @property
    def has_parts(self) -> bool:
        """Whether parts are chosen, so that their list stands open."""
        return bool(self["parts"].value())

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if {"title", "asked", "due_on", "kinds"} <= given.keys():
            given["asked"] = Asked(given["asked"])
            words = Words(
                given["title"],
                given.get("text", ""),
                given.get("pointer", ""),
                given["asked"],
                given["kinds"],
                given["due_on"],
            )
            verdict = rules.can_be_drafted(words, self.today)
            if not verdict:
                self.add_error(FAULT_FIELDS[verdict.code], verdict.reason)
        return given


def _written(notice: Notice) -> dict[str, object]:
    """A draft as it was written."""
    names = ("title", "document", "text", "pointer", "asked", "due_on", "place")
    parts = list(notice.parts.values_list("organisation_id", flat=True))
    return {
        **{name: getattr(notice, name) for name in names},
        "kinds": notice.kind_values,
        "parts": parts,
    }


class SendForm(forms.Form):
    """The number that the page showed, and why once more where the same was sent lately."""

    organisations = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    despite = forms.CharField(label="再次发文的理由", max_length=200, required=False)

    def ask_why(self, *, alike: bool) -> None:
        """Show that the reason is asked for; the action refuses where it is missing."""
        self.fields["despite"].required = alike


class ReasonForm(forms.Form):
    """Why a notice is withdrawn."""

    reason = forms.CharField(
        label="撤回原因",
        max_length=200,
        help_text="收到通知的党组织会看到，已登记的回执保留。",
        error_messages={"required": "请写明撤回的原因，收到的党组织会看到。"},
    )
    as_repeat = forms.BooleanField(
        label="因为与已有的要求重复", required=False, help_text="勾选的计入减负账：不再重复要求的事项。"
    )


class ReceiptForm(forms.Form):
    """When it was done and to how many members, or at which meeting."""

    record = forms.TypedChoiceField(
        label="在哪次会上传达的",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="选了会议记录，日期和人数就以会议记录为准，下面不用再填。",
    )
    done_on = forms.DateField(
        label="日期", required=False, widget=_day_input(), error_messages={"required": "请填写日期。", **_DAY}
    )
    told = forms.IntegerField(
        label="传达人数",
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="只填人数，不填姓名；已按党员花名册填好，缺席的减去。",
        error_messages={
            "required": "请填写传达到多少名党员。",
            **dict.fromkeys(("invalid", "min_value", "max_value"), "请填写人数，如 12。"),
        },
    )

    def __init__(self, data: Any = None, *, answer: Answer, today: date) -> None:
        members = answer.organisation.member_count
        super().__init__(data, initial={"done_on": today, "told": members})
        self.answer, self.today = answer, today
        choices = [("", "不是在会上，或会议还没有记录")]
        choices += [(str(one.pk), f"{one.happened_on} {one.topic}") for one in answer.meetings]
        field = self.fields["record"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = choices
        if not answer.meetings:
            del self.fields["record"]
            self.fields["done_on"].required = True
            self.fields["told"].required = True
        if answer.notice.asked != Asked.MEMBERS:
            del self.fields["told"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = given.pop("record", None)
        given["record"] = next((one for one in self.answer.meetings if one.pk == chosen), None)
        if given["record"] is not None:
            return {"record": given["record"]}
        if given.get("done_on") is None and "done_on" not in self.errors:
            self.add_error("done_on", "请填写日期。")
        elif not self.errors:
            verdict = rules.can_be_answered(
                self.answer.notice,
                done_on=given["done_on"],
                told=given.get("told"),
                members=self.answer.organisation.member_count,
                today=self.today,
                read_out=False,
            )
            if not verdict:
                self.add_error(FAULT_FIELDS[verdict.code], verdict.reason)
        return given
