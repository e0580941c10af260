"""Signing in, and setting a password."""

from typing import Any

from django import forms

from heli.accounts import queries, rules
from heli.accounts.models import Account

WRONG = "用户名或密码不正确。"


class SignInForm(forms.Form):
    """`account` is whom the words let in. One message for every failure: no user name is given away."""

    username = forms.CharField(
        label="用户名",
        error_messages={"required": "请填写用户名。"},
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="密码",
        error_messages={"required": "请填写密码。"},
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    account: Account

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = "password" if self["username"].value() else "username"
        self.fields[first].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if "username" in words and "password" in words:
            account = queries.account_for(words["username"], words["password"])
            if account is None:
                raise forms.ValidationError(WRONG, code="wrong-words")
            self.account = account
        return words


class NewPasswordForm(forms.Form):
    """A password twice, as strong as the settings ask."""

    password = forms.CharField(
        label="新密码",
        error_messages={"required": "请填写新密码。"},
        help_text="至少 10 位，不用常见密码，不与用户名、姓名相近，不全用数字。",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一次",
        error_messages={"required": "请再输一次新密码。"},
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        good = rules.is_good_password(password, self.account)
        if not good:
            raise forms.ValidationError(good.reason, code=good.code)
        return password

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if "password" in words and "again" in words and words["password"] != words["again"]:
            self.add_error("again", "两次输入的密码不一致。")
        return words


class ChangePasswordForm(NewPasswordForm):
    """The old password first: a browser left open must not be enough."""

    old = forms.CharField(
        label="现在的密码",
        error_messages={"required": "请填写现在的密码。"},
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ("old", "password", "again")

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if queries.account_for(self.account.username, old) is None:
            raise forms.ValidationError("现在的密码不正确。", code="wrong-words")
        return old
