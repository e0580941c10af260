"""Forms: `lists` narrows the roster and the log-ins and invites; other modules are imported by name."""

from heli.members.forms.lists import InviteForm, LoginForm, RosterForm

__all__ = ["InviteForm", "LoginForm", "RosterForm"]
