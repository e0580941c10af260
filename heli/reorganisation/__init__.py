"""组织变动: events of organisations with all that follows from them, one by one or as a sheet (S004-20).

Calls each package's own action (versions, members, duties, figures) and writes no row of theirs itself. Never
touches the past: what was published is corrected beside, what was done is undone by another event.
Start reading at `actions/carrying.py`; `actions/rehearsing.py` is how a page says it beforehand.
"""
