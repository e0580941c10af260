"""All writes of members: `take_in` (the workbooks), `posts` (appointing), `invitations` (who may log in)."""
