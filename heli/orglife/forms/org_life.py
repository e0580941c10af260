"""Forms of a 组织生活会, of the list, of a 工作手册 and a 签到表."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date

from heli.orglife.queries.org_life import FILTERS
from heli.orglife.rules.org_life import LONGEST

_NO_PERSONS = "只写支部的问题和措施，不写个人自述、个人表现"


def _line(label: str, help_text: str = "") -> forms.CharField:
    most = LONGEST[label]
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=help_text,
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}最多 {most} 个字。"},
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class ThemeForm(forms.Form):
    theme = _line("主题", "由支部委员会（不设支委会的由党员大会）研究确定")


class MeasureForm(forms.Form):
    """An issue of the organisation and what is done about it."""

    issue = _line("支部存在的问题", _NO_PERSONS)
    measure = _line("整改措施")
    person = _line("责任人", "写姓名，如支部书记姓名")
    due_on = forms.DateField(
        label="完成时限",
        error_messages={"required": "请填写完成时限。", "invalid": "日期请写作 2026-06-30。"},
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class ListForm(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(label="情况", required=False, choices=[("", "不限"), *FILTERS.items()])

    @property
    def asked(self) -> str:
        return self.cleaned_data.get("state", "") if self.is_valid() else ""


def year_of(query: QueryDict, today: date) -> int:
    """`?year=`, this year for anything that cannot be one."""
    asked = query.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    return year if 2000 <= year <= today.year else today.year


def pk_of(text: str | None) -> int:
    """A primary key as sent, 0 for what is none."""
    return int(text) if text and text.isdecimal() and len(text) <= 18 else 0


class SheetForm(forms.Form):
    """Of which meeting a 签到表 is printed."""

    kind = forms.ChoiceField(label="会议类型", error_messages={"required": "请选择会议类型。"})
    day = forms.DateField(
        label="日期",
        error_messages={"required": "请填写日期。", "invalid": "日期请写作 2026-06-30。"},
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, query: QueryDict, *, kinds: list[tuple[str, str]], today: date) -> None:
        first = kinds[0][0] if kinds else ""
        sent: dict[str, Any] = {
            "kind": query.get("kind") or first,
            "day": query.get("day") or today.isoformat(),
        }
        super().__init__(sent)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = kinds


def quarter_day(query: QueryDict, today: date) -> date:
    """`?day=`: a day of the quarter that is asked for; today for anything else."""
    try:
        return parse_date(query.get("day", "")) or today
    except ValueError:
        return today
