"""Appointing to an office, ending a post, passing rights on: shape here, sense by the rules."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from heli.accounts.catalogue import Office, Permission
from heli.accounts.models import Account
from heli.members import queries
from heli.members.catalogue import office_words
from heli.members.models import Member, Post
from heli.members.rules import delegations as delegation_rules
from heli.members.rules import posts as rules
from heli.orgs.models import Organisation

_NOBODY = "先选本支部党员；不在名册中的，在下面填写姓名"


def _day(label: str, missing: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "日期写成 2026-06-30 的样子。"},
    )


class AppointForm(forms.Form):
    """Who begins an office here, and when; what stands against it is said before anything is kept."""

    office = forms.ChoiceField(label="职务", error_messages={"required": "请选择职务。"})
    member = forms.ChoiceField(label="本支部党员", required=False)
    name = forms.CharField(label="姓名", required=False, max_length=60)
    valid_from = _day("任职日期", "请填写任职日期。", "选举或批准的日期；以后的日期到时自动生效")
    fulltime = forms.BooleanField(label="专职从事党务工作", required=False)
    why = forms.CharField(
        label="说明",
        required=False,
        max_length=200,
        help_text="有提示时写明原因，如：上级党组织指派（文号）；没有提示可以不填",
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.roster = {str(one.pk): one for one in queries.eligible(organisation)}
        offices = [
            (one.value, office_words(organisation.kind, one)) for one in rules.offices_of(organisation)
        ]
        self._offer("office", [("", "请选择"), *offices])
        self._offer("member", [("", _NOBODY), *((pk, one.name) for pk, one in self.roster.items())])
        if not self.roster:
            del self.fields["member"]

    @property
    def holder(self) -> tuple[str, Member | None]:
        """Name and roster line of who is appointed."""
        chosen = self.roster.get(self.cleaned_data.get("member") or "")
        if chosen is not None:
            return chosen.name, chosen
        name = self.cleaned_data["name"].strip()
        return name, queries.only_member(name, self.organisation)

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not words.get("member") and not words.get("name", "").strip():
            self.add_error("name", "请选择党员或填写姓名。")
        elif "office" in words and "valid_from" in words:
            self._weigh(words)
        return words

    def _weigh(self, words: dict[str, Any]) -> None:
        name, member = self.holder
        new = rules.Appointed(
            Office(words["office"]), name, self.organisation.short_name, words["valid_from"]
        )
        against, customs = queries.against_appointment(new, self.organisation, member)
        if not against:
            self.add_error(None, _said(against.reason, against.source))
        elif not words.get("why", "").strip():
            for custom in customs:
                self.add_error("why", _said(custom.reason, custom.source))

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = list(choices)


class EndPostForm(forms.Form):
    """The first day on which a post is no longer held."""

    on = _day("免职日期", "请填写免职日期。", "从这一天起不再任职，权限同时终止")

    def __init__(self, *args: Any, post: Post, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post, self.today = post, today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        possible = rules.can_end(queries.appointed(self.post), on, self.today)
        if not possible:
            raise forms.ValidationError(possible.reason, code=possible.code)
        return on


class DelegateForm(forms.Form):
    """To whom, which rights, from when to when, why."""

    account = forms.ChoiceField(label="受托人", error_messages={"required": "请选择受托人。"})
    permissions = forms.MultipleChoiceField(
        label="委托的权限",
        widget=forms.CheckboxSelectMultiple,
        help_text="议定、签发、评判、表决由本人行使，不在此列",
        error_messages={"required": "请至少选择一项要委托的权限。"},
    )
    first = _day("自", "请填写开始日期。")
    last = _day("至", "请填写最后一天。", "含这一天；次日起自动终止")
    reason = forms.CharField(
        label="委托原因",
        max_length=200,
        help_text="如：出差、休假、学习",
        error_messages={"required": "请写明委托原因，如：出差、休假、学习。"},
    )

    def __init__(
        self, *args: Any, post: Post, receivers: Sequence[Account], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.post, self.today = post, today
        self.receivers = {str(one.pk): one for one in receivers}
        rights = delegation_rules.rights_to_pass_on(queries.held_of(post))
        accounts, permissions = self.fields["account"], self.fields["permissions"]
        assert isinstance(accounts, forms.ChoiceField)  # noqa: S101 - as declared above
        assert isinstance(permissions, forms.ChoiceField)  # noqa: S101 - as declared above
        accounts.choices = [("", "请选择"), *((pk, str(one)) for pk, one in self.receivers.items())]
        permissions.choices = [(one.value, one.label) for one in rights]
        permissions.initial = [one.value for one in rights]

    @property
    def receiver(self) -> Account:
        return self.receivers[self.cleaned_data["account"]]

    @property
    def rights(self) -> list[Permission]:
        return [Permission(one) for one in self.cleaned_data["permissions"]]

    @property
    def until(self) -> date:
        """The first day after."""
        last: date = self.cleaned_data["last"]
        return last + timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if "first" in words and "last" in words:
            holder = queries.holder_of(self.post)
            fitting = delegation_rules.fits_the_days(words["first"], self.until, holder, self.today)
            if not fitting:
                self.add_error("last" if words["last"] < words["first"] else "first", fitting.reason)
        return words


def _said(reason: str, source: str) -> str:
    return f"{reason}依据：{source}。" if source else reason
