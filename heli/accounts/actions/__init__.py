"""All writes of the accounts: opening and inviting, signing in and out, passwords, the second step, sessions."""

from heli.accounts.actions.opening import accept_invitation, invite, open_account, set_password, sign_in

__all__ = ["accept_invitation", "invite", "open_account", "set_password", "sign_in"]
