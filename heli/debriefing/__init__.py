"""述职评议: who reports to whom in a year, is commented on, rated and graded by a meeting (R10).

Proposes (测算) and never decides: a grade is what a deciding body adopted. Compares nobody with anybody, and
keeps of a secret vote counters alone (`heli.ballots`). A reporter sees his own, the organiser and those above
it what was reported to them. Start reading at `models`, then `rules`.
"""
