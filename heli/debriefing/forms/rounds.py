"""A round: beginning it, its plan, its reporters, the document, the grades."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from heli.accounts.catalogue import Office
from heli.ballots.forms import number
from heli.debriefing.actions.rounds import Planned
from heli.debriefing.catalogue import Grade, Manner, Relation
from heli.debriefing.models import Debriefing, RaterGroup
from heli.debriefing.queries.results import Result
from heli.debriefing.queries.rounds import Candidate
from heli.debriefing.rules.proposals import Scale
from heli.duties.models import Record
from heli.orgs.models import Organisation

MOST_GROUPS = 6


def day(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}应写作 2026-06-30。"},
    )


class StartForm(forms.Form):
    """Which organisation, which year."""

    organiser = forms.TypedChoiceField(
        label="组织方",
        coerce=int,
        error_messages={"required": "请选择组织方。", "invalid_choice": "请选择组织方。"},
    )
    year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        error_messages={"required": "请选择年度。", "invalid_choice": "请选择年度。"},
    )

    def __init__(self, sent: Any, *, organisers: Sequence[Organisation], today: date) -> None:
        super().__init__(sent, initial={"year": str(today.year)})
        self.organisers = {one.pk: one for one in organisers}
        choices = [(str(one.pk), one.name) for one in organisers]
        self.fields["organiser"].choices = choices  # type: ignore[attr-defined]
        years = [(str(one), f"{one}年度") for one in (today.year, today.year - 1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """The arguments of `actions.start`, once the form is valid."""
        words = self.cleaned_data
        return {"organiser": self.organisers[words["organiser"]], "year": words["year"]}


class PlanForm(forms.Form):
    """Days, share of the 测评, scale and groups with their weights."""

    first_on = day("开始日期")
    last_on = day("结束日期", "一般在 11 月以后开始、年底前结束")
    why_when = forms.CharField(
        label="不在规定时间的原因", required=False, max_length=200, help_text="在 11 月至 12 月进行的不填"
    )
    rating_share = number("测评所占比例", help_text="百分之几；其余为党建考核得分。示例为 60，以方案文件为准")

    def __init__(self, sent: Any, *, held: Debriefing, scale: Scale, groups: Sequence[RaterGroup]) -> None:
        super().__init__(sent)
        self.initial = {
            "first_on": held.first_on,
            "last_on": held.last_on,
            "why_when": held.why_when,
            "rating_share": held.rating_share,
        }
        for grade in Grade:
            self.fields[f"worth-{grade}"] = _small(f"“{grade.label}”每票分值", scale.worth[grade])
            self.fields[f"line-{grade}"] = _small(f"“{grade.label}”分数线", scale.line[grade])
        for place in range(MOST_GROUPS):
            known = groups[place] if place < len(groups) else None
            self.fields[f"group-{place}"] = forms.CharField(
                label=f"测评主体 {place + 1}",
                required=False,
                max_length=40,
                initial=known.name if known else "",
                widget=forms.TextInput({"class": "form-control", "aria-label": f"测评主体 {place + 1}"}),
            )
            self.fields[f"weight-{place}"] = _small(
                f"测评主体 {place + 1} 的权重", known.weight if known else None, required=False
            )

    @property
    def days(self) -> list[BoundField]:
        return [self[name] for name in ("first_on", "last_on", "why_when", "rating_share")]

    @property
    def scale_rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        return ((grade.label, self[f"worth-{grade}"], self[f"line-{grade}"]) for grade in Grade)

    @property
    def group_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        return ((self[f"group-{place}"], self[f"weight-{place}"]) for place in range(MOST_GROUPS))

    def asked(self) -> Planned:
        """What `actions.change_plan` takes, once the form is valid."""
        words = self.cleaned_data
        named = [(words[f"group-{one}"].strip(), words[f"weight-{one}"] or 0) for one in range(MOST_GROUPS)]
        return Planned(
            first_on=words["first_on"],
            last_on=words["last_on"],
            why_when=words["why_when"],
            rating_share=words["rating_share"],
            scale=Scale(
                {grade: words[f"worth-{grade}"] for grade in Grade},
                {grade: words[f"line-{grade}"] for grade in Grade},
            ),
            groups=[(name, weight) for name, weight in named if name],
        )


class WhoForm(forms.Form):
    """By which relation and in which office: asked in the address, before the list."""

    who = forms.ChoiceField(
        label="述职关系和职务", required=False, widget=forms.Select({"class": "form-select"})
    )

    def __init__(self, sent: Any, relations: Sequence[Relation]) -> None:
        super().__init__(sent)
        self.pairs = {f"{one.id}-{office}": (one, office) for one in relations for office in one.offices}
        choices = [
            (key, f"{one.name}（{Office(office).label}）") for key, (one, office) in self.pairs.items()
        ]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]
        first = next(iter(self.pairs))
        self.key = self.cleaned_data["who"] if self.is_valid() and self.cleaned_data["who"] else first
        self.initial = {"who": self.key}

    @property
    def asked(self) -> tuple[Relation, Office]:
        return self.pairs[self.key]


class EnlistForm(forms.Form):
    """Whose secretaries, on the spot or in writing."""

    manner = forms.ChoiceField(
        label="述职方式",
        choices=Manner.choices,
        initial=Manner.ON_SPOT,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择述职方式。"},
    )
    organisations = forms.TypedMultipleChoiceField(
        label="党组织和述职人",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾选至少一个党组织。",
            "invalid_choice": "名单已更新，请刷新页面后核对。",
        },
    )

    def __init__(self, sent: Any, found: Sequence[Candidate]) -> None:
        super().__init__(sent, initial={"manner": Manner.ON_SPOT})
        self.found = {one.organisation.pk: one.organisation for one in found if one.name}
        self.fields["organisations"].choices = [  # type: ignore[attr-defined]
            (str(one.organisation.pk), f"{one.organisation.short_name}　{one.name}")
            for one in found
            if one.name
        ]

    def asked(self) -> dict[str, Any]:
        """The arguments of `actions.enlist` that this form knows, once it is valid."""
        words = self.cleaned_data
        return {
            "manner": Manner(words["manner"]),
            "organisations": [self.found[pk] for pk in words["organisations"]],
        }


class IssueForm(forms.Form):
    """The document with which the plan is issued."""

    document = forms.CharField(
        label="方案文号",
        max_length=120,
        help_text="没有文件的，写研究决定的会议和日期",
        error_messages={"required": "请填写方案的文号。"},
    )


class DecideForm(forms.Form):
    """The meeting, and of each reporter the grade with a reason where it departs from the proposal."""

    def __init__(
        self,
        sent: Any,
        *,
        held: Debriefing,
        found: Sequence[Result],
        meetings: Sequence[tuple[Record, str]] | None,
    ) -> None:
        """`meetings` None: those of the organiser are not recorded, one is named instead."""
        super().__init__(sent)
        self.found = found
        self.meetings = None if meetings is None else {one.pk: one for one, _ in meetings}
        if meetings is None:
            self.fields["met_as"] = forms.CharField(
                label="审定的会议", max_length=120, initial=held.met_as,
                help_text="如“市直机关工委第 12 次委员会议”",
                error_messages={"required": "请填写审定的会议。"},
            )  # fmt: skip
            self.fields["met_on"] = day("会议日期")
            self.fields["met_on"].initial = held.met_on
        else:
            choices = [(str(one.pk), f"{one.happened_on} {kind}：{one.topic}") for one, kind in meetings]
            self.fields["meeting"] = forms.TypedChoiceField(
                label="审定的会议", coerce=int, choices=[("", "请选择"), *choices], initial=held.meeting_id,
                help_text="先在“记录会议”中记下研究审定的委员会会议，再在这里选择",
                error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择审定等次的会议。"),
            )  # fmt: skip
        for one in found:
            self._add(one)

    def _add(self, one: Result) -> None:
        name = one.reporter.name
        proposed = one.proposal.grade
        self.fields[f"grade-{one.reporter.pk}"] = forms.ChoiceField(
            label=f"{name}的等次",
            choices=[("", "请选择"), *Grade.choices],
            initial=one.reporter.grade or (proposed.value if proposed is not None else ""),
            widget=forms.Select({"class": "form-select", "aria-label": f"{name}的等次"}),
            error_messages={"required": f"请给{name}选择等次。"},
        )
        self.fields[f"why-{one.reporter.pk}"] = forms.CharField(
            label=f"{name}的等次与测算不同的原因",
            required=False,
            max_length=200,
            initial=one.reporter.why_departs,
            widget=forms.TextInput({"class": "form-control", "aria-label": f"{name}的等次与测算不同的原因"}),
        )

    @property
    def meeting_fields(self) -> list[BoundField]:
        return [self[name] for name in ("meeting", "met_as", "met_on") if name in self.fields]

    @property
    def rows(self) -> Iterator[tuple[Result, BoundField, BoundField]]:
        return ((one, self[f"grade-{one.reporter.pk}"], self[f"why-{one.reporter.pk}"]) for one in self.found)

    def asked(self) -> dict[str, Any]:
        """The arguments of `actions.decide`, once the form is valid."""
        words = self.cleaned_data
        meeting = None if self.meetings is None else self.meetings[words["meeting"]]
        return {
            "meeting": meeting,
            "met_on": words.get("met_on"),
            "met_as": words.get("met_as", ""),
            "grades": {
                one.reporter.pk: (words[f"grade-{one.reporter.pk}"], words[f"why-{one.reporter.pk}"])
                for one in self.found
            },
        }


def _small(label: str, initial: int | None, *, required: bool = True) -> forms.IntegerField:
    field = number(label, required=required)
    field.initial = initial
    field.widget.attrs |= {"aria-label": label, "class": "form-control"}
    return field
