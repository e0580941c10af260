"""考责: scores of organisations by completeness, timeliness and the plan's own weights, within classes.

Scores are worked out from duties when asked and open down to the rows they came from; nothing is
stored and no person is scored. Never judges a record. Start reading at `rules.py`, then `queries.py`.
"""
