"""All writes of members: `take_in` (the workbooks), `posts` (appointing), `accounts` (who may log in).

`belongings` writes where members belong (many at once), `changes` lets them join and leave one by one,
`comparisons` sets the roster of record beside, `seconds` is 兼合式, `transfers` 转接, `closing` what ends
with an organisation or a membership, `rerouting` what becomes of open transfers then.
"""
