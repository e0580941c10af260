"""Pages of members: `roster` (list, export, 班子与任期) and `logins` (who may log in, invitations)."""
