"""Forms of terms: shape here, sense by the rules."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import TermChange, TermStepKind
from heli.orgs.models import CommitteeTerm, Organisation
from heli.orgs.queries.terms import STATES
from heli.orgs.rules.terms import decision_faults, election_faults, step_faults

_WHY_HELP = "有提示时写明原因；没有提示可以不填"
_FIRST, _LAST = date(1921, 7, 1), date(2999, 12, 31)


def _day(label: str, missing: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[
            MinValueValidator(_FIRST, f"日期早于 {_FIRST}，请核对年份。"),
            MaxValueValidator(_LAST, f"日期晚于 {_LAST}，请核对年份。"),
        ],
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
    """What is entered on an organisation's present term, None where Heli knows of none.

    `fault_fields`: the field at which a verdict of that code is told.
    """

    fault_fields: ClassVar[dict[str, str]] = {}

    def __init__(
        self, data: Any = None, *, organisation: Organisation, term: CommitteeTerm | None, today: date
    ) -> None:
        initial = dict.fromkeys(("done_on", "approved_on", "elected_on"), today)
        super().__init__(data, initial=initial)
        self.organisation, self.term, self.today = organisation, term, today

    def weigh(self, verdicts: Iterable[Verdict], why: str) -> None:
        """Say what stands against it, at its field; what is only generally so may stand with a reason."""
        for verdict in verdicts:
            if verdict.strength is not Strength.GENERAL or not why.strip():
                self.add_error(self.fault_fields.get(verdict.code), f"{verdict.reason}（{verdict.source}）")


class DecideForm(OnTermForm):
    """延期 or 提前 as the superior approved."""

    fault_fields: ClassVar = {
        **dict.fromkeys(("in-future", "approved-before-term", "approved-after-end"), "approved_on"),
        **dict.fromkeys(("ends-before-it-began", "not-later", "not-earlier", "term-once", "R03-02"), "until"),
    }

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
            ends, term, until = [*first, self.term.ends_on], self.term, data["until"]
            faults = decision_faults(
                data["kind"], ends, until, term.begins_on, data["approved_on"], self.today
            )
            self.weigh(faults, data.get("why", ""))
            if self._ends_like_another(until):
                self.add_error("until", f"这个党组织已有一届在 {until} 届满，请核对日期。")
        return data

    def _ends_like_another(self, until: date) -> bool:
        others = CommitteeTerm.objects.filter(organisation=self.organisation, ends_on=until)
        return self.term is not None and others.exclude(pk=self.term.pk).exists()


class StepForm(OnTermForm):
    """A notice or a request: once in a term, on a day that can be."""

    step: ClassVar[TermStepKind]
    fault_fields: ClassVar = dict.fromkeys(("in-future", "before-term", "request-too-early"), "done_on")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.term is not None and "done_on" in data:
            done = self.term.steps.filter(kind=self.step).exists()
            ends = self.term.begins_on, self.term.ends_on
            faults = step_faults(self.step, ends, data["done_on"], self.today, done=done)
            self.weigh(faults, data.get("remark", ""))
        return data


class RemindForm(StepForm):
    """The superior's notice."""

    step = TermStepKind.NOTICE
    manner = forms.ChoiceField(label="方式", choices=[("发函", "发函"), ("电话", "电话")])
    done_on = _day("提醒日期", "请填写提醒日期。")
    document_number = _text("函件文号", "", "电话提醒的不用填")
    remark = _text("备注", "", "如接电话的人", most=200)


class RequestForm(StepForm):
    """The organisation's own request."""

    step = TermStepKind.REQUEST
    done_on = _day("请示日期", "请填写请示的日期。")
    document_number = _text("请示文号")
    remark = _text("备注", most=200)


class BeginForm(OnTermForm):
    """A new term from its election on."""

    fault_fields: ClassVar = {
        **dict.fromkeys(("in-future", "before-founding", "before-last-term", "R03-02"), "elected_on"),
        **dict.fromkeys(("ends-before-it-began", "term-length", "term-once"), "ends_on"),
    }

    elected_on = _day("选举日期", "请填写选举日期。", "党员大会或党员代表大会选举的日期")
    ends_on = _day("届满日期", "", "不填按任期年限计算：党委五年，党总支、党支部三年", required=False)
    why = _text("说明", "", _WHY_HELP, most=200)

    def clean(self) -> dict[str, Any]:
        """Weigh the election against the term before it."""
        data = self.cleaned_data
        if "elected_on" in data:
            last = (self.term.begins_on, self.term.ends_on) if self.term is not None else None
            faults = election_faults(
                self.organisation.kind,
                last,
                data["elected_on"],
                self.today,
                founded_on=self.organisation.founded_on,
                ends_on=data.get("ends_on"),
            )
            self.weigh(faults, data.get("why", ""))
        return data
