"""谈心谈话 as entered: the day, the occasion, who talked with whom; no field for what was said."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms

from heli.orgs.models import Organisation
from heli.talks import queries, rules
from heli.talks.catalogue import TalkKind
from heli.talks.rules import Entered, Person

_FIELDS = {
    "day-to-come": "held_on",
    "day-too-early": "held_on",
    "not-on-the-roster": "held_on",
    "leads-missing": "leads",
    "others-missing": "others",
    "special-alone": "others",
    "talks-with-himself": "others",
}
"""The field at which a refusal of that code is told; any other at the kind."""


class YearForm(forms.Form):
    """The year that a page shows, and whether only branches with open talks."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    open = forms.BooleanField(label="只看还有没谈过的支部", required=False)

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data)
        years = [today.year, today.year - 1]
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one, f"{one} 年") for one in years]
        self.full_clean()
        self.asked: int = self.cleaned_data.get("year") or today.year
        self.only_open: bool = bool(self.cleaned_data.get("open"))


class TalkForm(forms.Form):
    """One entry: one member who talked, several with whom he did."""

    kind = forms.ChoiceField(
        label="情形",
        choices=TalkKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择情形。"},
    )
    held_on = forms.DateField(
        label="日期",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "日期写成 2026-06-30 的样子。"},
    )
    leads = forms.ChoiceField(label="谈话人", error_messages={"required": "请选择谈话人。"})
    others = forms.MultipleChoiceField(
        label="谈话对象", error_messages={"required": "请至少勾选一名谈话对象。"}
    )
    together = forms.BooleanField(
        label="记为支部的集中谈心谈话",
        required=False,
        help_text="同一天的记为一次，作为支部的履职记录，不用另记",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        branch: Organisation,
        people: Sequence[Person],
        untalked: Collection[int],
        today: date,
        own: int | None,
    ) -> None:
        officers = [one for one in people if one.officer]
        first = own if own in {one.member for one in people} else next((one.member for one in officers), None)
        super().__init__(
            data,
            initial={"kind": TalkKind.COMMITTEE_AND_MEMBER, "held_on": today, "leads": first},
        )
        self.branch, self.today = branch, today
        self.untalked = frozenset(untalked)
        self.people = sorted(people, key=lambda one: one.member not in self.untalked)
        names = [(str(one.member), one.name) for one in [*officers, *(p for p in people if not p.officer)]]
        for name, choices in (("leads", [("", "请选择"), *names]), ("others", names)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
            field.choices = choices

    @property
    def ticks(self) -> list[tuple[Person, bool, bool]]:
        """Each member, whether ticked, and whether not talked with yet this year; those first."""
        ticked = set(self["others"].value() or ())
        return [(one, str(one.member) in ticked, one.member in self.untalked) for one in self.people]

    @property
    def ticked(self) -> int:
        """How many are ticked."""
        return sum(ticked for _, ticked, _ in self.ticks)

    @property
    def entered(self) -> Entered:
        said = self.cleaned_data
        others = frozenset(int(one) for one in said.get("others", ()))
        return Entered(TalkKind(said["kind"]), said["held_on"], int(said["leads"]), others)

    def clean(self) -> dict[str, Any]:
        """Weigh what was chosen against the roster of the day."""
        said = self.cleaned_data
        if {"kind", "held_on", "leads", "others"} <= said.keys():
            entered = self.entered
            people = queries.people_of(self.branch, entered.held_on)
            again = queries.is_known(self.branch, entered)
            verdict = rules.can_be_entered(entered, people, self.today, again=again)
            if not verdict:
                self.add_error(_FIELDS.get(verdict.code, "kind"), verdict.reason)
        return said
