"""Forms of terms: shape here, sense by the rules."""

from django import forms

from heli.orgs.catalogue import TermChange
from heli.orgs.queries.terms import STATES

_WHY_HELP = "有提示时写明原因；没有提示可以不填"


def _day(label: str, missing: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "日期写成 2026-06-30 的样子。"},
    )


def _text(label: str, missing: str = "", help_text: str = "", most: int = 60) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=most,
        help_text=help_text,
        error_messages={"required": missing},
    )


class StateForm(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "不限"), *STATES.items()])

    @property
    def state_asked(self) -> str:
        return self.cleaned_data.get("state", "") if self.is_valid() else ""


class DecideForm(forms.Form):
    """延期 or 提前 as the superior approved."""

    kind = forms.ChoiceField(label="事项", choices=TermChange.choices)
    until = _day("调整后届满日期", "请填写调整后的届满日期。", "延期、提前一般不超过一年（R03-02）")
    approved_on = _day("批准日期", "请填写批准日期。")
    document_number = _text("批复文号", "请填写批复的文号：延期或提前换届须报上级党组织批准。")
    reason = _text("理由", "请填写延期或提前的理由。", most=200)
    why = _text("超过一年的说明", "", _WHY_HELP, most=90)

    def clean_kind(self) -> TermChange:
        return TermChange(self.cleaned_data["kind"])


class RemindForm(forms.Form):
    """The superior's notice."""

    manner = forms.ChoiceField(label="方式", choices=[("发函", "发函"), ("电话", "电话")])
    done_on = _day("提醒日期", "请填写提醒日期。")
    document_number = _text("函件文号", "", "电话提醒的不用填")
    remark = _text("备注", "", "如接电话的人", most=200)


class RequestForm(forms.Form):
    """The organisation's own request."""

    done_on = _day("请示日期", "请填写请示的日期。")
    document_number = _text("请示文号")
    remark = _text("备注", most=200)


class BeginForm(forms.Form):
    """A new term from its election on."""

    elected_on = _day("选举日期", "请填写选举日期。", "党员大会或党员代表大会选举的日期")
    ends_on = _day("届满日期", "", "不填按任期年限计算：党委五年，党总支、党支部三年", required=False)
    why = _text("说明", "", _WHY_HELP, most=200)
