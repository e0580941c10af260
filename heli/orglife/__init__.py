"""组织生活: how a meeting is held — who is due, who came, whether it may decide — and the ledger of meetings.

Hands every fact down to `heli.duties` as a record and keeps only attendance itself.
Never decides which duty a meeting fulfils. Start reading at `rules.py`, then `actions.py`.
"""
