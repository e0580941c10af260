"""What makes a user name and a password good, and who may act on an account."""

import re
import unicodedata

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from heli.accounts.actor import NOT_HELD, Actor
from heli.accounts.catalogue import Permission
from heli.accounts.models import Account
from heli.accounts.scope import Target
from heli.kernel.action import SYSTEM, Doer, in_action, note
from heli.kernel.errors import NotAllowed
from heli.kernel.verdict import Verdict, all_of

# Django's Chinese does not say this in every version.
_PASSWORD_SAID = {"password_too_short": "密码太短，至少 10 位。"}
_USERNAME = re.compile(r"[\w.\-]{2,60}")


def normal_username(text: str) -> str:
    """The one form in which a user name is stored and looked up: NFKC, lower case, no space around."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_username(text: str) -> Verdict:
    """Letters (Chinese ones too), digits, dot, hyphen and underscore; 2 to 60 of them."""
    if _USERNAME.fullmatch(text):
        return Verdict.yes()
    return Verdict.no(
        "用户名用 2 至 60 个汉字、字母、数字或 . - _，中间不留空格。", code="username-malformed"
    )


def is_good_password(password: str, account: Account) -> Verdict:
    """Django's validators of the settings in one verdict: length, not common, not like the name."""
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        said = (_PASSWORD_SAID.get(one.code or "", one.messages[0]) for one in error.error_list)
        return Verdict.no("".join(said), code="password-weak")
    return Verdict.yes()


def may(by: Doer, permission: Permission, target: Target) -> Verdict:
    """Whether whoever acts holds `permission` over `target`; Heli's own jobs and commands (SYSTEM) do.

    Inside an action that somebody does by a right passed on to him, the audit is told by whom (受托).
    """
    if by is SYSTEM:
        return Verdict.yes()
    if not isinstance(by, Actor):
        return _not_held()
    _tell_whose(by, permission, target)
    return by.may(permission, target)


def may_somewhere(by: Doer, permission: Permission) -> Verdict:
    """Whether whoever acts holds `permission` over any organisation; SYSTEM does."""
    if by is SYSTEM:
        return Verdict.yes()
    if not isinstance(by, Actor):
        return _not_held()
    _tell_whose(by, permission)
    return by.may_at_all(permission)


def is_own(by: Doer, account: Account) -> Verdict:
    """Whether the account is the actor's own, which nobody else may use or change; SYSTEM may."""
    if by is SYSTEM or by.account_id == account.pk:
        return Verdict.yes()
    return Verdict.no("只能操作自己的账号。", error=NotAllowed, code="not-own-account")


def may_sign_in(by: Doer, account: Account) -> Verdict:
    """An account in use, used by its owner."""
    in_use = Verdict.yes() if account.is_active else _closed()
    return all_of(is_own(by, account), in_use)


def _tell_whose(by: Actor, permission: Permission, target: Target | None = None) -> None:
    post = by.passed_on_by(permission, target) if by.delegated and in_action() else None
    if post is not None:
        note(delegated_from=f"{post.delegated_from}（{post.organisation_name}{post.office.label}）")


def _not_held() -> Verdict:
    return Verdict.no(NOT_HELD, error=NotAllowed, code="not-allowed")


def _closed() -> Verdict:
    return Verdict.no("这个账号已停用，请与机关工委联系。", error=NotAllowed, code="account-closed")
