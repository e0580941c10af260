"""Comments, objections and their answers, and under which number standings are published."""

from collections.abc import Sequence
from typing import Any

from django import forms

from heli.exchange.catalogue import About
from heli.exchange.models import Exhibit
from heli.orgs.models import Organisation


class ObjectionForm(forms.Form):
    """To which figure, and why."""

    about = forms.ChoiceField(
        label="对哪个数字",
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择对哪个数字有异议。"},
    )
    claim = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea({"rows": 4}),
        help_text="写明哪一项、实际是多少、依据什么。",
        error_messages={"required": "请写明异议的理由。"},
    )


class AnswerForm(forms.Form):
    """Whether an objection holds, and what is answered."""

    upheld = forms.TypedChoiceField(
        label="结论",
        coerce=lambda value: value == "yes",
        choices=[("yes", "成立，按台账更正"), ("no", "不成立")],
        widget=forms.RadioSelect,
        help_text="更正不用填数字：系统按现在的台账重新计算，原数留痕。",
        error_messages={"required": "请选择结论。"},
    )
    text = forms.CharField(
        label="答复",
        max_length=300,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "请写明答复内容。"},
    )


class PublishForm(forms.Form):
    """Under which number the standings are published."""

    document_number = forms.CharField(label="文号", required=False, max_length=60)


class CommentForm(forms.Form):
    """Who says what, of which exhibit."""

    organisation = forms.TypedChoiceField(
        label="以谁的名义", coerce=int, error_messages={"required": "请选择党组织。"}
    )
    exhibit = forms.TypedChoiceField(label="点评哪个单位", coerce=int, required=False, empty_value=None)
    said_by = forms.CharField(
        label="点评人",
        max_length=60,
        help_text="姓名和职务；代为登记的，填点评的负责同志。",
        error_messages={"required": "请填写点评人。"},
    )
    text = forms.CharField(
        label="点评内容",
        max_length=500,
        widget=forms.Textarea({"rows": 5}),
        help_text="对单位的工作，不对个人。",
        error_messages={"required": "请填写点评内容。"},
    )

    def __init__(
        self,
        sent: Any = None,
        *,
        speaking: Sequence[Organisation],
        exhibits: Sequence[Exhibit],
        said_by: str,
        exhibit: int | None,
    ) -> None:
        super().__init__(
            sent, initial={"said_by": said_by, "exhibit": exhibit, "organisation": speaking[0].pk}
        )
        self.speaking = {one.pk: one for one in speaking}
        self.exhibits = {one.pk: one for one in exhibits}
        self.fields["organisation"].choices = [(str(pk), one.short_name) for pk, one in self.speaking.items()]  # type: ignore[attr-defined]
        self.fields["exhibit"].choices = [  # type: ignore[attr-defined]
            ("", "总的点评"),
            *((str(pk), one.organisation.short_name) for pk, one in self.exhibits.items()),
        ]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        shown = self.exhibits.get(words.get("exhibit") or 0)
        if not self.errors and shown is not None and shown.organisation_id == words["organisation"]:
            self.add_error("exhibit", "不能点评本组织，请选择其他参加单位。")
        return words

    def asked(self) -> dict[str, Any]:
        words = dict(self.cleaned_data)
        words["organisation"] = self.speaking[words["organisation"]]
        words["exhibit"] = self.exhibits.get(words["exhibit"] or 0)
        return words
