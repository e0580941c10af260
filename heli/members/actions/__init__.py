"""All writes of members: `take_in` (the workbooks), `posts` (appointing), `accounts` (who may log in)."""
