"""The ground of the house: what every package stands on and none of them owns.

Errors and verdicts, transition tables, dated catalogues, periods and working days, the clock, the one
way to write (`@action`) with its audit, and the keys of what is encrypted. It never holds a word of the
business and never imports another package of Heli. Start reading in `action.py`; the audit's seals are
told in docs/adr/0003-audit-seals.md.
"""
