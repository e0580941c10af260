"""Requesting a transfer, taking its steps, narrowing their list, and coming from outside the city."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from heli.figures.queries import closed_until
from heli.kernel import secrets
from heli.kernel.verdict import Strength, Verdict
from heli.members.catalogue import SEXES, Serving, Standing, TransferAct, TransferReach
from heli.members.forms.lists import _ANY, _FromAddress, _search
from heli.members.models import Member, Transfer
from heli.members.queries.transfers import destinations_named
from heli.members.rules import transfers as rules
from heli.orgs.models import Organisation
from heli.sheets.codes import id_number
from heli.sheets.unreadable import Unreadable

_WHERE = (("city", "本市"), ("out", "市外"))


def day(label: str, *, required: bool = True, **kwargs: Any) -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}应写作 2026-06-30。"},
        **kwargs,
    )


class _Destination(forms.Form):
    """A branch of this city by its full name, its short name or its code."""

    _on: date
    found: Organisation | None = None

    def find(self, text: str) -> None:
        """Set `found`; a fault of the field names what may be meant where several are."""
        named = destinations_named(text, self._on)
        if len(named) == 1:
            self.found = named[0]
            return
        names = "；".join(one.short_name for one in named)
        hint = f"可能是：{names}。请写全称或党组织代码。" if names else "请写党支部的全称或党组织代码。"
        self.add_error("destination", f"没有认出“{text}”。{hint}")


class TransferForm(_Destination):
    """Where a member goes, and why."""

    where = forms.ChoiceField(label="转往", choices=_WHERE, widget=forms.RadioSelect, initial="city")
    destination = forms.CharField(
        label="转入党支部",
        max_length=160,
        error_messages={"required": "请填写转入党支部。"},
        help_text="本市写党支部的全称、简称或党组织代码；市外写对方基层党委和党支部的全称。",
    )
    reason = forms.CharField(
        label="缘由",
        max_length=200,
        help_text="例如：工作单位变动、退休、外出六个月以上且地点固定。",
        error_messages={"required": "请填写缘由。"},
    )
    on = day("申请日期")

    def __init__(self, data: QueryDict | None = None, *, member: Member, on: date) -> None:
        super().__init__(data, initial={"where": "city", "on": on})
        self._on, self._member = on, member

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("destination") and cleaned.get("where") == "city":
            self.find(cleaned["destination"])
        if self.found is not None:
            closed_on = self.found.closed_on
            verdict = rules.is_destination(
                kind=self.found.kind,
                outside=self.found.outside,
                closed=closed_on is not None and closed_on <= self._on,
                same=self.found.pk == self._member.organisation_id,
            )
            _tell(self, [verdict], {verdict.code: "destination"})
        if "on" in cleaned:
            _tell(self, [rules.may_be_on(cleaned["on"], today=self._on, since=date.min)], _FAULT_FIELDS)
        return cleaned

    @property
    def outside_name(self) -> str:
        """The destination's name where it is out of the city."""
        return self.cleaned_data["destination"] if self.found is None else ""


class StepForm(forms.Form):
    """One step of a transfer; which fields it has follows from the step."""

    on = day("办理日期")
    letter_number = forms.CharField(
        label="介绍信编号",
        max_length=60,
        error_messages={"required": "请填写介绍信编号。"},
        help_text="在全国党员管理信息系统办理的，填系统里的编号。",
    )
    until = day("有效期至")
    reason = forms.CharField(
        label="理由", max_length=300, error_messages={"required": "请写明理由：不得无故拒转拒接。"}
    )

    def __init__(
        self,
        act: TransferAct,
        data: QueryDict | None = None,
        *,
        transfer: Transfer,
        today: date,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, auto_id=f"{act.value}-%s", initial=initial)
        self._act, self._transfer, self._today = act, transfer, today
        kept = {"on", *_FIELDS.get(act, ())}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        if act in (TransferAct.RELEASE, TransferAct.ACCEPT):
            self.fields["reason"].required = False
            self.fields["reason"].label = "说明"
        if act is TransferAct.ACCEPT:
            self.fields["reason"].help_text = "介绍信已过有效期的，写明仍予接收的理由。"

    def clean(self) -> dict[str, Any]:
        """What stands against the step, told at its field: the action would refuse the same."""
        said = super().clean() or {}
        if "on" in said:
            _tell(self, self._weighed(said["on"], said.get("until")), _FAULT_FIELDS, said.get("reason", ""))
        return said

    def _weighed(self, on: date, until: date | None) -> Iterable[Verdict]:
        last = self._transfer.steps.order_by("-done_on").values_list("done_on", flat=True).first()
        yield rules.may_be_on(on, today=self._today, since=last or date.min)
        if until is not None:
            yield rules.is_letter_period(on, until)
        if self._act is TransferAct.ACCEPT:
            yield rules.is_within_letter(on, self._transfer.letter_until)
        if self._act in (TransferAct.ACCEPT, TransferAct.RECEIPT):
            yield rules.is_open_period(on, closed_until())


def _tell(form: forms.Form, verdicts: Iterable[Verdict], fields: dict[str, str], why: str = "") -> None:
    """Put refusals at their fields; one that is general gives way to a written reason."""
    for one in verdicts:
        if not one and not (one.strength is Strength.GENERAL and why.strip()):
            ground = f"（{one.source}）" if one.source else ""
            form.add_error(fields.get(one.code), one.reason + ground)


_FAULT_FIELDS = {
    **dict.fromkeys(("future", "before-last-step", "period-closed"), "on"),
    **dict.fromkeys(("letter-ends-early", "letter-too-long"), "until"),
    "letter-expired": "reason",
}
_FIELDS = {
    TransferAct.ACCEPT: ("reason",),
    TransferAct.RELEASE: ("letter_number", "until", "reason"),
    TransferAct.REFUSE: ("reason",),
    TransferAct.PROLONG: ("until", "reason"),
}


class TransferFilterForm(_FromAddress):
    """The list of transfers."""

    q = _search("党员姓名", "姓名或拼音首字母，如 zm")
    reach = forms.ChoiceField(label="范围", required=False, choices=[_ANY, *TransferReach.choices])
    overdue = forms.ChoiceField(label="介绍信", required=False, choices=[_ANY, ("1", "已过有效期")])

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)


class ArrivalForm(_Destination):
    """Who comes from outside the city with a letter; the ID number goes no further than here."""

    destination = forms.CharField(
        label="转入党支部", max_length=160, help_text="党支部的全称、简称或党组织代码。"
    )
    name = forms.CharField(label="姓名", max_length=60, error_messages={"required": "请填写姓名。"})
    id_number = forms.CharField(
        label="公民身份号码",
        max_length=24,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="只用来认出同一个人：保存的是加密摘要和后四位，不保存号码。",
        error_messages={"required": "请填写公民身份号码。"},
    )
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[("", "未填"), *((one, one) for one in SEXES)]
    )
    born_on = day("出生日期", required=False)
    joined_on = day("入党时间")
    full_on = day("转正时间", required=False)
    standing = forms.ChoiceField(label="党员类别", choices=Standing.choices)
    serving = forms.ChoiceField(label="人员类别", choices=Serving.choices)
    phone = forms.CharField(
        label="手机号码",
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="加密保存。",
    )
    from_where = forms.CharField(label="原党组织", max_length=160, help_text="介绍信上的转出党组织。")
    letter_number = forms.CharField(label="介绍信编号", max_length=60)
    on = day("转入日期")

    def __init__(self, data: QueryDict | None = None, *, on: date) -> None:
        super().__init__(data, initial={"on": on})
        self._on = on

    def clean_id_number(self) -> str:
        try:
            number, _ = id_number(self.cleaned_data["id_number"])
        except Unreadable as fault:
            raise forms.ValidationError(fault.message, code=fault.code) from fault
        return str(number)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        joined_on, full_on = cleaned.get("joined_on"), cleaned.get("full_on")
        if joined_on and full_on and full_on < joined_on:
            self.add_error("full_on", "转正时间早于入党时间，请核对。")
        if cleaned.get("standing") == Standing.FULL and not full_on:
            self.add_error("full_on", "正式党员请填写转正时间。")
        if cleaned.get("destination"):
            self.find(cleaned["destination"])
        return cleaned

    @property
    def hashed(self) -> tuple[str, str]:
        """The keyed hash of the ID number, and its last four digits."""
        number = self.cleaned_data["id_number"]
        return secrets.hash_id_number(number), secrets.last_four(number)
