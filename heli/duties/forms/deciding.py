"""What somebody decides: about a requirement, a record, one duty, a year's window."""

import re

from django import forms

from heli.duties.catalogue import Cadence, Checked, Dispensing
from heli.duties.rules.owners import OwnerClass
from heli.orgs.catalogue import Kind


def day_input() -> forms.DateInput:
    """A field for a day, as browsers know it."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class SettleForm(forms.Form):
    """What the office decides about a requirement whose words leave something open."""

    classes = forms.MultipleChoiceField(
        label="哪些组织承担",
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(
        label="范围",
        choices=[("", "机关本级和直属单位"), ("own", "仅机关本级"), ("attached", "仅直属单位")],
        required=False,
    )
    owners = forms.CharField(
        label="单个党组织",
        required=False,
        help_text="写党组织全称，多个用顿号隔开；已按类别选了就不必写。",
    )
    cadence = forms.ChoiceField(
        label="多久一次",
        choices=[one for one in Cadence.choices if one[0] != Cadence.TRIGGERED],
        required=False,
    )
    due_on = forms.DateField(
        label="每年一次的，最迟哪一天",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    kinds = forms.MultipleChoiceField(
        label="由哪些履职记录完成", required=False, widget=forms.CheckboxSelectMultiple
    )
    chair_is_secretary = forms.BooleanField(label="须由书记主讲或主持", required=False)
    committee_only = forms.BooleanField(label="党支部中仅设支委会的承担", required=False)

    def offer(self, kinds: list[tuple[str, str]]) -> None:
        """Which kinds of record may answer."""
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = kinds

    @property
    def owner_classes(self) -> list[OwnerClass]:
        place = {"": None, "own": False, "attached": True}[self.cleaned_data["place"]]
        return [OwnerClass(kind, place) for kind in self.cleaned_data["classes"]]

    @property
    def due(self) -> tuple[int, int] | None:
        """Month and day of a yearly deadline."""
        day = self.cleaned_data["due_on"]
        return None if day is None else (day.month, day.day)

    @property
    def owner_names(self) -> list[str]:
        return [name for name in re.split(r"[、，,;；\s]+", self.cleaned_data["owners"]) if name]


class WithdrawForm(forms.Form):
    """Why a record is declared void; the record itself stays to be read."""

    reason = forms.CharField(
        label="作废原因",
        max_length=200,
        help_text="如：日期填错，已另行记录。记录仍可查看，只是不再计入应办。",
        error_messages={"required": "请写明作废原因"},
    )


class JudgeForm(forms.Form):
    """What a superior says of a record; offered is what can be said of it now."""

    says = forms.ChoiceField(
        label="评判", widget=forms.RadioSelect, error_messages={"required": "请选择核实或退回"}
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=200,
        help_text="退回的必须写明哪里不对、要怎样补正；核实的可以不写。",
    )

    def offer(self, checked: str) -> None:
        """What can be said of a record with this judgement."""
        field = self.fields["says"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = (
            [("verified", "核实：看过记录，情况属实"), ("returned", "退回：要求补正，补正前不计入应办")]
            if checked == Checked.OPEN
            else [("open", f"撤回“{Checked(checked).label}”，恢复为未核实")]
        )


class DispenseForm(forms.Form):
    """A waiver or an extension of one duty."""

    kind = forms.ChoiceField(
        label="方式",
        choices=[
            (Dispensing.EXTENSION, "延期：期限推后，到期仍要完成"),
            (Dispensing.WAIVER, "免除：这一期不要求完成"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择延期或免除"},
    )
    until = forms.DateField(
        label="延期至",
        required=False,
        widget=day_input(),
        help_text="只在延期时填写。",
        error_messages={"invalid": "请按 2026-07-15 的样子填写日期"},
    )
    reason = forms.CharField(label="理由", max_length=200, error_messages={"required": "请写明理由"})
    document = forms.CharField(
        label="文号",
        max_length=120,
        help_text="批准文件的文号；没有文件的，写研究决定的会议和日期。",
        error_messages={"required": "请填写文号，或者会议名称和日期"},
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label="理由", max_length=200, error_messages={"required": "请写明理由"})


class WindowForm(forms.Form):
    """Until when a kind of meeting of a year may still be held."""

    record_kind = forms.ChoiceField(label="哪一项", error_messages={"required": "请选择是哪一项"})
    closes_on = forms.DateField(
        label="最迟开展日期",
        widget=day_input(),
        help_text="通知要求在次年开展的，填次年的日期；在这一天以前开展的计入本年度，并且算按期。",
        error_messages={"required": "请填写最迟开展日期", "invalid": "请按 2027-03-15 的样子填写日期"},
    )
    document = forms.CharField(
        label="通知文号", max_length=120, error_messages={"required": "请填写通知的文号"}
    )

    def offer(self, kinds: list[tuple[str, str]]) -> None:
        """The kinds of record that something owed once a year is answered by."""
        field = self.fields["record_kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = kinds


class CloseWindowForm(forms.Form):
    """An earlier end of a window."""

    closes_on = forms.DateField(
        label="提前到哪一天截止",
        widget=day_input(),
        error_messages={"required": "请填写截止日期", "invalid": "请按 2027-01-31 的样子填写日期"},
    )
    document = forms.CharField(label="文号", max_length=120, error_messages={"required": "请填写文号"})


class VerifyManyForm(forms.Form):
    """Which records are verified together, and which of the sample were opened."""

    records = forms.TypedMultipleChoiceField(coerce=int, required=False, choices=[])
    opened = forms.TypedMultipleChoiceField(coerce=int, required=False, choices=[])

    def offer(self, records: list[int], sample: list[int]) -> None:
        """What the page showed, so that nothing else can be sent."""
        for name, values in (("records", records), ("opened", sample)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - as declared above
            field.choices = [(value, str(value)) for value in values]
