"""All reads of members: `from heli.members import queries as member_queries`.

`actors` says who acts with which posts, `roster` lists members, `bearers` the posts of an organisation,
`logins` who holds a post and may log in.
"""

from heli.members.queries.actors import account_of, actor_of, organisation_named
from heli.members.queries.bearers import Bearers, bearers_of
from heli.members.queries.logins import (
    Login,
    LoginFilters,
    LoginState,
    logins,
    logins_shown,
    post_to_invite,
    username_for,
)
from heli.members.queries.roster import Filters, Line, lines, listed

__all__ = [
    "Bearers",
    "Filters",
    "Line",
    "Login",
    "LoginFilters",
    "LoginState",
    "account_of",
    "actor_of",
    "bearers_of",
    "lines",
    "listed",
    "logins",
    "logins_shown",
    "organisation_named",
    "post_to_invite",
    "username_for",
]
