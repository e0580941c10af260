"""民主评议党员: a branch's yearly review in its stages, and the grades decided (R01-21 … R01-23).

Keeps of a person a grade and the day he was told of a low one; where the branch uses 先锋指数, its marks with
their reasons too, which never leave the branch (S001-53, ADR 32). No order of persons (R14-06, R14-10); what
was said in 自评 and 互评 is not kept. Votes are `heli.ballots`; the meeting is a record of `heli.duties`.
Start reading at `models`, then `rules`.
"""
