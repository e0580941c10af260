"""Personal tokens: whose they are, what one opens, and which words open one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.crypto import salted_hmac

from heli.accounts.catalogue import TokenRight
from heli.accounts.models import Account, PersonalToken
from heli.kernel.errors import NotFound, NotSignedIn

MARK = "heli_"
"""How every token begins, so that one that was left lying about is recognised."""
SHOWN = len(MARK) + 6
"""How many signs of a token stay to be read."""


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as a list shows it, on a day."""

    token: PersonalToken
    on: date

    @property
    def rights(self) -> str:
        return "、".join(right.label for right in TokenRight if right in self.token.held.rights)

    @property
    def is_open(self) -> bool:
        return self.token.revoked_at is None and self.on <= self.token.expires_on

    @property
    def state(self) -> str:
        if self.token.revoked_at is not None:
            return "已停用"
        return "有效" if self.is_open else "已过期"


def hashed_secret(secret: str) -> str:
    """What is kept of a token: a keyed hash (HMAC-SHA256) of its words."""
    return salted_hmac("heli.accounts.token", secret, algorithm="sha256").hexdigest()


def tokens_of(account: Account, on: date) -> Sequence[TokenLine]:
    """All tokens of an account, the latest first."""
    return [TokenLine(one, on) for one in PersonalToken.objects.filter(account=account).order_by("-pk")]


def token_named(account: Account, pk: int) -> PersonalToken:
    """One token of an account; NotFound for another's or none."""
    found: PersonalToken | None = PersonalToken.objects.filter(account=account, pk=pk).first()
    if found is None:
        raise NotFound("token-unknown", "没有这个令牌。请从“访问令牌”列表进入。")
    return found


def token_opened_by(secret: str, on: date) -> PersonalToken:
    """The token of these words, with its account; NotSignedIn where it opens nothing today, and why."""
    token: PersonalToken | None = (
        PersonalToken.objects.select_related("account").filter(secret_hash=hashed_secret(secret)).first()
    )
    if token is None:
        raise NotSignedIn("token-unknown", "没有这个令牌。请核对 Authorization 请求头，或另办一个。")
    if token.revoked_at is not None:
        raise NotSignedIn("token-revoked", f"令牌“{token.name}”已停用。请在“我的账号—访问令牌”里另办一个。")
    if token.expires_on < on:
        said = f"令牌“{token.name}”的有效期到 {token.expires_on} 为止。请在“我的账号—访问令牌”里另办一个。"
        raise NotSignedIn("token-expired", said)
    if not token.account.is_active:
        raise NotSignedIn("account-closed", "这个账号已停用，令牌随之停用。请与机关工委联系。")
    if token.account.must_change:
        raise NotSignedIn("password-first", "这个账号须先登录页面设定新密码，之后令牌才能使用。")
    return token
