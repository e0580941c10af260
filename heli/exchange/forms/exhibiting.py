"""Results and shortcomings of an organisation, pasted problems, promises and what came of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from heli.duties.models import Record
from heli.duties.rules.kinds import kind_name, kinds_recorded_by
from heli.exchange.catalogue import CATEGORIES, Outcome
from heli.exchange.forms.arranging import day_field
from heli.exchange.models import Exhibit, Problem
from heli.exchange.rules import acts, problems


class ShowForm(forms.Form):
    """做法成绩 and 问题不足, both of them."""

    results = forms.CharField(
        label="做法成绩",
        required=False,
        max_length=acts.MOST_RESULTS,
        widget=forms.Textarea({"rows": 6}),
        help_text="做了什么、有什么成效。完成数和得分已由系统填好，不用再写；涉密内容不得填写。",
    )
    shortcomings = forms.CharField(
        label="问题不足",
        required=False,
        max_length=acts.MOST_RESULTS,
        widget=forms.Textarea({"rows": 6}),
        help_text="一行一条，可以写“组织建设：……”标明类别；不写类别的按用词归类。",
    )

    def __init__(
        self,
        sent: Any = None,
        *,
        exhibit: Exhibit,
        own: Sequence[Problem],
        suggested: Sequence[str],
        today: date,
    ) -> None:
        named = {one.id: one.name for one in CATEGORIES().on(today)}
        lines = [f"{named[one.category]}：{one.text}" if one.category in named else one.text for one in own]
        begun = "\n".join(lines or ([] if exhibit.is_handed_in else suggested))
        super().__init__(sent, initial={"results": exhibit.results, "shortcomings": begun})
        self.today = today

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not self.errors:
            lines = problems.problem_lines(words["shortcomings"], self.today)
            verdict = problems.can_be_shown(words["results"], lines, self.today)
            if not verdict:
                field = "results" if verdict.code == "results-missing" else "shortcomings"
                self.add_error(field, verdict.reason)
        return words


class PasteForm(forms.Form):
    """Problems of a 集中检视, a line each."""

    text = forms.CharField(
        label="问题清单",
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text="从表格里复制，或按“组织｜类别｜问题”一行一条填写；类别可以不填。组织写参加单位的全称或简称。",
        error_messages={"required": "请粘贴问题清单。"},
    )


class PromiseForm(forms.Form):
    """What is promised, how it is measured, by when, and which records show it."""

    text = forms.CharField(
        label="承诺事项", max_length=200, error_messages={"required": "请写明承诺做什么。"}
    )
    measure = forms.CharField(
        label="衡量标准",
        max_length=200,
        help_text="怎样算做到，如“12 月底前完成 4 次”。",
        error_messages={"required": "请写明怎样算做到。"},
    )
    due_on = day_field("完成期限")
    problem = forms.TypedChoiceField(label="针对哪条问题", coerce=int, required=False, empty_value=None)
    record_kind = forms.ChoiceField(
        label="由哪类履职记录说明", required=False, help_text="不选的，到期由组织方根据报告认定。"
    )

    def __init__(self, sent: Any = None, *, exhibit: Exhibit, problem: Problem | None, today: date) -> None:
        initial = (
            {"problem": problem.pk, "text": f"整改：{problem.text}"[:200]} if problem is not None else {}
        )
        super().__init__(sent, initial=initial)
        self.problems = {one.pk: one for one in exhibit.problems.order_by("pk")}
        self.fields["problem"].choices = [  # type: ignore[attr-defined]
            ("", "不针对某一条"), *((str(pk), one.text) for pk, one in self.problems.items()),
        ]  # fmt: skip
        self.fields["record_kind"].choices = [  # type: ignore[attr-defined]
            ("", "不指定"),
            *((kind.id, kind.name) for kind in kinds_recorded_by(exhibit.organisation.kind, today)),
        ]
        self.today = today

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(f"完成期限 {day} 已经过去，请填今天或以后的日期。")
        return day

    def asked(self) -> dict[str, Any]:
        """The arguments of `actions.promise`, once the form is valid."""
        words = dict(self.cleaned_data)
        words["problem"] = self.problems.get(words["problem"])
        return words


def _record_field(records: Sequence[Record]) -> forms.TypedChoiceField:
    choices = [
        (str(one.pk), f"{one.happened_on} {kind_name(one.kind, one.happened_on)}：{one.topic}")
        for one in records
    ]
    return forms.TypedChoiceField(
        label="履职记录",
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", "不选"), *choices],
        help_text="已有记录能说明的，选上就行，不用再写。",
    )


class ReportForm(forms.Form):
    """How a promise was carried out: a record that is there, or words."""

    def __init__(self, sent: Any = None, *, records: Sequence[Record]) -> None:
        super().__init__(sent)
        self.records = {one.pk: one for one in records}
        self.fields["record"] = _record_field(records)
        self.fields["text"] = forms.CharField(
            label="完成情况", max_length=300, required=False, widget=forms.Textarea({"rows": 3})
        )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not self.errors and not words.get("record") and not words.get("text", "").strip():
            self.add_error("text", "请选择一条履职记录，或写明完成情况。")
        return words

    def asked(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "record": self.records.get(self.cleaned_data["record"])}


class SettleForm(forms.Form):
    """What came of a promise, and on what ground."""

    outcome = forms.ChoiceField(
        label="兑现情况",
        choices=[(one.value, one.label) for one in Outcome if one.value],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择兑现情况。"},
    )

    def __init__(self, sent: Any = None, *, records: Sequence[Record], reported: bool) -> None:
        super().__init__(sent)
        self.records, self.reported = {one.pk: one for one in records}, reported
        self.fields["record"] = _record_field(records)
        self.fields["why"] = forms.CharField(
            label="依据或原因",
            max_length=300,
            required=False,
            widget=forms.Textarea({"rows": 3}),
            help_text="没有关联履职记录的必须填写。",
        )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        grounded = words.get("record") or self.reported or words.get("why", "").strip()
        if not self.errors and not grounded:
            self.add_error("why", "没有关联履职记录的，请写明依据或原因。")
        return words

    def asked(self) -> dict[str, Any]:
        words = self.cleaned_data
        return {
            "outcome": Outcome(words["outcome"]),
            "why": words["why"],
            "record": self.records.get(words["record"]),
        }


class CategoryForm(forms.Form):
    """What a problem is about."""

    category = forms.ChoiceField(
        label="类别",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择类别。", "invalid_choice": "没有这一类。"},
    )

    def __init__(self, sent: Any = None, *, problem: Problem, today: date) -> None:
        super().__init__(sent, initial={"category": problem.category})
        self.fields["category"].choices = [(one.id, one.name) for one in CATEGORIES().on(today)]  # type: ignore[attr-defined]
