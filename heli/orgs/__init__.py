"""Units and Party organisations: the tree of 隶属, the line of 领导, terms, and their history.

Never counts a member or a duty by itself: higher packages hand counts down.
Facts elsewhere are stamped from `OrganisationVersion`; today's copy stands in `Organisation`.
Start reading at `models.py`, then `actions/take_in.py`.
"""
