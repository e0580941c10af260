"""Who an account is at the office's single sign-on."""

from datetime import datetime

from heli.accounts import rules
from heli.accounts.catalogue import Permission
from heli.accounts.models import Account, OutsideIdentity
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState


@action
def link_identity(*, account: Account, issuer: str, subject: str, by: Doer, at: datetime) -> OutsideIdentity:
    """Say that whoever the provider calls `subject` is the owner of this account; replaces what was said.

    By whoever may invite, or Heli itself where `HELI_OIDC_MATCH=username`. Invalid for a subject that is
    empty, too long, or another account's.
    """
    rules.may_somewhere(by, Permission.ACCOUNT_INVITE).require()
    rules.is_another(by, account).require()
    subject = subject.strip()
    if not 0 < len(subject) <= 255:
        said = "请填写统一身份编号（平台上的 sub），不超过 255 个字符。"
        raise Invalid("subject-malformed", said, fields={"subject": said})
    if OutsideIdentity.objects.filter(issuer=issuer, subject=subject).exclude(account=account).exists():
        said = "这个统一身份编号已关联另一个账号，请核对。"
        raise Invalid("subject-taken", said, fields={"subject": said})
    note(issuer=issuer)
    identity, _ = OutsideIdentity.objects.update_or_create(
        account=account,
        issuer=issuer,
        defaults={"subject": subject, "linked_at": at, "linked_by": by.label[:120]},
    )
    return identity


@action
def unlink_identity(*, account: Account, by: Doer, at: datetime) -> Account:
    """Take the account's link to single sign-on away; the password stays. By whoever may invite."""
    rules.may_somewhere(by, Permission.ACCOUNT_INVITE).require()
    rules.is_another(by, account).require()
    gone, _ = OutsideIdentity.objects.filter(account=account).delete()
    if not gone:
        raise WrongState("no-identity", f"账号 {account.username} 没有关联统一身份。")
    return account
