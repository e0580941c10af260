"""考核方案: indicator trees made on the page, compiled into one statement, tried, published, objected to.

A scheme says by class and period what counts and how much; a score is made of it by the database in one
statement and opens down to the rows it came from. Unknown is never zero; whoever sets a scheme does not score
by it; persons are not scored here. What is published stays as it was, corrections stand beside it. Start
reading at `catalogue.py`, then `rules/definition.py` and `queries/compiling.py`.
"""
