"""Pages of gatherings: `lists`, one `gathering` with its acts, `arranging`, `exhibiting`, `comparing`,
`judging`, `promising`, `publishing`, and the `hall`.
"""
