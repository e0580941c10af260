"""Forms of a round: opening it, its terms, adopting it, settling it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from heli.accounts.models import Account
from heli.duties.forms.deciding import day_input
from heli.schemes.forms.writing import Points
from heli.schemes.models import Release
from heli.schemes.rules.definition import as_written
from heli.stars.catalogue import MOST_DOCUMENT, STARS, Star, Terms
from heli.stars.queries.rounds import ONLY

DAY = {"required": "请填写日期。", "invalid": "日期写成 2026-06-30 的样子。"}
EXAMPLE = "示例，待工委确认"
CLAIMING_DAYS = 14


class OpenForm(forms.Form):
    """Which published result, and until when 自评."""

    release = forms.TypedChoiceField(
        label="依据哪一次考核结果",
        coerce=int,
        help_text="由工委发布的考核结果；评议所占比例由考核方案规定",
        error_messages={"required": "请选择考核结果。", "invalid_choice": "请选择列出的考核结果。"},
    )
    claim_until = forms.DateField(
        label="自评到", widget=day_input(), help_text="党组织可以不自评，不影响测算", error_messages=DAY
    )

    def __init__(self, data: Any = None, *, releases: Sequence[Release], today: date) -> None:
        super().__init__(data, initial={"claim_until": today + timedelta(days=CLAIMING_DAYS)})
        self.releases = {one.pk: one for one in releases}
        field = self.fields["release"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", "请选择"), *((str(one.pk), one.publication.title) for one in releases)]

    @property
    def release_chosen(self) -> Release:
        return self.releases[self.cleaned_data["release"]]


def _whole(label: str, *, most: int, required: bool = True, help_text: str = "") -> forms.IntegerField:
    words = f"{label}填 0 至 {most} 之间的整数。"
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=most,
        help_text=help_text,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": words,
            "min_value": words,
            "max_value": words,
        },
    )


def _yes_no(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class TermsForm(forms.Form):
    """All that a round gives stars by; every number an example until the 工委 confirms it (R11-02)."""

    by_class = _yes_no("名额在同类党组织中分别计算", "不勾选的，按全部参评党组织计算")
    step = _yes_no("逐级晋升：一年最多升一星", "特别突出的，可以登记破格的理由和依据文件")
    newcomers = _yes_no("当年新成立的只自评不定星")
    lowers = _yes_no("得分低于原星级线的降星")
    satisfaction_line = Points(label="群众满意度线（%）", help_text="低于这条线的限制最高星级；不用的填 0")
    satisfaction_star = forms.TypedChoiceField(
        label="满意度低于线的，最高", coerce=int, choices=[(star.value, star.label) for star in STARS]
    )
    shown_days = _whole("公示天数", most=60)
    working = _yes_no("公示按工作日计算")
    years = _whole("星级有效期（年）", most=10)

    def __init__(self, data: Any = None, *, terms: Terms) -> None:
        super().__init__(data, initial=_initial(terms))
        own = list(self.fields.items())
        self.fields.clear()
        for star in STARS:
            self.fields[f"line-{star}"] = Points(
                label=f"{star.label}线（分）", required=False, help_text=f"{EXAMPLE}；不设这一星的留空"
            )
        for star in STARS:
            self.fields[f"quota-{star}"] = _whole(
                f"{star.label}名额（%）",
                most=100,
                required=False,
                help_text="占参评党组织的比例，舍去小数；不限的留空",
            )
        self.fields.update(own)

    @property
    def terms(self) -> Terms:
        """What `actions.set_terms` takes, once the form is valid."""
        said = self.cleaned_data
        lines = {int(star): said[f"line-{star}"] for star in STARS if said[f"line-{star}"] is not None}
        quotas = {int(star): said[f"quota-{star}"] for star in STARS if said[f"quota-{star}"] is not None}
        names = ("by_class", "step", "newcomers", "lowers", "satisfaction_line", "satisfaction_star")
        rest = {name: said[name] for name in (*names, "shown_days", "working", "years")}
        return Terms(lines=lines, quotas=quotas, **rest)


def _initial(terms: Terms) -> dict[str, Any]:
    plain = ("by_class", "step", "newcomers", "lowers", "satisfaction_star", "shown_days", "working", "years")
    return {
        **{f"line-{star}": as_written(line) for star, line in terms.lines.items()},
        **{f"quota-{star}": share for star, share in terms.quotas.items()},
        **{name: getattr(terms, name) for name in plain},
        "satisfaction_line": as_written(terms.satisfaction_line),
    }


class AdoptForm(forms.Form):
    """The meeting that adopted, and how long the stars are shown."""

    met_on = forms.DateField(label="审定会议日期", widget=day_input(), error_messages=DAY)
    met_as = forms.CharField(
        label="审定的会议",
        max_length=120,
        help_text="如“市直机关工委 2026 年第 3 次委员会会议”",
        error_messages={"required": "请填写审定会议的名称。"},
    )
    shown_until = forms.DateField(label="公示到", widget=day_input(), error_messages=DAY)
    answerer = forms.CharField(
        label="异议答复人",
        max_length=60,
        help_text="写登录用户名；异议由这个人在期限内答复",
        error_messages={"required": "请指定答复异议的人。"},
    )

    def __init__(self, data: Any = None, *, first: date, own: str, today: date) -> None:
        super().__init__(data, initial={"shown_until": first, "answerer": own, "met_on": today})

    def clean_answerer(self) -> Account:
        name = self.cleaned_data["answerer"].strip()
        found = Account.objects.filter(username=name, is_active=True).first()
        if found is None:
            raise forms.ValidationError(f"没有用户名为“{name}”的在用账号，请核对。")
        return found


class SettleForm(forms.Form):
    """The document by which stars are given."""

    document = forms.CharField(
        label="定星文号", max_length=MOST_DOCUMENT, error_messages={"required": "请填写定星的文号。"}
    )


class NarrowForm(forms.Form):
    """What a round's list is narrowed to."""

    star = forms.TypedChoiceField(
        label="星级",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "全部"), *((one.value, one.label) for one in Star)],
    )
    only = forms.ChoiceField(
        label="只看",
        required=False,
        choices=[("", "全部"), *((key, words) for key, (words, _) in ONLY.items())],
    )
    name = forms.CharField(label="党组织名称", required=False, max_length=60)
