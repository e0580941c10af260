"""The page 记录会议 as sent: what was chosen and typed, and whether it is whole."""

from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.http import QueryDict
from django.utils.dateparse import parse_date

from heli.duties.queries.later import Later
from heli.orglife import queries, rules
from heli.orglife.catalogue import NOT_DUE, Absence
from heli.orglife.queries import Offer, Setting, Weighing
from heli.orglife.rules import Gathering, Person, Turnout
from heli.orgs.models import Organisation

_REASONS = [("", "请选择原因"), *((value, label) for value, label in Absence.choices if value)]
_OTHER_GROUP = (NOT_DUE, "不属于本组")
_MOST = 99_999

# Which field of the form a rule's objection concerns; "" is the form as a whole.
_CONCERNS = {"kind": "kind", "day": "happened_on", "people": "", "chair": "chair"}


class KindChoice(NamedTuple):
    """One large toggle: the radio, the kind that it offers, whether in sight, whether the day is past."""

    radio: BoundWidget
    offer: Offer
    in_sight: bool
    is_overdue: bool


class Tick(NamedTuple):
    """One line of the roster: the person, whether there, and the field of the reason."""

    person: Person
    there: bool
    reason: BoundField


def day_of(text: str, otherwise: date) -> date:
    """The day written as 2026-06-30; `otherwise` for anything else."""
    try:
        return parse_date(text) or otherwise
    except ValueError:
        return otherwise


def read(sent: QueryDict, organisation: Organisation, today: date, *, saving: bool) -> "MeetingForm":
    """The form as it stands after what was sent (nothing, an address' wishes, or the form itself)."""
    on = day_of(sent.get("happened_on") or sent.get("day", ""), today)
    setting = queries.setting(organisation, sent.get("kind", ""), on, today)
    filled = _filled_in(sent, setting)
    weighing = queries.weigh(
        setting,
        _gathering(sent, setting, filled),
        chair=filled["chair"].strip(),
        topic=filled["topic"].strip(),
        earlier=_earlier(sent, setting),
    )
    return MeetingForm(sent, setting=setting, weighing=weighing, filled=filled, saving=saving)


def _filled_in(sent: QueryDict, setting: Setting) -> dict[str, Any]:
    """What the fields show: what was sent, else what Heli knows.

    A chair that Heli had filled in, and nobody changed, follows the kind of meeting.
    """
    filled: dict[str, Any] = {
        "topic": "",
        "text": "",
        "present": "",
        "chair": setting.chair,
        "recorder": setting.recorder,
        "due": "" if setting.due is None else str(setting.due),
    }
    filled |= {name: sent[name] for name in filled if name in sent}
    if sent.get("prefilled") == filled["chair"]:
        filled["chair"] = setting.chair
    if sent.get("do") == "outline" and setting.outline is not None:
        filled["text"] = f"{filled['text'].rstrip()}\n{setting.outline.text}".lstrip("\n")
    filled |= {name: value for name, value in sent.items() if name.startswith("reason-")}
    return {
        **filled,
        "part": "part" in sent or "topic" not in sent,
        "kind": setting.kind.id,
        "happened_on": setting.on,
    }


def _gathering(sent: QueryDict, setting: Setting, filled: dict[str, Any]) -> Gathering:
    """Who came, as far as it can be read; people whom the page did not show yet are taken as present."""
    if not setting.people:
        due, present = _number(filled["due"]), _number(filled["present"])
        return Gathering(numbers=None if due is None or present is None else Turnout(due, present))
    gone = set(_gone(sent))
    away = {one.key: sent.get(f"reason-{one.key}", "") for one in setting.people if one.key in gone}
    if not setting.is_group:  # who was of another group is due at any other meeting
        away = {key: reason for key, reason in away.items() if reason != NOT_DUE}
    return Gathering(setting.people, away)


def _earlier(sent: QueryDict, setting: Setting) -> Later | None:
    """The earlier period that it counts for: the one chosen; unasked the first that is open."""
    if "counts_on" in sent:
        return next((one for one in setting.later if one.counts_on.isoformat() == sent["counts_on"]), None)
    return next((one for one in setting.later[:1] if not one.done), None)


def _gone(sent: QueryDict) -> list[str]:
    """The keys of those who are away: not ticked where they were shown, or carried from another roster."""
    shown, there = sent.get("shown", "").split(), set(sent.getlist("there"))
    return [*(key for key in shown if key not in there), *(set(sent.getlist("gone")) - set(shown))]


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= len(str(_MOST)) else None


def _line(label: str, missing: str, most: int, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        error_messages={"required": missing, "max_length": f"{label}最多 {most} 个字。"},
        widget=forms.TextInput({"autocomplete": "off", **attrs}),
    )


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_MOST,
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}应是整数。"},
        widget=forms.NumberInput({"inputmode": "numeric", "min": "0"}),
    )


class MeetingForm(forms.Form):
    """A meeting, or a document filed, of one organisation: its fields follow the kind of record.

    Bound only to be saved; on the way there it is drawn anew from what was sent, without complaints.
    """

    kind = forms.ChoiceField(
        label="类型", widget=forms.RadioSelect, error_messages={"required": "请选择类型。"}
    )
    happened_on = forms.DateField(
        label="日期",
        error_messages={"required": "请填写日期。", "invalid": "日期请写作 2026-06-30。"},
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    topic = _line("主题", "请填写主题。", 200)
    text = forms.CharField(
        label="主要内容",
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(
        self, sent: QueryDict, *, setting: Setting, weighing: Weighing, filled: dict[str, Any], saving: bool
    ) -> None:
        super().__init__(sent if saving else None, initial=filled)
        self.setting, self.weighing, self.sent, self.filled = setting, weighing, sent, filled
        kinds: forms.ChoiceField = self.fields["kind"]  # type: ignore[assignment]
        kinds.choices = [(offer.kind.id, offer.kind.name) for offer in setting.offers]
        self.fields["happened_on"].widget.attrs["max"] = setting.today.isoformat()
        self._add_fields()

    def _add_fields(self) -> None:
        setting = self.setting
        if setting.is_meeting:
            self.fields["chair"] = _line(
                setting.chair_label, f"请填写{setting.chair_label}。", 60, list="names"
            )
            if not setting.people:
                self.fields["due"] = _count("应到人数")
                self.fields["present"] = _count("实到人数")
        self.fields["recorder"] = _line(setting.recorder_label, "", 60, list="names")
        self.fields["recorder"].required = False
        if setting.later:
            first = setting.later[0]
            self.fields["counts_on"] = forms.ChoiceField(
                label="计入哪一期",
                required=False,
                choices=[
                    *((one.counts_on.isoformat(), one.words) for one in setting.later),
                    ("", "计入当期"),
                ],
                initial="" if first.done else first.counts_on.isoformat(),
                help_text="按年度通知的开展时限或批准的延期，可以计入以前的一期。",
            )
        if setting.theme_day is not None:
            self.fields["part"] = forms.BooleanField(
                label=f"是当天主题党日“{setting.theme_day.topic}”的一部分", required=False
            )
        reasons = [*_REASONS, _OTHER_GROUP] if setting.is_group else _REASONS
        for person in setting.people:
            self.fields[f"reason-{person.key}"] = forms.ChoiceField(
                label=f"{person.name}缺席原因",
                choices=reasons,
                required=False,
                error_messages={"invalid_choice": "这类会议没有这个原因，请核对是否到会。"},
                widget=forms.Select({"class": "form-select"}),
            )

    @property
    def kind_choices(self) -> list[KindChoice]:
        """The large toggles, those in sight first."""
        chosen = self.setting.kind.id
        sight = {offer.kind.id for offer in self.setting.in_sight}
        options = {option.data["value"]: option for option in self["kind"].subwidgets}
        return [
            KindChoice(
                options[offer.kind.id],
                offer,
                in_sight=offer.kind.id in sight or offer.kind.id == chosen,
                is_overdue=offer.due_on is not None and offer.due_on < self.setting.today,
            )
            for offer in self.setting.offers
        ]

    @property
    def ticks(self) -> list[Tick]:
        """The roster, a line a person."""
        away = self.weighing.gathering.away
        return [
            Tick(person, person.key not in away, self[f"reason-{person.key}"])
            for person in self.setting.people
        ]

    @property
    def shown(self) -> str:
        """The keys of the roster that this page shows."""
        return " ".join(person.key for person in self.setting.people)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Absences of people whom this roster does not show: another kind of meeting may show them again."""
        here = {person.key for person in self.setting.people}
        return [(key, self.sent.get(f"reason-{key}", "")) for key in _gone(self.sent) if key not in here]

    @property
    def chair_source(self) -> str:
        """Where the chair filled in comes from."""
        return "任职名单" if self.setting.chair and self.filled["chair"] == self.setting.chair else ""

    @property
    def recorder_source(self) -> str:
        """Where the recorder filled in comes from."""
        known = self.setting.recorder
        return "上次记录" if known and self.filled["recorder"] == known else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        gathering = self.weighing.gathering
        shown = {person.key for person in self.setting.people}
        if shown != set(self.sent.get("shown", "").split()):
            self.add_error(None, "应到名单已随类型、日期或花名册更新，请核对到会情况后再保存。")
        for key, reason in gathering.away.items():
            if not reason:
                self.add_error(f"reason-{key}", "请选择缺席原因。")
        for name, verdict in self.weighing.objections.items():
            field = _CONCERNS[name]
            if rules.blocks(verdict) and not (field and self.has_error(field)):
                self.add_error(field or None, f"{verdict.reason}{_cited(verdict.source)}")
        if self.weighing.again is not None:
            self.add_error(None, "这次会议已经记录过了：同一天、同一类型、同一主题。一件事只记一次。")
        return values

    def document(self) -> dict[str, Any]:
        """The arguments of `actions.file_document`, once the form is valid."""
        known = {"organisation": self.setting.organisation}
        asked = ("kind", "happened_on", "topic", "recorder", "text")
        day = self.cleaned_data.get("counts_on") or ""
        later = {"counts_on": date.fromisoformat(day)} if day else {}
        return {**known, **later, **{name: self.cleaned_data[name] for name in asked}}

    def meeting(self) -> dict[str, Any]:
        """The arguments of `actions.record_meeting`, once the form is valid."""
        return {
            **self.document(),
            "chair": self.cleaned_data["chair"],
            "absent": self.weighing.gathering.away,
            "numbers": self.weighing.gathering.numbers,
            "part_of": self.setting.theme_day if self.cleaned_data.get("part") else None,
        }


def _cited(source: str) -> str:
    return f"依据：{source}" if source else ""
