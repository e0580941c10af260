"""What makes a user name and a password good, when a session ends, and who may act on an account."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from heli.accounts.actor import NOT_HELD, Actor
from heli.accounts.catalogue import Permission, TokenRight
from heli.accounts.models import Account
from heli.accounts.parameters import number
from heli.accounts.permissions import scope_of
from heli.accounts.scope import Target
from heli.kernel.action import SYSTEM, Doer, in_action, note
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.verdict import Verdict, all_of

_KINDS: dict[str, Callable[[str], bool]] = {
    "大写字母": lambda sign: sign.isascii() and sign.isupper(),
    "小写字母": lambda sign: sign.isascii() and sign.islower(),
    "数字": str.isdigit,
    "其他字符": lambda sign: not (sign.isdigit() or (sign.isascii() and sign.isalpha())),
}
_COUNTED = {1: "一", 2: "两", 3: "三", 4: "四"}
WRONG_CODE = "验证码不对或已经用过。请看手机上现在显示的六位数字；手机的时间要与标准时间一致。"
KEEPING = (
    Permission.ACCOUNT_INVITE,
    Permission.ACCOUNT_CLOSE,
    Permission.ACCOUNT_UNLOCK,
    Permission.ACCOUNT_RESET,
)
TOKEN_NAME = 60
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


def is_good_password(password: str, account: Account, *, on: date, used: Sequence[str] = ()) -> Verdict:
    """All that is wrong with a new password, said at once: length, kinds of signs, the validators of the
    settings (common, like the name, digits alone), and `used`, the hashes of those that may not come back.
    """
    wrong = [*_wrong_shape(password, on), *_wrong_for_django(password, account)]
    if any(check_password(password, one) for one in used):
        wrong.append(f"不能与最近 {number('password_history', on)} 次用过的密码相同。")
    return Verdict.no("".join(wrong), code="password-weak") if wrong else Verdict.yes()


def password_asked(on: date) -> str:
    """What a new password has to be, in one sentence: the hint of its field."""
    return (
        f"至少 {number('password_length', on)} 位，大写字母、小写字母、数字、其他字符中至少用"
        f"{_COUNTED[number('password_kinds', on)]}种，不用常见密码，不与用户名、姓名相近，"
        f"不与最近 {number('password_history', on)} 次用过的相同。"
    )


def _wrong_shape(password: str, on: date) -> Iterator[str]:
    length, kinds = number("password_length", on), number("password_kinds", on)
    if len(password) < length:
        yield f"密码太短，至少 {length} 位。"
    missing = [word for word, test in _KINDS.items() if not any(map(test, password))]
    if len(_KINDS) - len(missing) < kinds:
        yield f"大写字母、小写字母、数字、其他字符中至少用{_COUNTED[kinds]}种，还没有用{'、'.join(missing)}。"


def _wrong_for_django(password: str, account: Account) -> Iterator[str]:
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        yield from (message for one in error.error_list for message in one.messages)


def stays_signed_in(
    began_at: datetime | None, seen_at: datetime | None, at: datetime, *, idle_minutes: int
) -> Verdict:
    """Whether a browser stays signed in; the refusal says why it ended. A clock set back ends nothing."""
    if seen_at is not None and at - seen_at >= timedelta(minutes=idle_minutes):
        said = f"已有 {idle_minutes} 分钟没有操作，系统自动退出了登录。请重新登录，之后会回到原来的页面。"
        return Verdict.no(said, code="idle")
    hours = number("session_hours", at.date())
    if began_at is not None and at - began_at >= timedelta(hours=hours):
        return Verdict.no(f"登录已满 {hours} 小时，请重新登录，之后会回到原来的页面。", code="hours-over")
    return Verdict.yes()


def locked_words(until: datetime, at: datetime) -> str:
    """What a locked user name is told, whoever has it: what happened, when it opens, whom to ask."""
    local = until.astimezone(SHANGHAI)
    when = f"{local:%H:%M}" if local.date() == at.astimezone(SHANGHAI).date() else f"{local:%m-%d %H:%M}"
    times = number("lock_after_failures", at.date())
    return (
        f"连续 {times} 次登录失败，这个用户名已锁定到 {when}，到时自动解除。急需使用时，请与安全管理员联系。"
    )


def is_system(by: Doer) -> Verdict:
    """Whether Heli itself acts: its jobs and commands."""
    return Verdict.yes() if by is SYSTEM else _not_held()


def is_another(by: Doer, account: Account) -> Verdict:
    """Whether the account is somebody else's: whoever keeps accounts does not keep his own."""
    if by is SYSTEM or by.account_id != account.pk:
        return Verdict.yes()
    return Verdict.no(
        "不能用管理权限操作自己的账号，请由其他管理员办理。", error=NotAllowed, code="own-account"
    )


def may(by: Doer, permission: Permission, target: Target) -> Verdict:
    """Whether whoever acts holds `permission` over `target`; Heli's own jobs and commands (SYSTEM) do.

    Inside an action that somebody does by a right passed on to him, the audit is told by whom (受托); inside
    one that his program does, by which token.
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


def may_keep_accounts(by: Doer) -> Verdict:
    """Whether whoever acts keeps accounts in any way: opens, closes, unlocks or resets them."""
    return next(filter(None, (may_somewhere(by, one) for one in KEEPING)), _not_held())


def may_see_delegations(by: Actor) -> Verdict:
    """Who has a post to pass on, has received rights of one, or watches over rights."""
    if by.delegated:
        return Verdict.yes()
    watching = may_somewhere(by, Permission.RIGHTS_SEE)
    return watching if watching else may_somewhere(by, Permission.DELEGATION_MAKE)


def is_own(by: Doer, account: Account) -> Verdict:
    """Whether the account is the actor's own, which nobody else may use or change; SYSTEM may."""
    if by is SYSTEM or by.account_id == account.pk:
        return Verdict.yes()
    return Verdict.no("只能操作自己的账号。", error=NotAllowed, code="not-own-account")


def may_sign_in(by: Doer, account: Account) -> Verdict:
    """An account in use, used by its owner."""
    in_use = Verdict.yes() if account.is_active else _closed()
    return all_of(is_own(by, account), in_use)


def rights_to_give(by: Doer) -> tuple[TokenRight, ...]:
    """What a token of this actor may be given: what his own posts let him do today, nothing passed on."""
    if not isinstance(by, Actor):
        return ()
    return tuple(right for right in TokenRight if not scope_of(by.own_holdings, right.permission).is_empty)


def can_be_given(by: Doer, rights: Collection[TokenRight]) -> Verdict:
    """Whether a token may be made with these rights; 三员 see no business, so neither do their tokens."""
    held = rights_to_give(by)
    if not held:
        said = "您的账号没有可以交给令牌的权限：令牌只能读写业务数据，权限随党内职务而来。"
        return Verdict.no(said, error=NotAllowed, code="nothing-to-give")
    if not rights:
        return Verdict.no("请至少选一项令牌可以做的事。", code="rights-missing")
    beyond = [right.label for right in TokenRight if right in rights and right not in held]
    if beyond:
        said = f"您的职务不含：{'、'.join(beyond)}。令牌能做的不能比本人多，请去掉后再试。"
        return Verdict.no(said, error=NotAllowed, code="rights-beyond")
    return Verdict.yes()


def is_token_term(days: int, on: date) -> Verdict:
    """Whether a token may work for so many days."""
    most = number("token_days_most", on)
    if 1 <= days <= most:
        return Verdict.yes()
    return Verdict.no(f"有效期请填 1 至 {most} 天。", code="days-beyond")


def is_token_for(name: str, days: int, *, open_now: int, on: date) -> Verdict:
    """Whether a token is named, ends in time, and is not one too many."""
    if not 0 < len(name.strip()) <= TOKEN_NAME:
        return Verdict.no(f"请写明令牌的用途，不超过 {TOKEN_NAME} 个字。", code="name-malformed")
    in_time = is_token_term(days, on)
    if not in_time:
        return in_time
    if open_now >= number("tokens_most", on):
        said = f"您已有 {open_now} 个有效的令牌。请先停用不再使用的，再办新的。"
        return Verdict.no(said, error=WrongState, code="tokens-many")
    return Verdict.yes()


def may_revoke(by: Doer, account: Account) -> Verdict:
    """The owner, and whoever closes accounts (系统管理员)."""
    own = is_own(by, account)
    return own if own else may_somewhere(by, Permission.ACCOUNT_CLOSE)


def _tell_whose(by: Actor, permission: Permission, target: Target | None = None) -> None:
    if by.token is not None and in_action():
        note(token=by.token.prefix)
    post = by.passed_on_by(permission, target) if by.delegated and in_action() else None
    if post is not None:
        note(delegated_from=f"{post.delegated_from}（{post.organisation_name}{post.words}）")


def _not_held() -> Verdict:
    return Verdict.no(NOT_HELD, error=NotAllowed, code="not-allowed")


def _closed() -> Verdict:
    return Verdict.no("这个账号已停用，请与机关工委联系。", error=NotAllowed, code="account-closed")
