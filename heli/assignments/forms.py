"""Forms of 设岗定责: one title for several members, its end, why it is taken back, the list's filter."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from heli.assignments import queries, rules
from heli.assignments.catalogue import EXAMPLES, MOST_ABOUT, MOST_TITLE, MOST_WHY, AssignmentKind
from heli.assignments.queries import Person
from heli.assignments.rules import Entered
from heli.duties.forms.deciding import day_input
from heli.orgs.models import Organisation

_FIELDS = {
    "day-to-come": "begins_on",
    "ends-before-start": "ends_on",
    "not-on-the-roster": "begins_on",
    "already-assigned": "members",
}
"""The field at which a refusal of that code is told; any other at the title."""
_DAY = "日期写成 2026-06-30 的样子。"


class ListForm(forms.Form):
    """What the list is narrowed to, read from the address."""

    q = forms.CharField(label="党支部名称", required=False, max_length=60)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, auto_id="filter-%s")
        self.full_clean()

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q") or "").strip()


class AssignForm(forms.Form):
    """One post or task, and the members of the branch who answer for it."""

    kind = forms.ChoiceField(
        label="类别",
        choices=AssignmentKind.choices,
        initial=AssignmentKind.POST,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择岗位或任务。"},
    )
    title = forms.CharField(
        label="名称",
        max_length=MOST_TITLE,
        widget=forms.TextInput({"list": "titles", "autocomplete": "off"}),
        help_text="如党员先锋岗、党员责任区；任务如结对帮带、服务项目",
        error_messages={
            "required": "请填写岗位或任务的名称。",
            "max_length": f"名称最多 {MOST_TITLE} 个字。",
        },
    )
    about = forms.CharField(
        label="职责",
        required=False,
        max_length=MOST_ABOUT,
        help_text="负责什么，一句话；可以不填，不写做得怎么样",
        error_messages={"max_length": f"职责最多 {MOST_ABOUT} 个字。"},
    )
    begins_on = forms.DateField(
        label="开始日期",
        widget=day_input(),
        error_messages={"required": "请填写开始日期。", "invalid": _DAY},
    )
    ends_on = forms.DateField(
        label="结束日期",
        required=False,
        widget=day_input(),
        help_text="已经知道的才填，如年底；不知道的留空，到时在支部页面登记结束",
        error_messages={"invalid": _DAY},
    )
    members = forms.MultipleChoiceField(
        label="党员",
        help_text="同一个名称由几个人负责的，一次勾选",
        error_messages={"required": "请至少勾选一名党员。"},
    )

    def __init__(
        self, data: Any = None, *, branch: Organisation, people: Sequence[Person], today: date
    ) -> None:
        super().__init__(data, initial={"begins_on": today})
        self.branch, self.people, self.today = branch, people, today
        field = self.fields["members"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(str(one.member), one.name) for one in people]

    @property
    def titles(self) -> list[str]:
        """Titles to choose from: those of the branch, then examples; another may be written."""
        used = queries.titles_used(self.branch)
        return [*used, *(one for one in EXAMPLES if one not in used)]

    @property
    def ticks(self) -> list[tuple[Person, bool]]:
        """Each member, and whether ticked."""
        ticked = set(self["members"].value() or ())
        return [(one, str(one.member) in ticked) for one in self.people]

    @property
    def ticked(self) -> int:
        """How many are ticked."""
        return sum(ticked for _, ticked in self.ticks)

    @property
    def entered(self) -> Entered:
        said = self.cleaned_data
        chosen = frozenset(int(one) for one in said["members"])
        return Entered(rules.tidy(said["title"]), said["about"], said["begins_on"], said["ends_on"], chosen)

    def clean(self) -> dict[str, Any]:
        """Weigh what was chosen against the roster of the first day and what they have already."""
        said = self.cleaned_data
        if {"title", "about", "begins_on", "ends_on", "members"} <= said.keys():
            entered = self.entered
            roster = {one.member for one in queries.people_of(self.branch, entered.begins_on)}
            holding = queries.holding(self.branch, entered)
            verdict = rules.can_be_assigned(entered, roster, self.today, holding=holding)
            if not verdict:
                self.add_error(_FIELDS.get(verdict.code, "title"), verdict.reason)
        return said


class EndForm(forms.Form):
    """The last day of an assignment."""

    ends_on = forms.DateField(
        label="结束日期",
        widget=day_input(),
        help_text="最后一天",
        error_messages={"required": "请填写结束日期。", "invalid": _DAY},
    )


class WithdrawForm(forms.Form):
    """Why an assignment is taken back."""

    reason = forms.CharField(
        label="撤回原因",
        max_length=MOST_WHY,
        help_text="登记错了才撤回，如选错了人；不再担任的请用“结束”",
        error_messages={
            "required": "请写明撤回的原因。",
            "max_length": f"撤回原因最多 {MOST_WHY} 个字。",
        },
    )
