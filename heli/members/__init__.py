"""Members of the Party and the posts that people hold; builds the Actor of a request.

Keeps least data: no religion, ethnicity or opinion; the ID number as keyed hash and last four,
phone and wage base encrypted. Never decides what a post may do (`heli.accounts.permissions`).
Start reading at `models.py`, then `actions/take_in.py`.
"""
