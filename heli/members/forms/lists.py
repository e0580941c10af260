"""What the lists of members and of log-ins can be narrowed to, and the invitation."""

from typing import Any

from django import forms
from django.http import QueryDict

from heli.accounts import rules
from heli.accounts.catalogue import Office
from heli.accounts.queries import is_taken
from heli.members.catalogue import Serving, Standing
from heli.members.queries import LoginFilters, LoginState

_ANY = ("", "不限")


def _search(label: str, placeholder: str) -> forms.CharField:
    attrs = {"type": "search", "autocomplete": "off", "class": "form-control", "placeholder": placeholder}
    return forms.CharField(label=label, required=False, max_length=60, widget=forms.TextInput(attrs))


class _FromAddress(forms.Form):
    """Read from the address; what cannot be read there narrows nothing."""

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, auto_id="filter-%s")
        self.full_clean()

    def asked(self, name: str) -> Any:
        return self.cleaned_data.get(name) or ""


class RosterForm(_FromAddress):
    """The roster: `organisation` is a primary key, looked up within the reader's scope by the view."""

    q = _search("姓名或拼音首字母", "姓名或拼音首字母，如 zm")
    standing = forms.ChoiceField(label="党员类别", required=False, choices=[_ANY, *Standing.choices])
    serving = forms.ChoiceField(label="人员类别", required=False, choices=[_ANY, *Serving.choices])
    bearers = forms.ChoiceField(label="党内职务", required=False, choices=[_ANY, ("1", "有党内职务")])
    place = forms.ChoiceField(
        label="本级、直属", required=False, choices=[_ANY, ("own", "机关本级"), ("attached", "直属单位")]
    )
    on = forms.DateField(
        label="截至", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    left = forms.ChoiceField(label="在册情况", required=False, choices=[("", "在册"), ("1", "离开的党员")])
    organisation = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class LoginForm(_FromAddress):
    """Who may log in; without a state in the address those without an account are shown."""

    q = _search("姓名或组织", "姓名、组织名称或拼音首字母")
    state = forms.ChoiceField(
        label="登录情况",
        required=False,
        choices=[*((one.value, one.label) for one in LoginState), ("all", "不限")],
    )
    office = forms.ChoiceField(label="职务", required=False, choices=[_ANY, *Office.choices])

    @property
    def filters(self) -> LoginFilters:
        state = self.asked("state") or LoginState.NONE
        return LoginFilters(
            state=None if state == "all" else LoginState(state),
            office=self.asked("office"),
            words=self.asked("q"),
        )


class InviteForm(forms.Form):
    """The user name under which the invited person will sign in."""

    username = forms.CharField(
        label="用户名",
        help_text="2 至 60 个汉字、字母、数字或 . - _；已按姓名拼音填好，可以修改。",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": "请填写用户名。"},
    )

    def clean_username(self) -> str:
        username = rules.normal_username(self.cleaned_data["username"])
        well_formed = rules.is_username(username)
        if not well_formed:
            raise forms.ValidationError(well_formed.reason, code=well_formed.code)
        if is_taken(username):
            raise forms.ValidationError("这个用户名已有人使用，请换一个。", code="username-taken")
        return username
