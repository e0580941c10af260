"""Forms of tasks: shape here, sense by the rules."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from heli.accounts.catalogue import SEPARATE_ADMINISTRATORS, Office
from heli.decomposition import rules
from heli.decomposition.catalogue import Layer
from heli.decomposition.models import Task
from heli.decomposition.queries.listed import STATES, Filters
from heli.kernel.verdict import Verdict

_DAY = {"invalid": "请按 2026-06-30 的样子填写日期。", "required": "请填写期限。"}
_ANY = ("", "不限")
OFFICES = [("", "不指定"), *((one.value, one.label) for one in Office if one not in SEPARATE_ADMINISTRATORS)]


def _day_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )


def _asked_field() -> forms.CharField:
    return forms.CharField(
        label="上级要求",
        required=False,
        max_length=rules.ASKED,
        widget=forms.Textarea({"rows": 3}),
        help_text="计划原文之外的要求，可以不填；涉密内容不得填写。",
    )


def _many(label: str, help_text: str = "", *, required: bool = False) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
        error_messages={
            "required": f"请至少选择一项{label}。",
            "invalid_choice": "所选的已经不在列表里，请刷新页面后再选。",
        },
    )


class _Choosing(forms.Form):
    """A form whose choices the page knows."""

    def offer(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        """What one field can be chosen from; without any it is left out."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared below
        if choices:
            field.choices = list(choices)
        else:
            del self.fields[name]


class _Dated(forms.Form):
    """A form with a deadline that may not lie past another: told at its field, refused by the action too."""

    latest: date
    today: date
    whose = "上级的期限"

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        verdict = rules.is_deadline(day, self.latest, self.today, self.whose) if day else Verdict.yes()
        if not verdict:
            raise forms.ValidationError(verdict.reason)
        return day


class IssueForm(_Choosing):
    """Which items go to which units; nobody chosen means all."""

    requirements = _many("条目", required=True)
    kinds = forms.MultipleChoiceField(
        label="哪几类承办组织",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是全部类别。",
    )
    organisations = _many("承办单位", "不选就是所选类别的全部单位。")
    asked = _asked_field()
    due_on = _day_field("期限", "不填就按计划的完成时限；填写的不能晚于它。", required=False)


class BreakDownForm(_Dated, _Choosing):
    """To whom below, with what words, answered for by which post, by when."""

    kinds = forms.MultipleChoiceField(
        label="分解到哪几类下级",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是全部类别。",
    )
    organisations = _many("下级党组织", "不选就是所选类别的全部下级。")
    asked = _asked_field()
    office = forms.ChoiceField(
        label="下级的责任岗位",
        required=False,
        choices=OFFICES,
        help_text="由谁负责随任职而定，换人不用重新分解。",
    )
    due_on = _day_field("期限", required=False)

    whose = "本级的期限"

    def __init__(self, data: Any = None, *, latest: date, today: date) -> None:
        super().__init__(data, initial={"due_on": latest})
        self.latest, self.today = latest, today
        self.fields["due_on"].help_text = f"不晚于本级的期限 {latest}；不填就与本级相同。"


class ReasonForm(forms.Form):
    """Why: the other side sees it."""

    reason = forms.CharField(label="理由", max_length=rules.REASON, widget=forms.Textarea({"rows": 3}))

    def __init__(self, data: Any = None, *, label: str, hint: str) -> None:
        super().__init__(data)
        field = self.fields["reason"]
        field.label, field.help_text = label, hint
        field.error_messages["required"] = f"请写明{label}，对方会看到。"


class AmendForm(_Dated):
    """What a returned task says anew."""

    asked = _asked_field()
    due_on = _day_field("期限")
    reason = forms.CharField(
        label="修改说明",
        max_length=rules.REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="承办组织会看到。",
        error_messages={"required": "请写明修改的理由，对方会看到。"},
    )

    def __init__(self, data: Any = None, *, task: Task, latest: date, today: date) -> None:
        super().__init__(data, initial={"asked": task.asked, "due_on": task.due_on})
        self.latest, self.today = latest, today


class MeasuresForm(forms.Form):
    """Own measures, and the post that answers."""

    measures = forms.CharField(
        label="本级措施",
        required=False,
        max_length=rules.MEASURES,
        widget=forms.Textarea({"rows": 4}),
        help_text="本组织怎样落实，几句话即可；完成情况由履职记录说明，不在这里填。",
    )
    office = forms.ChoiceField(
        label="责任岗位", required=False, choices=OFFICES, help_text="责任人随任职而定，换人不用修改。"
    )

    def __init__(self, data: Any = None, *, task: Task) -> None:
        super().__init__(data, initial={"measures": task.measures, "office": task.office})


class ProposeForm(_Dated):
    """Another deadline, and why."""

    due_on = _day_field("建议的期限", "承办组织同意后才生效；它已分解到下级的，先征求下级意见。")
    reason = forms.CharField(
        label="理由",
        max_length=rules.REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写明调整期限的理由，对方会看到。"},
    )

    def __init__(self, data: Any = None, *, latest: date, today: date) -> None:
        super().__init__(data)
        self.latest, self.today = latest, today


class FilterForm(forms.Form):
    """Narrows a list of tasks, read from the address; what cannot be read there narrows nothing."""

    requirement = forms.TypedChoiceField(label="条目", required=False, coerce=int, empty_value=None)
    layer = forms.ChoiceField(label="层级", required=False, choices=[_ANY, *Layer.choices])
    state = forms.ChoiceField(
        label="状态", required=False, choices=[_ANY, *((key, one[0]) for key, one in STATES.items())]
    )
    slow = forms.BooleanField(label="只看超过签收期限的", required=False)
    organisation = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, items: Sequence[tuple[int, str]] = ()) -> None:
        super().__init__(query, auto_id="filter-%s")
        field = self.fields["requirement"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [_ANY, *((str(pk), words) for pk, words in items)]
        self.full_clean()

    @property
    def filters(self) -> Filters:
        given = self.cleaned_data
        return Filters(
            requirement=given.get("requirement"),
            layer=given.get("layer") or "",
            state=given.get("state") or "",
            organisation=given.get("organisation"),
            slow=bool(given.get("slow")),
        )
