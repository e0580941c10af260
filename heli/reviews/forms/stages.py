"""Opening a review, its stages, its grades, and telling: one form a step."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from heli.ballots.forms import number
from heli.duties.models import Record
from heli.reviews.catalogue import NOT_GRADED, Grade, Missed, Progress
from heli.reviews.models import Stage
from heli.reviews.queries import Evidence


def day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}应写作 2026-06-30。"},
    )


class YearsForm(forms.Form):
    """What the list of branches is narrowed to."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    progress = forms.ChoiceField(label="进展", required=False, choices=[("", "不限"), *Progress.choices])

    def __init__(self, sent: Any, years: Sequence[int], today: date) -> None:
        super().__init__(sent)
        choices = [(str(one), f"{one}年度") for one in years]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]
        self.asked_year, self.asked_progress = today.year, ""
        if self.is_valid():
            self.asked_year = self.cleaned_data["year"] or today.year
            self.asked_progress = self.cleaned_data["progress"]
        self.initial = {"year": self.asked_year}


class OpenForm(forms.Form):
    """Which year."""

    year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        error_messages={"required": "请选择年度。", "invalid_choice": "请选择年度。"},
    )

    def __init__(self, sent: Any, years: Sequence[int]) -> None:
        super().__init__(sent)
        self.fields["year"].choices = [(str(one), f"{one}年度") for one in years]  # type: ignore[attr-defined]


class StageForm(forms.Form):
    """When a stage was held, and in number who took part."""

    done_on = day("日期")
    in_groups = forms.BooleanField(
        label="在党小组内进行", required=False, help_text="党员人数多的，可以在党小组内自评、互评"
    )
    took_part = number("参加人数")

    def __init__(self, sent: Any, *, due: int, stage: Stage | None, today: date) -> None:
        initial: dict[str, Any] = {"done_on": today, "took_part": due}
        told: dict[str, int] = {}
        if stage is not None:
            told = {one.reason: one.number for one in stage.absences.all()}
            initial = {"done_on": stage.done_on, "took_part": stage.took_part, "in_groups": stage.in_groups}
        super().__init__(sent, initial=initial)
        self.fields["took_part"].help_text = f"应参加 {due} 人；只登记人数，不记谁没有参加"
        for reason in Missed:
            self.fields[reason.value] = number(f"未参加：{reason.label}", required=False)
            self.fields[reason.value].initial = told.get(reason.value)

    @property
    def absences(self) -> dict[str, int]:
        return {one.value: self.cleaned_data.get(one.value) or 0 for one in Missed}

    def asked(self) -> dict[str, Any]:
        """The arguments of `actions.enter_stage`, once the form is valid."""
        words = self.cleaned_data
        return {
            "done_on": words["done_on"],
            "in_groups": words["in_groups"],
            "took_part": words["took_part"],
            "absences": self.absences,
        }


class DecideForm(forms.Form):
    """The meeting, and the grade of each member."""

    meeting = forms.TypedChoiceField(
        label="评定的会议",
        coerce=int,
        help_text="先在“记录会议”中记下讨论评定的党员大会或支委会，再在这里选择",
        error_messages={"required": "请选择评定等次的会议。", "invalid_choice": "请选择评定等次的会议。"},
    )
    why_more = forms.CharField(
        label="优秀超过三分之一的原因",
        required=False,
        max_length=200,
        help_text="没有超过的不填；只写总体情况，不写具体的人",
    )

    def __init__(
        self, sent: Any, *, people: Sequence[Evidence], meetings: Sequence[tuple[Record, str]]
    ) -> None:
        super().__init__(sent)
        self.people = people
        self.meetings = {one.pk: one for one, _ in meetings}
        choices = [(str(one.pk), f"{one.happened_on} {kind}：{one.topic}") for one, kind in meetings]
        self.fields["meeting"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]
        grades = [("", NOT_GRADED), *Grade.choices]
        for one in people:
            self.fields[_key(one)] = forms.ChoiceField(
                label=f"{one.evaluation.member.name}的等次",
                required=False,
                choices=grades,
                initial=one.evaluation.grade,
                widget=forms.Select(
                    {"class": "form-select", "aria-label": f"{one.evaluation.member.name}的等次"}
                ),
            )
        if people:
            held = people[0].evaluation.review
            self.initial = {"meeting": held.meeting_id, "why_more": held.why_more}

    @property
    def rows(self) -> Iterator[tuple[Evidence, BoundField]]:
        """Each member with what the ballot said of him, and the field of his grade."""
        return ((one, self[_key(one)]) for one in self.people)

    def asked(self) -> dict[str, Any]:
        """The arguments of `actions.decide`, once the form is valid."""
        grades: Mapping[int, str] = {one.evaluation.pk: self.cleaned_data[_key(one)] for one in self.people}
        words = self.cleaned_data
        return {
            "meeting": self.meetings[words["meeting"]],
            "grades": grades,
            "why_more": words["why_more"],
        }


class TellForm(forms.Form):
    """Who was told, and when."""

    evaluation = forms.TypedChoiceField(
        label="党员",
        coerce=int,
        error_messages={"required": "请选择党员。", "invalid_choice": "请选择党员。"},
    )
    told_on = day("告知日期", "只登记日期，谈话内容不记")

    def __init__(self, sent: Any, *, people: Sequence[Evidence], today: date) -> None:
        super().__init__(sent, initial={"told_on": today})
        self.fields["evaluation"].choices = [  # type: ignore[attr-defined]
            (str(one.evaluation.pk), f"{one.evaluation.member.name}（{one.evaluation.get_grade_display()}）")
            for one in people
        ]


def _key(one: Evidence) -> str:
    return f"grade-{one.evaluation.pk}"
