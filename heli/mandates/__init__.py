"""责任清单: what each actor of an organisation answers for in a year, each item with its post (S000-10).

Names posts and never persons: who bears an item follows from `members.Post` on the day. Never judges anybody.
Start reading at `catalogue.py` (whose lists, states), then `rules.py` (what stands against adopting one).
"""
