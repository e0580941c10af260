"""The vote: preparing ballots, entering what tellers counted, entering hands shown."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from heli.ballots.queries import Line
from heli.ballots.rules import Count, Counted
from heli.exchange.catalogue import Mark
from heli.exchange.models import Exhibit
from heli.exchange.rules.judging import hands_add_up


def number(label: str, help_text: str = "", *, required: bool = True, least: int = 0) -> forms.IntegerField:
    """A whole number of hands, units or ballots."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=least,
        max_value=9999,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "请填数字。",
            "min_value": f"不能小于 {least}。",
            "max_value": "数字太大，请核对。",
        },
    )


class UnitsForm(forms.Form):
    """How many units are there: a ballot each."""

    def __init__(self, sent: Any = None, *, invited: int) -> None:
        super().__init__(sent)
        self.fields["units"] = number("到会单位数", "每个到会单位一张选票。", least=1)
        self.initial = {"units": invited}


class _Table(forms.Form):
    """A row a subject, a column a mark."""

    def cell(self, name: str, label: str) -> None:
        field = number(label, required=False)
        field.widget.attrs |= {"aria-label": label, "class": "form-control"}
        self.fields[name] = field


class HandsForm(_Table):
    """Hands shown for each that spoke."""

    def __init__(self, sent: Any = None, *, speakers: Sequence[Exhibit], invited: int) -> None:
        super().__init__(sent, initial={"present": invited})
        self.speakers = list(speakers)
        self.fields["present"] = number("到会单位数", least=1)
        for one in self.speakers:
            for mark in Mark:
                self.cell(f"{one.pk}-{mark.value}", f"{one.organisation.short_name}：{mark.label}")

    @property
    def rows(self) -> list[tuple[Exhibit, list[tuple[str, BoundField]]]]:
        return [
            (one, [(mark.label, self[f"{one.pk}-{mark.value}"]) for mark in Mark]) for one in self.speakers
        ]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not self.errors:
            verdict = hands_add_up(self.counts(), words["present"])
            if not verdict:
                self.add_error("present", verdict.reason)
        return words

    def counts(self) -> dict[int, dict[str, int]]:
        return {
            one.pk: {mark.value: self.cleaned_data.get(f"{one.pk}-{mark.value}") or 0 for mark in Mark}
            for one in self.speakers
        }


class CountForm(_Table):
    """What the two tellers counted: the ballots, and of each that spoke the marks."""

    supervisor = forms.CharField(label="监票人", max_length=60, error_messages={"required": "请填写监票人。"})
    teller = forms.CharField(
        label="计票人",
        max_length=60,
        help_text="与监票人不是同一人。",
        error_messages={"required": "请填写计票人。"},
    )

    def __init__(self, sent: Any = None, *, lines: Sequence[Line], issued: int) -> None:
        super().__init__(sent, initial={"issued": issued})
        self.lines = lines
        ballots = {
            "issued": number("发出票数", least=1),
            "returned": number("收回票数", "多于发出的，本次评议无效，重新评议。"),
            "valid": number("有效票"),
            "invalid": number("无效票"),
        }
        self.fields = {**ballots, **self.fields}
        for line in lines:
            for one in line.choices:
                self.cell(f"q{line.pk}-{one.pk}", f"{line.text}：{one.text}")

    @property
    def ballots(self) -> list[BoundField]:
        return [self[name] for name in ("issued", "returned", "valid", "invalid", "supervisor", "teller")]

    @property
    def rows(self) -> list[tuple[Line, list[tuple[str, BoundField]]]]:
        return [
            (line, [(one.text, self[f"q{line.pk}-{one.pk}"]) for one in line.choices]) for line in self.lines
        ]

    def counted(self) -> Count:
        """What was counted, for `actions.count_vote`, once the form is valid."""
        words = self.cleaned_data
        return Count(
            words["issued"],
            words["returned"],
            words["valid"],
            words["invalid"],
            {line.pk: self._of(line) for line in self.lines},
            words["supervisor"],
            words["teller"],
        )

    def _of(self, line: Line) -> Counted:
        found = {one: self.cleaned_data.get(f"q{line.pk}-{one.pk}") or 0 for one in line.choices}
        votes = {one.pk: count for one, count in found.items() if not one.is_abstention}
        return Counted(votes, sum(count for one, count in found.items() if one.is_abstention))
