"""Forms of lists: shape here, sense by the rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from heli.duties.models import Record
from heli.mandates.actions.drafts import Chosen
from heli.mandates.catalogue import Bearer, Core, Group, Lane
from heli.mandates.models import MandateItem
from heli.mandates.queries.overview import STATES, Filters, Tally

ANY = ("", "不限")
_NO_POST = ("", "还没有明确")


def _text(label: str, most: int, hint: str = "", *, missing: str = "", rows: int = 0) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=most,
        help_text=hint,
        widget=forms.Textarea({"rows": rows, "class": "mandate-words"}) if rows else forms.TextInput(),
        error_messages={"required": missing},
    )


class FilterForm(forms.Form):
    """What the overview is narrowed to; what cannot be read narrows nothing."""

    bearer = forms.ChoiceField(label="责任主体", required=False, choices=Bearer.choices)
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *STATES.items()])
    place = forms.ChoiceField(
        label="所在单位", required=False, choices=[ANY, ("own", "机关本级"), ("attached", "直属单位")]
    )
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    q = forms.CharField(label="党组织名称", required=False, max_length=60)

    def __init__(self, query: QueryDict, years: Sequence[int], this_year: int) -> None:
        asked = query.copy()
        asked.setdefault("year", str(this_year))
        super().__init__(asked, auto_id="filter-%s")
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)  # noqa: S101 - as declared above
        year.choices = [(one, f"{one} 年") for one in years]
        self._this_year = this_year
        self.full_clean()

    @property
    def year_asked(self) -> int:
        return self.cleaned_data.get("year") or self._this_year

    def filters(self, tallies: Sequence[Tally]) -> Filters:
        """As asked; of which actor nothing is said, of the first in sight."""
        asked = self.cleaned_data
        first = tallies[0].bearer if tallies else Bearer.BODY
        bearer = Bearer(asked["bearer"]) if asked.get("bearer") else first
        name = str(asked.get("q") or "").strip()
        return Filters(self.year_asked, bearer, asked.get("state") or "", asked.get("place") or "", name)


class StartForm(forms.Form):
    """Whose list is begun, for which year, from what."""

    bearer = forms.ChoiceField(
        label="责任主体", choices=Bearer.choices, error_messages={"required": "请选择责任主体。"}
    )
    post = forms.IntegerField(required=False, widget=forms.HiddenInput())
    year = forms.IntegerField(label="年度", error_messages={"required": "请填写年度。"})
    from_last_year = forms.TypedChoiceField(
        label="起草方式",
        choices=[("", "按模板起草"), ("1", "沿用上一年的清单，补上模板里新的条目")],
        required=False,
        coerce=bool,
        empty_value="",
        widget=forms.RadioSelect(),
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any], last_year: bool) -> None:
        super().__init__(data, initial=dict(initial))
        for name in ("bearer", "year"):
            self.fields[name].widget = forms.HiddenInput()
        if not last_year:
            del self.fields["from_last_year"]


class AdoptForm(forms.Form):
    """The meeting that decided, and the record of the list where one was entered before."""

    meeting = forms.TypedChoiceField(
        label="审定的会议",
        coerce=int,
        help_text="从本组织当年的会议记录中选择；还没有记录的，先到“履责”记录会议",
        error_messages={"required": "请选择审定这份清单的会议。", "invalid_choice": "请从列出的会议中选择。"},
    )
    filed = forms.TypedChoiceField(
        label="已录入的责任清单记录",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="一件事只记一次：当年已经录入过的，在这里关联，不再另记",
        error_messages={"invalid_choice": "请从列出的记录中选择。"},
    )

    def __init__(
        self, data: Any = None, *, meetings: Sequence[tuple[Record, str]], filed: Sequence[Record]
    ) -> None:
        super().__init__(data)
        self._offer(
            "meeting",
            [("", "请选择"), *((one.pk, f"{one.happened_on} {kind}：{one.topic}") for one, kind in meetings)],
        )
        if filed:
            said = [(one.pk, f"{one.happened_on} {one.topic}") for one in filed]
            self._offer("filed", [*said, ("", "不关联，另记一条")])
            self.initial["filed"] = filed[0].pk
        else:
            del self.fields["filed"]

    def _offer(self, name: str, choices: Sequence[tuple[object, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = list(choices)


class ReasonForm(forms.Form):
    """Why a list is revised, or on what ground an item is taken in."""

    reason = _text("原因", 200, missing="请写明原因。", rows=2)

    def __init__(self, data: Any = None, *, label: str, hint: str = "") -> None:
        super().__init__(data)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class ItemForm(forms.Form):
    """One item of a draft; text, group and ground of what came from the templates stay as they are."""

    post = forms.ChoiceField(label="岗位和责任人", required=False)
    deadline = _text("完成时限", 60)
    due_on = forms.DateField(
        label="截止日期",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期写成 2026-06-30 的样子。"},
    )
    measures = _text("措施", 500, rows=2)
    left_out = forms.BooleanField(label="不列入", required=False)
    reason = _text("原因", 200)

    def __init__(
        self, data: Any = None, *, item: MandateItem, posts: Sequence[tuple[str, str]], year: int
    ) -> None:
        now = f"{item.office}:{item.post_id}" if item.post_id else item.office
        initial = {"post": now, **{name: getattr(item, name) for name in ("deadline", "due_on", "measures")}}
        initial |= {"left_out": item.left_out, "reason": item.reason}
        super().__init__(data, prefix=item.line or "new", initial=initial)
        self.item, self.year = item, year
        known = {value for value, _ in posts}
        kept = [(now, f"{item.get_office_display()}（没有人任职）")] if now and now not in known else []
        post = self.fields["post"]
        assert isinstance(post, forms.ChoiceField)  # noqa: S101 - as declared above
        post.choices = [_NO_POST, *kept, *posts]
        if item.is_mandatory:
            del self.fields["left_out"], self.fields["reason"]
        elif item.is_own:
            self.fields["reason"].label = "列入的原因"

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("due_on") and data["due_on"].year != self.year:
            self.add_error("due_on", f"截止日期应在 {self.year} 年内。")
        if data.get("left_out") and not self.item.is_own and not data.get("reason"):
            self.add_error("reason", "去掉这一条请写明原因（S000-42）。")
        return data

    @property
    def now(self) -> str:
        """Post, person and deadline as they stand, for the folded item."""
        post = self.fields["post"]
        assert isinstance(post, forms.ChoiceField)  # noqa: S101 - as declared above
        words = dict(post.choices)[self.initial["post"]]  # type: ignore[arg-type]
        return f"{words} · {self.item.deadline or '没有时限'}"

    @property
    def is_unfolded(self) -> bool:
        """Whether it is shown open: it has a fault, or nobody bears the item."""
        return bool(self.errors) or (not self.item.office and not self.item.left_out)

    @property
    def chosen(self) -> Chosen:
        """What was entered, as the action takes it."""
        data = self.cleaned_data
        office, _, post = data["post"].partition(":")
        return Chosen(
            line=self.item.line,
            measures=data["measures"],
            deadline=data["deadline"],
            due_on=data["due_on"],
            office=office,
            post=int(post) if post else None,
            left_out=data.get("left_out", False),
            reason=data.get("reason", ""),
            text=data.get("text", ""),
            group=data.get("group", ""),
            ground=data.get("ground", ""),
            requirement=data.get("requirement"),
            lane=data.get("lane", ""),
            core=data.get("core", ""),
        )


class OwnItemForm(ItemForm):
    """An item of the organisation's own: everything may be written; `is_new` where none was begun."""

    text = _text("责任内容", 300, rows=2)
    group = forms.ChoiceField(label="类别", choices=Group.choices)
    lane = forms.ChoiceField(label="职责", required=False, choices=Lane.choices)
    core = forms.ChoiceField(label="四项职责任务", required=False, choices=Core.choices)
    ground = _text("依据", 200, "文件名称和条目；依据年度任务的在下面选择")
    requirement = forms.TypedChoiceField(label="年度任务", required=False, coerce=int, empty_value=None)
    field_order = ("text", "group", "post", "deadline", "due_on", "measures", "reason")

    def __init__(self, data: Any = None, *, requirements: Sequence[tuple[str, str]], **kept: Any) -> None:
        super().__init__(data, **kept)
        for name in ("text", "group", "lane", "core", "ground"):
            self.initial[name] = getattr(self.item, name)
        self.initial["requirement"] = self.item.requirement_id
        requirement = self.fields["requirement"]
        assert isinstance(requirement, forms.ChoiceField)  # noqa: S101 - as declared above
        requirement.choices = [("", "不关联"), *requirements]
        if not requirements:
            del self.fields["requirement"]
        if not self.item.line:
            del self.fields["left_out"]

    @property
    def is_empty(self) -> bool:
        """Whether the form for another item was left as it was."""
        return not self.item.line and not str(self.cleaned_data.get("text", "")).strip()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("left_out") or (not self.item.line and not data.get("text", "").strip()):
            return data
        if not data.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", "请写明责任内容；不要这一条的，请勾选“不列入”。")
        if not data.get("reason"):
            self.add_error("reason", "自选条目请写明列入的原因（S000-42）。")
        return data
