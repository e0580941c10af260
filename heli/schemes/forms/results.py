"""Forms of scoring by hand, noting, publishing, objecting and answering."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from heli.accounts.models import Account
from heli.duties.forms.deciding import day_input
from heli.kernel.periods import Period
from heli.orgs.models import Organisation
from heli.schemes.catalogue import MOST_DOCUMENT, MOST_NAME, MOST_WHY, PARAMETERS, RaterKind
from heli.schemes.forms.writing import Points
from heli.schemes.models import IndicatorRow, ReleasedLine, Scheme
from heli.schemes.queries import organisers
from heli.schemes.rules import keeping

_DAY = {"required": "请填写日期。", "invalid": "日期写成 2026-06-30 的样子。"}


class MarkForm(forms.Form):
    """Points for one indicator."""

    points = Points(label="评分")
    reason = forms.CharField(label="理由", required=False, max_length=MOST_WHY, help_text="一句话，可以不填")


class NotedForm(forms.Form):
    """A fact that adds, takes away, resets or bars."""

    organisation = forms.CharField(
        label="党组织全称", max_length=160, error_messages={"required": "请填写党组织全称。"}
    )
    code = forms.ChoiceField(label="指标", error_messages={"required": "请选择指标。"})
    happened_on = forms.DateField(label="日期", widget=day_input(), error_messages=_DAY)
    what = forms.CharField(label="事项", max_length=MOST_WHY, error_messages={"required": "请写明事项。"})
    document = forms.CharField(
        label="依据文件",
        max_length=MOST_DOCUMENT,
        help_text="名称或文号；案件只写文件，不写案情（R12-02）",
        error_messages={"required": "请填写依据文件的名称或文号。"},
    )

    def __init__(self, data: Any = None, *, rows: Sequence[IndicatorRow], scheme: Scheme) -> None:
        super().__init__(data)
        self._scheme = scheme
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one.code, f"{one.get_part_display()}：{one.name}") for one in rows]

    def clean_organisation(self) -> Organisation:
        name = self.cleaned_data["organisation"].strip()
        bounds = organisers.bounds(self._scheme)
        rows = Organisation.objects.filter(name=name, closed_on=None)
        found = next((one for one in rows if keeping.is_bound(bounds, one)), None)
        if found is None:
            whose = "名册里" if self._scheme.is_citys else f"{self._scheme.organiser.short_name}下级"
            raise forms.ValidationError(f"{whose}没有名为“{name}”的党组织。请按全称填写。")
        return found


class WithdrawForm(forms.Form):
    """Why something is taken back."""

    why = forms.CharField(
        label="撤销原因", max_length=MOST_WHY, error_messages={"required": "请写明撤销的原因。"}
    )


class RatersForm(forms.Form):
    """A group of raters."""

    name = forms.CharField(
        label="名称", max_length=MOST_NAME, error_messages={"required": "请填写名称，如“考核组评分”。"}
    )
    kind = forms.ChoiceField(label="由谁评分", choices=RaterKind.choices, widget=forms.RadioSelect)
    weight = Points(label="权重（%）", help_text="几组评分按权重折算；只供对照、不计入的填 0")
    trims = forms.BooleanField(label="评分四人以上的，去掉一个最高分和一个最低分", required=False)
    accounts = forms.CharField(
        label="指定的评分人",
        required=False,
        max_length=300,
        help_text="写登录用户名，用顿号隔开；只在“指定评分人”时填",
    )

    def __init__(self, data: Any = None, *, scheme: Scheme, today: date) -> None:
        super().__init__(data)
        self._scheme, self._today = scheme, today

    def clean_accounts(self) -> list[Account]:
        names = [
            one.strip()
            for one in self.cleaned_data["accounts"].replace("，", "、").split("、")
            if one.strip()
        ]
        found = {one.username: one for one in Account.objects.filter(username__in=names, is_active=True)}
        beyond = set(organisers.outside(self._scheme, list(found.values()), self._today))
        missing = [name for name in names if name not in found or name in beyond]
        if missing:
            where = "" if self._scheme.is_citys else f"{self._scheme.organiser.short_name}和下级党组织"
            raise forms.ValidationError(f"{where}没有用户名为“{'、'.join(missing)}”的在用账号，请核对。")
        return [found[name] for name in names]


class PublishForm(forms.Form):
    """Publishing the results of a period."""

    period = forms.ChoiceField(label="考核周期", error_messages={"required": "请选择考核周期。"})
    shown_until = forms.DateField(label="公示到", widget=day_input(), error_messages=_DAY)
    document_number = forms.CharField(label="文号", required=False, max_length=MOST_DOCUMENT)
    answerer = forms.ChoiceField(
        label="异议答复人",
        help_text="制定组织的书记、副书记、委员或工作人员；异议由这个人在期限内答复",
        error_messages={
            "required": "请指定答复异议的人。",
            "invalid_choice": "请从列出的人员中选择；没有列出的，先在任职里登记并开通登录。",
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        periods: Sequence[Period],
        answerers: Sequence[tuple[Account, str]],
        today: date,
        own: str,
    ) -> None:
        days = PARAMETERS().get("shown_days", today).value
        super().__init__(data, initial={"shown_until": today + timedelta(days=days), "answerer": own})
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one.code, one.name) for one in periods]
        self._answerers = {one.username: one for one, _ in answerers}
        named = self.fields["answerer"]
        assert isinstance(named, forms.ChoiceField)  # noqa: S101 - as declared above
        named.choices = [(one.username, f"{one.name}（{office}）") for one, office in answerers]

    def clean_answerer(self) -> Account:
        return self._answerers[self.cleaned_data["answerer"]]


class ObjectForm(forms.Form):
    """What an organisation objects to."""

    code = forms.ChoiceField(label="对哪一项", required=False)
    text = forms.CharField(
        label="异议和理由",
        max_length=MOST_WHY,
        widget=forms.Textarea({"rows": 4}),
        help_text="写明哪里与事实不符；已有记录的不用另附材料",
        error_messages={
            "required": "请写明对哪一项、因为什么有异议。",
            "max_length": f"最多 {MOST_WHY} 个字。",
        },
    )

    def __init__(self, data: Any = None, *, lines: Sequence[tuple[IndicatorRow, ReleasedLine]]) -> None:
        super().__init__(data)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", "总分"), *((row.code, row.name) for row, _ in lines)]


class AnswerForm(forms.Form):
    """The answer to an objection."""

    upheld = forms.ChoiceField(
        label="结论",
        choices=[("yes", "成立：按更正后的记录重新计算"), ("no", "不成立")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。"},
    )
    words = forms.CharField(
        label="答复",
        max_length=MOST_WHY,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "请写明答复。"},
    )
