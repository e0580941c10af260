"""星级评定: a round gives organisations stars by the published results of a scheme; 先锋支部 beside it.

Heli works a proposal out with its reasons, a superior gives an opinion, a meeting adopts, and what is shown
may be objected to. Organisations alone have stars, never persons; using Heli counts for nothing. Nothing is
left to chance: a tie at a quota waits for the meeting. Start reading at `catalogue.py`, then
`rules/working_out.py`.
"""
