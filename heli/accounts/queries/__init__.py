"""All reads of the accounts: who signs in, what a link opens, who is locked, which codes fit."""

from heli.accounts.queries.accounts import (
    LINK_CLOSED,
    NOBODY,
    account_for,
    account_named,
    account_tried,
    demo_accounts,
    hashed,
    is_open,
    is_taken,
    open_invitation,
    owner_of,
    passwords_used,
    rights_of,
)
from heli.accounts.queries.identities import account_of_identity, account_to_link, identity_of
from heli.accounts.queries.keeping import AccountState, KeptAccount, account_kept, accounts_kept, kept_shown
from heli.accounts.queries.locks import is_locked, key_of, locked_until, still_counts
from heli.accounts.queries.second_step import (
    Fit,
    code_fits,
    counter_of,
    digits_of,
    has_second_step,
    recovery_codes_left,
    second_step_fits,
)
from heli.accounts.queries.sessions import OwnSession, browser_in_words, own_session, own_sessions
from heli.accounts.queries.tokens import TokenLine, token_named, token_opened_by, tokens_of

__all__ = [
    "LINK_CLOSED",
    "NOBODY",
    "AccountState",
    "Fit",
    "KeptAccount",
    "OwnSession",
    "TokenLine",
    "account_for",
    "account_kept",
    "account_named",
    "account_of_identity",
    "account_to_link",
    "account_tried",
    "accounts_kept",
    "browser_in_words",
    "code_fits",
    "counter_of",
    "demo_accounts",
    "digits_of",
    "has_second_step",
    "hashed",
    "identity_of",
    "is_locked",
    "is_open",
    "is_taken",
    "kept_shown",
    "key_of",
    "locked_until",
    "open_invitation",
    "own_session",
    "own_sessions",
    "owner_of",
    "passwords_used",
    "recovery_codes_left",
    "rights_of",
    "second_step_fits",
    "still_counts",
    "token_named",
    "token_opened_by",
    "tokens_of",
]
