"""Entering a change of a membership: one form a kind, each with only the fields that it needs."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from heli.accounts.actor import Scope
from heli.kernel import secrets
from heli.members.actions.changes import Joiner
from heli.members.catalogue import SEXES, Change, Ground
from heli.members.queries.changes import Asked
from heli.members.queries.transfers import destinations_named
from heli.members.rules.changes import Dated
from heli.orgs.models import Organisation
from heli.sheets.readers import Unreadable, id_number

_HAPPENED = {
    Change.ADMITTED: "支部大会通过日期",
    Change.CONFIRMED: "支部大会通过转正日期",
    Change.RETIRED: "办理离退休日期",
    Change.DIED: "去世日期",
    Change.SUSPENDED: "决定停止党籍日期",
    Change.RESTORED: "决定恢复党籍日期",
    Change.REMOVED: "除名日期",
    Change.EXPELLED: "开除党籍日期",
    Change.RESIGNED: "退党日期",
}


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}应写作 2026-06-30。"},
    )


class ChangeForm(forms.Form):
    """When, on which paper; further fields by kind."""

    happened_on = day("日期")
    ground = forms.ChoiceField(
        label="情形", choices=Ground.choices, error_messages={"required": "请选择情形。"}
    )
    since = day("自何时起", required=False, help_text="失去联系（出国）的起始日期；长期定居的可不填")
    number = forms.CharField(
        label="文号",
        required=False,
        max_length=90,
        help_text="批准或决定的文号",
    )
    counted_from = day(
        "列入名册自", required=False, help_text="一般不填，与上面的日期相同；该日统计已发布的，填以后的日期"
    )
    why = forms.CharField(
        label="说明", required=False, max_length=200, help_text="有“一般”的提示而仍要办理时，写明原因"
    )

    def __init__(self, change: Change, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.change = change
        self.fields["happened_on"].label = _HAPPENED[change]
        if change in (Change.REMOVED, Change.EXPELLED):
            self.fields["number"].help_text = "只留日期和文号，不写事由"
        if change is not Change.SUSPENDED:
            del self.fields["ground"], self.fields["since"]

    @property
    def organisation(self) -> Organisation | None:
        """Where he joins, of the kinds that ask for it."""
        return None

    @property
    def asked(self) -> Asked:
        words = self.cleaned_data
        return Asked(
            self.change,
            Dated(words["happened_on"], words["counted_from"]),
            words["number"],
            Ground(words["ground"]) if words.get("ground") else None,
            words.get("since"),
            self.organisation,
        )


class _AtBranch(ChangeForm):
    """A change that needs a branch: by its full name, short name or code, within the writer's scope."""

    branch = forms.CharField(label="党支部", max_length=160, help_text="党支部的全称、简称或党组织代码")
    found: Organisation | None = None

    def __init__(self, change: Change, *args: Any, scope: Scope, on: date, **kwargs: Any) -> None:
        super().__init__(change, *args, **kwargs)
        self._scope, self._on = scope, on

    def clean_branch(self) -> str:
        text = str(self.cleaned_data["branch"]).strip()
        named = [one for one in destinations_named(text, self._on) if self._scope.covers(one)]
        if len(named) != 1:
            told = "；".join(one.short_name for one in named) or "您的范围内没有这样的党支部"
            raise forms.ValidationError(f"没有认出“{text}”：{told}。请写全称或代码。", code="branch-unknown")
        self.found = named[0]
        return text

    @property
    def organisation(self) -> Organisation | None:
        return self.found


class RestoreForm(_AtBranch):
    """恢复党籍, in the old branch or another."""


class AdmitForm(_AtBranch):
    """Who is admitted as 预备党员; the ID number goes no further than here."""

    field_order = ("name", "id_number", "branch", "happened_on", "number", "counted_from")

    name = forms.CharField(label="姓名", max_length=60, error_messages={"required": "请填写姓名。"})
    id_number = forms.CharField(
        label="公民身份号码",
        max_length=24,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="只用来认出同一个人：保存的是加密摘要和后四位，不保存号码",
        error_messages={"required": "请填写公民身份号码。"},
    )
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[("", "未填"), *((one, one) for one in SEXES)]
    )
    born_on = day("出生日期", required=False, help_text="不填的按身份号码记")
    education = forms.CharField(label="学历", required=False, max_length=40)
    phone = forms.CharField(
        label="手机号码",
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="加密保存",
    )

    def clean_id_number(self) -> str:
        try:
            number, _ = id_number(str(self.cleaned_data["id_number"]))
        except Unreadable as fault:
            raise forms.ValidationError(fault.message, code=fault.code) from fault
        return str(number)

    @property
    def joiner(self) -> Joiner:
        words = self.cleaned_data
        number = words["id_number"]
        return Joiner(
            name=words["name"].strip(),
            id_hash=secrets.hash_id_number(number),
            id_last4=secrets.last_four(number),
            sex=words["sex"] or ("男" if int(number[16]) % 2 else "女"),
            born_on=words["born_on"] or _born(number),
            education=words["education"].strip(),
            phone=words["phone"].strip(),
        )


def _born(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def form_for(change: Change, sent: QueryDict | None, *, scope: Scope, on: date, **initial: Any) -> ChangeForm:
    """The form of a kind."""
    kinds: dict[Change, type[_AtBranch]] = {Change.ADMITTED: AdmitForm, Change.RESTORED: RestoreForm}
    if change in kinds:
        return kinds[change](change, sent, scope=scope, on=on, initial=initial)
    return ChangeForm(change, sent, initial=initial)
