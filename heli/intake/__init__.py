"""Loading an office's workbooks: recognise, check everything, show, and write in one transaction.

Calls each package's `take_in`; writes no business row itself. Nothing is written before the
confirmation; nothing vanishes because a workbook left it out: that is a decision on a list.
Start reading at `check.py`'s place, `queries.py`, then `actions.py`.
"""
