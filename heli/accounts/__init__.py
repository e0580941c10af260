"""Log-in accounts, how signing in is kept safe, and what a post lets its holder do.

Knows posts only as `PostHeld` (an office, a reach in the tree); which posts a
person holds is filled in by `heli.members`. Never reads a business table.
Start reading at `permissions.py`, then `actor.py`; for signing in at `actions/entering.py`.
"""
