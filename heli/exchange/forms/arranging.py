"""Arranging a gathering, inviting, saying who speaks, calling it off."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from heli.exchange.catalogue import GatheringKind
from heli.exchange.models import Exhibit, Gathering
from heli.exchange.queries.gatherings import MOST_SINGLE
from heli.exchange.rules.acts import can_be_arranged
from heli.kernel.periods import Period, PeriodKind, period_on, periods_of
from heli.members.models import Post
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation

_DAY = {"invalid": "请按 2026-06-30 的样子填写日期。"}
FAULT_FIELDS = {"title-missing": "title", "as-of-outside": "as_of", "due-after-day": "due_on"}


def day_field(label: str, help_text: str = "", *, required: str = "") -> forms.DateField:
    """A day; `required` says what to fill in where it is missing."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required or f"请填写{label}。", **_DAY},
    )


class GatheringForm(forms.Form):
    """What a gathering is called, looks at, when it is held, who answers objections."""

    title = forms.CharField(label="名称", max_length=120, error_messages={"required": "请填写名称。"})
    kind = forms.ChoiceField(
        label="类别",
        choices=GatheringKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择类别。"},
    )
    period = forms.ChoiceField(label="比哪个期间", error_messages={"required": "请选择期间。"})
    as_of = day_field("数据截至", "全部数字按这一天计算；在期间之内。")
    held_on = day_field("开会日期")
    due_on = day_field("材料报送期限", "不晚于开会日期。")
    place = forms.CharField(label="地点", max_length=60, required=False)
    answerer = forms.TypedChoiceField(
        label="异议答复人",
        coerce=int,
        help_text="组织方的负责同志或工作人员；异议由这个人在期限内答复。",
        error_messages={"required": "请选择异议答复人。", "invalid_choice": "这个人已不在任，请重新选择。"},
    )

    def __init__(
        self, sent: Any = None, *, answerers: Sequence[Post], today: date, gathering: Gathering | None = None
    ) -> None:
        super().__init__(sent, initial=_said(gathering) if gathering is not None else _guess(today))
        self.posts = {one.pk: one for one in answerers}
        self.fields["answerer"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.name}（{one.get_office_display()}）") for one in answerers
        ]
        self.fields["period"].choices = _periods(today, gathering)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not self.errors:
            verdict = can_be_arranged(
                title=words["title"],
                known=False,
                period=Period.parse(words["period"]),
                as_of=words["as_of"],
                held_on=words["held_on"],
                due_on=words["due_on"],
            )
            if not verdict:
                self.add_error(FAULT_FIELDS.get(verdict.code), verdict.reason)
        return words

    def asked(self) -> dict[str, Any]:
        """The arguments of the actions, once the form is valid."""
        words = dict(self.cleaned_data)
        words["kind"] = GatheringKind(words["kind"])
        words["answerer"] = self.posts[words["answerer"]]
        return words


def _guess(today: date) -> dict[str, Any]:
    """A mid-year gathering in the first three quarters, the year's in the last."""
    late = today.month > 9
    period = period_on(PeriodKind.YEAR if late else PeriodKind.HALF, today)
    kind = GatheringKind.YEAR_END if late else GatheringKind.MIDYEAR
    return {
        "title": f"{period.name}机关党建“晒比评”{kind.label}",
        "kind": kind.value,
        "period": period.code,
        "as_of": min(period.end, today),
        "held_on": today,
        "due_on": today,
    }


def _said(held: Gathering) -> dict[str, Any]:
    names = ("title", "kind", "period", "as_of", "held_on", "due_on", "place")
    return {**{name: getattr(held, name) for name in names}, "answerer": held.answerer_id}


def _periods(today: date, held: Gathering | None) -> list[tuple[str, str]]:
    kinds = (PeriodKind.HALF, PeriodKind.YEAR, PeriodKind.QUARTER)
    years = (today.year, today.year - 1)
    every = [one for year in years for kind in kinds for one in periods_of(kind, year)]
    begun = [one for one in every if one.start <= today]
    if held is not None and held.of not in begun:
        begun.insert(0, held.of)
    return [(one.code, one.name) for one in begun]


class InviteForm(forms.Form):
    """Which kinds take part as a whole, and which organisations by themselves."""

    kinds = forms.MultipleChoiceField(
        label="整类参加",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="这一类的全部组织都参加；已在名单上的不重复。",
    )
    organisations = forms.TypedMultipleChoiceField(
        label="单个参加",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选的组织已有变动，请刷新页面后再选。"},
    )

    def __init__(self, sent: Any = None, *, offered: Sequence[tuple[Kind, list[Organisation]]]) -> None:
        super().__init__(sent)
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            (kind.value, f"{kind.label}（{len(found)} 个）") for kind, found in offered
        ]
        self.single = [(kind.label, found) for kind, found in offered if len(found) <= MOST_SINGLE]
        self.fields["organisations"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.short_name) for _, found in self.single for one in found
        ]
        given = self.data.getlist("organisations") if hasattr(self.data, "getlist") else []
        self.ticked = {int(one) for one in given if one.isdecimal()}

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not self.errors and not words.get("kinds") and not words.get("organisations"):
            self.add_error("kinds", "请至少选择一类或一个组织。")
        return words


class SpeakersForm(forms.Form):
    """The order in which organisations speak; an empty number: shown in writing."""

    def __init__(self, sent: Any = None, *, exhibits: Sequence[Exhibit]) -> None:
        super().__init__(sent)
        for one in exhibits:
            self.fields[f"order-{one.pk}"] = forms.IntegerField(
                label=one.organisation.short_name,
                required=False,
                min_value=1,
                max_value=99,
                initial=one.speak_order,
                error_messages={
                    "invalid": "请填数字。",
                    "min_value": "请填 1 至 99。",
                    "max_value": "请填 1 至 99。",
                },
            )
            widget = self.fields[f"order-{one.pk}"].widget
            widget.attrs |= {
                "aria-label": f"{one.organisation.short_name}的发言顺序",
                "class": "form-control",
            }
        self.exhibits = list(exhibits)

    @property
    def rows(self) -> list[tuple[Exhibit, Any]]:
        return [(one, self[f"order-{one.pk}"]) for one in self.exhibits]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        numbers = [value for value in words.values() if value is not None]
        twice = next((one for one in numbers if numbers.count(one) > 1), None)
        if twice is not None:
            self.add_error(None, f"发言顺序 {twice} 填了两次，请改成不同的数。")
        return words

    def speakers(self) -> list[int]:
        """The exhibits that speak, in their order."""
        given = {one.pk: self.cleaned_data.get(f"order-{one.pk}") for one in self.exhibits}
        return sorted((pk for pk, order in given.items() if order), key=lambda pk: given[pk] or 0)


class ReasonForm(forms.Form):
    """Why: others see it."""

    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写明原因，参加单位会看到。"},
    )
