"""All reads of members: `from heli.members import queries as member_queries`.

`actors` says who acts with which posts, `roster` lists members, `bearers` the posts of an organisation,
`logins` who holds a post and may log in, `appointing` what the rules of
posts ask, `delegations` what is passed on.
"""

from heli.members.queries.actors import account_of, actor_by_token, actor_of, held_of, organisation_named
from heli.members.queries.appointing import (
    against_appointment,
    appointed,
    appointed_at,
    appointed_elsewhere,
    eligible,
    entered_for,
    has_secretary,
    only_member,
    post_to_end,
)
from heli.members.queries.bearers import Bearers, bearers_of
from heli.members.queries.delegations import (
    DelegationLine,
    DelegationState,
    delegation_lines,
    delegation_to_revoke,
    delegations,
    holder_of,
    is_separate_administrator,
    post_to_pass_on,
    posts_to_pass_on,
    receivers,
)
from heli.members.queries.logins import (
    LEAST_SIGNS,
    MOST_NAMED,
    Login,
    LoginFilters,
    LoginState,
    logins,
    logins_named,
    logins_shown,
    post_to_invite,
    username_for,
)
from heli.members.queries.roster import Filters, Line, lines, listed

__all__ = [
    "LEAST_SIGNS",
    "MOST_NAMED",
    "Bearers",
    "DelegationLine",
    "DelegationState",
    "Filters",
    "Line",
    "Login",
    "LoginFilters",
    "LoginState",
    "account_of",
    "actor_by_token",
    "actor_of",
    "against_appointment",
    "appointed",
    "appointed_at",
    "appointed_elsewhere",
    "bearers_of",
    "delegation_lines",
    "delegation_to_revoke",
    "delegations",
    "eligible",
    "entered_for",
    "has_secretary",
    "held_of",
    "holder_of",
    "is_separate_administrator",
    "lines",
    "listed",
    "logins",
    "logins_named",
    "logins_shown",
    "only_member",
    "organisation_named",
    "post_to_end",
    "post_to_invite",
    "post_to_pass_on",
    "posts_to_pass_on",
    "receivers",
    "username_for",
]
