"""晒比评: gatherings in three acts, from results and shortcomings shown to standings published (S001-01).

Compares organisations on checked results, within their class, tiers before order; never ranks a person and
counts no use of the system (R14-06, R14-10). Works out no score itself: `heli.appraisal` does. Start at
`catalogue.py` (the table of states), then `queries/standing.py`.
"""
