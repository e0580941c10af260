"""支部年历 and 全年一览: on which days a branch does what the year asks, what each role has in every month.

Owes and fulfils nothing: duties say what is owed and what is done, here stand days alone. Never keeps topics
or names, nor who fetched a calendar (R14-06). Start at `rules/placing.py`: it gathers what may share a day.
"""
