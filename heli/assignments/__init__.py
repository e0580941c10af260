"""设岗定责: which member of a branch answers for which post or task, since when and until when (S002-28).

Says nothing of how well: no points, no pictures, no count by person, no comparison of persons (R14-06). Names
are for the branch's own officers and for whom they stand; superiors see numbers and titles. Nothing ends by
itself because somebody left. Start reading at `rules.py`, then `actions.py`.
"""
