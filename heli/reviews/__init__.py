"""民主评议党员: a branch's yearly review in its stages, and the grades decided (R01-21 … R01-23).

Keeps of a person a grade and the day he was told of a low one: no text, no points, no order of persons
(R14-06). What was said in 自评 and 互评 is not kept at all. Votes are `heli.ballots`; the meeting is a record
of `heli.duties`. Start reading at `models`, then `rules`.
"""
