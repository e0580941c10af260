"""明责: writing the year's plan, taking up what regulations ask, and the superiors' strategic tasks.

It never makes duties itself: it hands requirements down to `heli.duties.actions`. Nothing is owed before the
工委 has issued a plan or taken a regulation up. Start at `catalogue.py`, then `actions.py`.
"""
