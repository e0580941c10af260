"""Forms of terms: shape here, sense by the rules."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import TermChange
from heli.orgs.models import CommitteeTerm, Organisation
from heli.orgs.queries.terms import STATES
from heli.orgs.rules.terms import decision_faults, election_faults

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


class OnTermForm(forms.Form):
    """What is entered on an organisation's present term, None where Heli knows of none."""

    def __init__(
        self, data: Any = None, *, organisation: Organisation, term: CommitteeTerm | None, today: date
    ) -> None:
        initial = dict.fromkeys(("done_on", "approved_on", "elected_on"), today)
        super().__init__(data, initial=initial)
        self.organisation, self.term, self.today = organisation, term, today

    def clean_done_on(self) -> date:
        """Nothing is entered before it was done."""
        day: date = self.cleaned_data["done_on"]
        if day > self.today:
            raise forms.ValidationError(f"日期 {day} 晚于今天，请核对。")
        return day

    def weigh(self, verdicts: Iterable[Verdict], why: str) -> None:
        """Say what stands against it; what is only generally so may stand with a written reason."""
        for verdict in verdicts:
            if verdict.strength is Strength.HARD or not why.strip():
                self.add_error(None, f"{verdict.reason}（{verdict.source}）")


class DecideForm(OnTermForm):
    """延期 or 提前 as the superior approved."""

    kind = forms.ChoiceField(label="事项", choices=TermChange.choices)
    until = _day("调整后届满日期", "请填写调整后的届满日期。", "延期、提前一般不超过一年（R03-02）")
    approved_on = _day("批准日期", "请填写批准日期。")
    document_number = _text("批复文号", "请填写批复的文号：延期或提前换届须报上级党组织批准。")
    reason = _text("理由", "请填写延期或提前的理由。", most=200)
    why = _text("超过一年的说明", "", _WHY_HELP, most=90)

    def clean_kind(self) -> TermChange:
        return TermChange(self.cleaned_data["kind"])

    def clean(self) -> dict[str, Any]:
        """Weigh the new end against the term (R03-02)."""
        data = self.cleaned_data
        if self.term is not None and {"kind", "until", "approved_on"} <= data.keys():
            first = self.term.decisions.order_by("pk").values_list("was_until", flat=True)[:1]
            ends, term = [*first, self.term.ends_on], self.term
            faults = decision_faults(
                data["kind"], ends, data["until"], term.begins_on, data["approved_on"], self.today
            )
            self.weigh(faults, data.get("why", ""))
        return data


class RemindForm(OnTermForm):
    """The superior's notice."""

    manner = forms.ChoiceField(label="方式", choices=[("发函", "发函"), ("电话", "电话")])
    done_on = _day("提醒日期", "请填写提醒日期。")
    document_number = _text("函件文号", "", "电话提醒的不用填")
    remark = _text("备注", "", "如接电话的人", most=200)


class RequestForm(OnTermForm):
    """The organisation's own request."""

    done_on = _day("请示日期", "请填写请示的日期。")
    document_number = _text("请示文号")
    remark = _text("备注", most=200)


class BeginForm(OnTermForm):
    """A new term from its election on."""

    elected_on = _day("选举日期", "请填写选举日期。", "党员大会或党员代表大会选举的日期")
    ends_on = _day("届满日期", "", "不填按任期年限计算：党委五年，党总支、党支部三年", required=False)
    why = _text("说明", "", _WHY_HELP, most=200)

    def clean(self) -> dict[str, Any]:
        """Weigh the election against the term before it."""
        data = self.cleaned_data
        if "elected_on" in data:
            last = (self.term.begins_on, self.term.ends_on) if self.term is not None else None
            faults = election_faults(self.organisation.kind, last, data["elected_on"], self.today)
            self.weigh(faults, data.get("why", ""))
        return data
