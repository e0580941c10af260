"""Forms of the listed organisation and of its helper: a task, progress, asking for 验收."""

from collections.abc import Sequence
from typing import Any

from django import forms

from heli.accounts.catalogue import COMMITTEE_OFFICES, Office
from heli.duties.models import Record
from heli.duties.rules.kinds import kind_name
from heli.weak.forms.listing import day_field, words_field


class TaskForm(forms.Form):
    """One line of the plan."""

    problem = forms.CharField(
        label="问题",
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "请写明要整改的问题。", "max_length": "最多 200 个字。"},
    )
    measure = words_field("整改措施", "请写明整改措施。")
    office = forms.ChoiceField(
        label="责任岗位",
        choices=[(one.value, one.label) for one in Office if one in COMMITTEE_OFFICES],
        help_text="写岗位，不写姓名",
        error_messages={"required": "请选择责任岗位。", "invalid_choice": "请选择列出的岗位。"},
    )
    due_on = day_field("完成时限")


class TellForm(forms.Form):
    """Progress on a task, perhaps its end, and the record that shows it."""

    words = words_field("进展", "请用一句话写明进展。", "一句话；已有履职记录的在下面关联，不用另附材料")
    record = forms.TypedChoiceField(
        label="履职记录",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="可以不选；列出列入以后本组织的记录，连同它的附件",
        error_messages={"invalid_choice": "请选择列出的记录。"},
    )
    done_on = day_field("完成日期", "办结时填；没有办结的留空", required=False)

    def __init__(self, data: Any = None, *, records: Sequence[Record], is_done: bool) -> None:
        super().__init__(data)
        self._records = {one.pk: one for one in records}
        field = self.fields["record"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - as declared above
        named = (
            (one.pk, f"{one.happened_on} {kind_name(one.kind, one.happened_on)} {one.topic}")
            for one in records
        )
        field.choices = [("", "不关联"), *named]
        if is_done:
            del self.fields["done_on"]

    @property
    def chosen(self) -> Record | None:
        pk = self.cleaned_data["record"]
        return self._records[pk] if pk is not None else None


class WordsForm(forms.Form):
    """One sentence."""

    words = words_field("说明", "请用一句话写明。")

    def __init__(self, data: Any = None, *, label: str, help_text: str) -> None:
        super().__init__(data)
        self.fields["words"].label, self.fields["words"].help_text = label, help_text
