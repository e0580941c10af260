"""谈心谈话: who talked with whom on which day, of which kind; and whom the branch has not talked with yet.

Never keeps a word of what was said: there is no field for it. Counts coverage, never persons (R14-06); names
are for those who took part and for the branch's own officers, superiors see numbers. One entry is enough: the
record of the branch's duty is handed down to `heli.duties`. Start reading at `rules.py`, then `actions.py`.
"""
