"""All reads of the accounts: who signs in, what a link opens, which accounts there are."""

from heli.accounts.queries.accounts import (
    LINK_CLOSED,
    account_for,
    demo_accounts,
    hashed,
    is_open,
    is_taken,
    open_invitation,
    owner_of,
    rights_of,
)

__all__ = [
    "LINK_CLOSED",
    "account_for",
    "demo_accounts",
    "hashed",
    "is_open",
    "is_taken",
    "open_invitation",
    "owner_of",
    "rights_of",
]
