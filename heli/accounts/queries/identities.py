"""Which account somebody is whom the office's single sign-on has let in."""

from heli.accounts.models import Account, OutsideIdentity
from heli.accounts.rules import normal_username


def account_of_identity(issuer: str, subject: str) -> Account | None:
    """The account that is linked to this person, closed or not."""
    found = OutsideIdentity.objects.select_related("account").filter(issuer=issuer, subject=subject).first()
    return found.account if found is not None else None


def account_to_link(issuer: str, username: str) -> Account | None:
    """The account in use with this user name that nobody of the provider is linked to yet."""
    return (
        Account.objects.filter(username=normal_username(username), is_active=True)
        .exclude(identities__issuer=issuer)
        .first()
    )


def identity_of(account: Account, issuer: str) -> OutsideIdentity | None:
    """Who the account is at the provider, where that was said."""
    return OutsideIdentity.objects.filter(account=account, issuer=issuer).first()
