"""All writes of the accounts: opening and closing them, signing in and out, passwords, sessions."""

from heli.accounts.actions.entering import fail_sign_in, forget_failures, sign_in, sign_out, unlock
from heli.accounts.actions.identities import link_identity, unlink_identity
from heli.accounts.actions.opening import (
    accept_invitation,
    close_account,
    invite,
    open_account,
    reopen_account,
    reset_account,
)
from heli.accounts.actions.passwords import give_temporary_password, set_password
from heli.accounts.actions.second_step import (
    enrol_second_step,
    remove_second_step,
    renew_recovery_codes,
    use_second_step,
)
from heli.accounts.actions.sessions import end_other_sessions, end_session, forget_sessions
from heli.accounts.actions.tokens import NewToken, make_token, revoke_token, use_token

__all__ = [
    "NewToken",
    "accept_invitation",
    "close_account",
    "end_other_sessions",
    "end_session",
    "enrol_second_step",
    "fail_sign_in",
    "forget_failures",
    "forget_sessions",
    "give_temporary_password",
    "invite",
    "link_identity",
    "make_token",
    "open_account",
    "remove_second_step",
    "renew_recovery_codes",
    "reopen_account",
    "reset_account",
    "revoke_token",
    "set_password",
    "sign_in",
    "sign_out",
    "unlink_identity",
    "unlock",
    "use_second_step",
    "use_token",
]
