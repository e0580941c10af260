"""Excel as offices really send it: read, check cell by cell, give back with results, write.

Knows no domain word and no database: a domain package declares its `Table`, this one finds it in a workbook.
Never guesses in silence: what is tolerated, left out or refused becomes a `Fault` with sheet, row and column.
Start reading at `table.py` (what is declared) and `reading.py` → `recognising.py` → `rows.py` (the way in);
`annotating.py` and `writing.py` are the two ways out.
"""
