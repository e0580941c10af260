"""无记名投票: secret votes of a body, by electronic ballot or on paper.

Keeps counters and who has voted, never who chose what: no row per ballot, no time of a vote (ADR 15).
An engine without pages: a package above prepares a poll and reads its outcome. Start reading at `models`,
then `actions`.
"""
