"""Forms of plans, classes and meetings: shape here, sense by the rules."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from heli.duties.models import Record
from heli.kernel.verdict import Verdict
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.study import rules
from heli.study.catalogue import (
    MOST_BYTES,
    TAGS,
    Activity,
    ClassKind,
    Outcome,
    Way,
)

_NO_TAG = ("", "不分类")


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}应写作 2026-06-30。"},
    )


def _text(label: str, most: int, help_text: str = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}最多 {most} 个字。"},
    )


def _tags(year: int) -> list[tuple[str, str]]:
    on = TAGS().on(date(year, 1, 1))
    return [_NO_TAG, *((one.id, f"{one.name}（必修）" if one.required else one.name) for one in on)]


def _choices(form: forms.Form, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared
    field.choices = list(choices)


class ListForm(forms.Form):
    """What a list is narrowed to, read from the address; what cannot be read there narrows nothing."""

    q = forms.CharField(label="名称", required=False, max_length=60)
    without = forms.ChoiceField(label="计划", required=False, choices=[("", "不限"), ("1", "还没有计划")])

    def __init__(self, query: QueryDict, *, without: bool = False) -> None:
        super().__init__(query, auto_id="filter-%s")
        if not without:
            del self.fields["without"]
        self.full_clean()

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q") or "").strip()

    @property
    def is_without(self) -> bool:
        return bool(self.cleaned_data.get("without"))


class LineForm(forms.Form):
    """One line of a plan of `year`."""

    topic = _text("学习内容", 200, required=True)
    tag = forms.ChoiceField(label="内容分类", required=False)
    way = forms.ChoiceField(
        label="学习方式", choices=Way.choices, error_messages={"required": "请选择学习方式。"}
    )
    period = forms.ChoiceField(label="期间", error_messages={"required": "请选择期间。"})
    activity = forms.ChoiceField(label="活动类型", required=False, choices=[("", "不分"), *Activity.choices])
    material = _text("书目、材料", 200, "如《习近平谈治国理政》第四卷；没有可以不填")
    place = _text("材料所在", 200, "在哪里可以取到，如支部活动室书柜；不用上传文件")

    def __init__(self, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "tag", _tags(year))
        _choices(
            self,
            "period",
            ((one.code, one.name.removeprefix(f"{year}年") or "全年") for one in rules.periods_of(year)),
        )


class SecretaryForm(forms.Form):
    name = _text("学习秘书", 60, required=True)


class TemplateForm(forms.Form):
    template = forms.CharField(max_length=20)


class ResultForm(forms.Form):
    """Where a line was studied or what came of it; `meetings` are those that it may have been studied at."""

    outcome = forms.ChoiceField(
        label="落实情况", choices=Outcome.choices, error_messages={"required": "请选择落实情况。"}
    )
    record = forms.TypedChoiceField(
        label="在哪次会议上学的",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="会议只在“记录会议”里记一次，这里选用",
    )
    happened_on = _day("日期", required=False, help_text="选了会议的，按会议的日期，不用填")
    title = _text("成果名称", 200, "如《关于……的调研报告》；只写组织的成果，不写个人情况")
    place = _text("存放在哪里", 200)

    def __init__(self, meetings: Iterable[Record], today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._meetings = {one.pk: one for one in meetings}
        self._today = today
        named = ((one.pk, f"{one.happened_on} {one.topic}") for one in self._meetings.values())
        _choices(self, "record", [("", "不是在会议上"), *named])

    def clean(self) -> dict[str, Any]:
        words = self.cleaned_data
        record = self._meetings.get(words.get("record") or 0)
        on = record.happened_on if record is not None else words.get("happened_on")
        if on is None and "happened_on" not in self.errors:
            self.add_error("happened_on", "请选择会议，或填写日期。")
        elif on is not None and "outcome" in words:
            found = rules.is_result(
                words["outcome"], words.get("title", ""), on, self._today, has_record=record is not None
            )
            _tell(
                self,
                found,
                {"in-future": "happened_on", "title-missing": "title", "record-missing": "record"},
            )
        return {**words, "record": record}


class MinutesForm(forms.Form):
    """How long a meeting studied."""

    minutes = forms.IntegerField(
        label="学习分钟",
        min_value=0,
        max_value=rules.MOST_MINUTES,
        help_text="会议中用于学习的时间；填 0 表示这次会议不计学时",
        error_messages={
            "required": "请填写学习分钟。",
            "invalid": "学习分钟填整数，如 90。",
            "min_value": "学习分钟不能小于 0。",
            "max_value": f"一次会议最多填 {rules.MOST_MINUTES} 分钟。",
        },
    )


class ClassForm(forms.Form):
    """A class that is over; `places` are the organisations that the reader may enter it for."""

    host = forms.ChoiceField(label="登记的党组织", error_messages={"required": "请选择登记的党组织。"})
    title = _text("班次名称", 120, "如“全市机关党支部书记轮训班（第一期）”", required=True)
    organiser = _text("主办单位", 120, required=True)
    kind = forms.ChoiceField(
        label="类型", choices=ClassKind.choices, error_messages={"required": "请选择类型。"}
    )
    tag = forms.ChoiceField(label="内容分类", required=False)
    begins_on = _day("开始日期")
    ends_on = _day("结束日期")
    half_days = forms.IntegerField(
        label="共几个半天",
        required=False,
        min_value=1,
        max_value=400,
        help_text="一天算 2 个半天，每半天 4 学时；干部网络学院不填",
        error_messages={"invalid": "半天数填整数，如 6。", "min_value": "半天数至少是 1。"},
    )
    hours = forms.DecimalField(
        label="证明学时",
        required=False,
        max_digits=5,
        decimal_places=1,
        min_value=0,
        help_text="只有干部网络学院填写，照结业证明",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            "学时填数字，如 20 或 20.5。",
        ),
    )

    def __init__(self, places: Iterable[Organisation], today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {str(one.pk): one for one in places}
        self._today = today
        _choices(self, "host", ((pk, one.short_name) for pk, one in self._places.items()))
        _choices(self, "tag", _tags(today.year))

    def clean(self) -> dict[str, Any]:
        words = self.cleaned_data
        if {"kind", "begins_on", "ends_on", "half_days", "hours"} <= words.keys():
            found = rules.is_class(
                words["kind"],
                words["begins_on"],
                words["ends_on"],
                words["half_days"],
                words["hours"],
                self._today,
            )
            _tell(self, found, _CLASS_FIELDS)
        return {**words, "host": self._places.get(words.get("host", ""))}


_CLASS_FIELDS = {
    **dict.fromkeys(("ends-before-it-begins", "in-future", "two-years"), "ends_on"),
    "too-early": "begins_on",
    **dict.fromkeys(("hours-missing", "hours-unlikely"), "hours"),
    **dict.fromkeys(("half-days-missing", "half-days-unlikely"), "half_days"),
}


class PickForm(forms.Form):
    """Who of the branch attended."""

    member = forms.TypedMultipleChoiceField(
        label="参加的党员",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选参加培训的党员。"},
    )

    def __init__(self, members: Iterable[Member], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {one.pk: one for one in members}
        field = self.fields["member"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - as declared
        field.choices = [(pk, one.name) for pk, one in self._members.items()]

    @property
    def picked(self) -> list[Member]:
        return [self._members[pk] for pk in self.cleaned_data["member"]]


class UploadForm(forms.Form):
    """The list of those who attended a class."""

    workbook = forms.FileField(
        label="学员名单",
        help_text=f"Excel 工作簿，不超过 {MOST_BYTES // 1024 // 1024} MB："
        "姓名、所在党支部两列；同名的加一列证件号后四位",
        allow_empty_file=True,
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xlsm,.xls,.et,.ods,.csv"}),
        error_messages={"required": "请选择文件。"},
    )

    def clean_workbook(self) -> Any:
        workbook = self.cleaned_data["workbook"]
        if (workbook.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分成几个文件。")
        return workbook


class WithdrawForm(forms.Form):
    why = _text("作废原因", 200, required=True)


def _tell(form: forms.Form, found: Verdict, fields: dict[str, str]) -> None:
    if not found:
        form.add_error(fields.get(found.code), found.reason)
