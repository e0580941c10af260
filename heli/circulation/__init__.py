"""传达与阅知: a notice sent to organisations beneath, and what each of them did with it (S000-44, S003-50).

Never counts by person and makes no league: a receipt is evidence for the branch that gave it (R14-06). Never
stores a row for an organisation that has done nothing: the audience is derived from the notice.
Start with `models.Notice` and `queries.audience`.
"""
