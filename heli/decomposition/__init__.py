"""任务分解: requirements of the year's plan on their way down, from the 工委 to the last branch.

What is owed is not made here: it follows from the plan and the classes (`heli.duties`), and no deadline here
changes a duty's day. What was done is read from duties, never entered again. Start at `catalogue.py` (the
table of states), then `actions`.
"""
