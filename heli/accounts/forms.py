"""Signing in, setting a password, and the codes of the second step."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from heli.accounts import queries, rules
from heli.accounts.catalogue import TokenRight
from heli.accounts.models import Account
from heli.accounts.parameters import number
from heli.accounts.queries.audit import AuditFilters, audit_actions

WRONG = "用户名或密码不正确。"
WRONG_OLD = "现在的密码不正确。"


def _password(label: str, missing: str, *, new: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        error_messages={"required": missing},
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password" if new else "current-password"}),
    )


class SignInForm(forms.Form):
    """`account` is whom the words let in. One message for every failure: no user name is given away.

    `tried` is the user name under which the failure counts, empty where nothing was tried.
    """

    username = forms.CharField(
        label="用户名",
        error_messages={"required": "请填写用户名。"},
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = _password("密码", "请填写密码。")
    account: Account
    tried = ""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        first = "password" if self["username"].value() else "username"
        self.fields[first].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if "username" in words and "password" in words:
            until = queries.locked_until(words["username"], self.at)
            if until is not None:
                raise forms.ValidationError(rules.locked_words(until, self.at), code="locked")
            account = queries.account_for(words["username"], words["password"])
            if account is None:
                self.tried = words["username"]
                raise forms.ValidationError(WRONG, code="wrong-words")
            self.account = account
        return words


class NewPasswordForm(forms.Form):
    """A password twice, as strong as the parameters ask."""

    password = _password("新密码", "请填写新密码。", new=True)
    again = _password("再输一次", "请再输一次新密码。", new=True)

    def __init__(self, *args: Any, account: Account, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.at = account, at
        self.fields["password"].help_text = rules.password_asked(at.date())

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        on = self.at.date()
        used = queries.passwords_used(self.account, number("password_history", on))
        good = rules.is_good_password(password, self.account, on=on, used=used)
        if not good:
            raise forms.ValidationError(good.reason, code=good.code)
        return password

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if "password" in words and "again" in words and words["password"] != words["again"]:
            self.add_error("again", "两次输入的密码不一致。")
        return words


class _OwnPassword(forms.Form):
    """The present password first: a browser left open must not be enough. Guessing at it counts and locks."""

    account: Account
    at: datetime
    tried = ""

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        until = queries.locked_until(self.account.username, self.at)
        if until is not None:
            raise forms.ValidationError(rules.locked_words(until, self.at), code="locked")
        if queries.account_for(self.account.username, old) is None:
            self.tried = self.account.username
            raise forms.ValidationError(WRONG_OLD, code="wrong-words")
        return old


class ChangePasswordForm(NewPasswordForm, _OwnPassword):
    """The old password, and the new one twice."""

    old = _password("现在的密码", "请填写现在的密码。")
    field_order = ("old", "password", "again")


class ConfirmForm(_OwnPassword):
    """The own password, before the second step is taken away or its recovery codes are made anew."""

    old = _password("现在的密码", "请填写现在的密码。")

    def __init__(self, *args: Any, account: Account, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.at = account, at


class TokenForm(_OwnPassword):
    """What a personal token is for, what it may do, how long; the password where the account has one."""

    name = forms.CharField(
        label="用途",
        help_text="哪个系统、做什么，如“督查平台读取应办”。停用时靠它辨认。",
        error_messages={"required": "请填写用途。"},
        max_length=rules.TOKEN_NAME,
    )
    rights = forms.MultipleChoiceField(
        label="可以做什么",
        help_text="只列出您的职务现在有的；范围也和您本人一样，职务变动时随之变动。",
        error_messages={"required": "请至少选一项。", "invalid_choice": "请从列出的各项中选择。"},
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label="有效期（天）",
        error_messages={"required": "请填写有效期。", "invalid": "请填写天数。"},
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    old = _password("现在的密码", "请填写现在的密码。")

    def __init__(
        self, *args: Any, account: Account, offered: Iterable[TokenRight], at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.at = account, at
        rights, days = self.fields["rights"], self.fields["days"]
        assert isinstance(rights, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        rights.choices = [(right.value, right.label) for right in offered]
        days.initial, most = (number(name, at.date()) for name in ("token_days", "token_days_most"))
        days.help_text = f"1 至 {most} 天，到期自动失效。"
        days.widget.attrs |= {"min": 1, "max": most}
        if not account.has_usable_password():
            del self.fields["old"]

    def clean_days(self) -> int:
        days: int = self.cleaned_data["days"]
        fits = rules.is_token_term(days, self.at.date())
        if not fits:
            raise forms.ValidationError(fits.reason, code=fits.code)
        return days


class CodeForm(forms.Form):
    """A code of the telephone, or a recovery code, typed with or without spaces."""

    code = forms.CharField(
        label="验证码",
        help_text="手机验证器上现在显示的六位数字。",
        error_messages={"required": "请填写验证码。"},
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class SecondStepForm(CodeForm):
    """The second step of signing in. `tried` is the user name under which a wrong code counts."""

    tried = ""

    def __init__(self, *args: Any, account: Account, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.at = account, at
        self.fields["code"].help_text = "手机验证器上现在显示的六位数字；手机不在身边时，填一个八位的备用码。"

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        until = queries.locked_until(self.account.username, self.at)
        if until is not None:
            raise forms.ValidationError(rules.locked_words(until, self.at), code="locked")
        if not queries.second_step_fits(self.account, code):
            self.tried = self.account.username
            raise forms.ValidationError(rules.WRONG_CODE, code="code-wrong")
        return code


class IdentityForm(forms.Form):
    """Who an account is at the office's single sign-on."""

    subject = forms.CharField(
        label="统一身份编号",
        help_text="认证平台上的 sub：不会随改名、调动改变的编号，由平台的管理员提供。",
        error_messages={"required": "请填写统一身份编号。"},
        max_length=255,
    )


class AuditForm(forms.Form):
    """What the audit is narrowed to, read from the address; what cannot be read there narrows nothing."""

    action = forms.ChoiceField(label="做了什么", required=False)
    person = forms.CharField(label="谁", required=False, max_length=60)
    thing = forms.CharField(label="对什么", required=False, max_length=120)
    first = forms.DateField(label="自", required=False, widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label="至", required=False, widget=forms.DateInput({"type": "date"}))
    before_id = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, auto_id="filter-%s")
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", "不限"), *audit_actions()]
        self.full_clean()

    @property
    def filters(self) -> AuditFilters:
        asked = self.cleaned_data
        return AuditFilters(
            action=asked.get("action") or "",
            person=(asked.get("person") or "").strip(),
            thing=(asked.get("thing") or "").strip(),
            first=asked.get("first"),
            last=asked.get("last"),
        )

    @property
    def before(self) -> int | None:
        """The cursor: entries older than this one."""
        return self.cleaned_data.get("before_id")
