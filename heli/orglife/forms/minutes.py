"""Forms on the minutes of a meeting: putting them right, a vote, a note. Shape here, sense by the rules."""

from typing import Any

from django import forms

from heli.duties.models import Record
from heli.orglife import queries
from heli.orglife.actions import Said
from heli.orglife.catalogue import NOT_DUE, Absence
from heli.orglife.forms.meeting import Tick
from heli.orglife.rules import Turnout
from heli.orglife.rules.minutes import LONGEST_MATTER, LONGEST_NOTE, Votes

_REASONS = [("", "请选择原因"), *((value, label) for value, label in Absence.choices if value)]
_MOST = 99_999


def _line(label: str, most: int, missing: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        help_text=help_text,
        error_messages={"required": missing, "max_length": f"{label}最多 {most} 个字。"},
        widget=forms.TextInput({"autocomplete": "off"}),
    )


def _area(label: str, most: int, rows: int, missing: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        help_text=help_text,
        error_messages={"required": missing, "max_length": f"{label}最多 {most} 个字。"},
        widget=forms.Textarea({"rows": rows}),
    )


def _count(label: str) -> forms.IntegerField:
    wrong = f"{label}应是 0 或正整数。"
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_MOST,
        error_messages={"required": f"请填写{label}。", "invalid": wrong, "min_value": wrong},
        widget=forms.NumberInput({"inputmode": "numeric", "min": "0"}),
    )


class CorrectForm(forms.Form):
    """The minutes as they stand, to be put right: text, chair, and who was there, with the reason."""

    topic = _line("主题", 200, "请填写主题。")
    chair = _line("主持人", 60, "请填写主持人。")
    recorder = _line("记录人", 60)
    text = _area("主要内容", 20_000, 10)
    why = _line("更正理由", 200, "请写明为什么更正。", "如：补充议定事项；更正到会情况。原来的版本照留可查")

    def __init__(self, data: Any, *, record: Record) -> None:
        self.people, away = queries.attending(record), queries.absences(record)
        filled = {name: getattr(record, name) for name in ("topic", "chair", "recorder", "text")}
        super().__init__(data, initial={**filled, "due": record.due, "present": record.present})
        self.is_group = any(reason == NOT_DUE for reason in away.values()) or record.kind == "group"
        if not self.people:
            self.fields["due"], self.fields["present"] = _count("应到人数"), _count("实到人数")
        reasons = [*_REASONS, (NOT_DUE, "不属于本组")] if self.is_group else _REASONS
        for person in self.people:
            self.fields[f"reason-{person.key}"] = forms.ChoiceField(
                label=f"{person.name}缺席原因",
                choices=reasons,
                required=False,
                initial=away.get(person.key, ""),
                widget=forms.Select({"class": "form-select"}),
            )
        there = set(data.getlist("there")) if data is not None else {p.key for p in self.people} - set(away)
        self.gone = [one.key for one in self.people if one.key not in there]

    @property
    def ticks(self) -> list[Tick]:
        """The roster, a line a person."""
        return [Tick(one, one.key not in self.gone, self[f"reason-{one.key}"]) for one in self.people]

    @property
    def leading(self) -> list[Any]:
        """The fields above the roster."""
        return [self["topic"], self["chair"], self["recorder"]]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for key in self.gone:
            if not values.get(f"reason-{key}"):
                self.add_error(f"reason-{key}", "请选择缺席原因。")
        return values

    @property
    def said(self) -> Said:
        """What the minutes are to say, once the form is valid."""
        values = self.cleaned_data
        return Said(
            **{name: values[name] for name in ("topic", "chair", "recorder", "text")},
            absent={key: values[f"reason-{key}"] for key in self.gone},
            numbers=None if self.people else Turnout(values["due"], values["present"]),
        )


class VoteForm(forms.Form):
    """A matter put to the vote: counts, never who voted how."""

    matter = _line("表决事项", LONGEST_MATTER, "请填写表决事项。", "如：接收某同志为预备党员")
    in_favour, against, abstained = _count("赞成"), _count("反对"), _count("弃权")

    @property
    def votes(self) -> Votes:
        return Votes(*(self.cleaned_data[name] for name in Votes._fields))


class NoteForm(forms.Form):
    """What is wrong in locked minutes."""

    note = _area("更正说明", LONGEST_NOTE, 3, "请写明哪里有差错、应为什么。", "写在记录旁边，原文不动")
