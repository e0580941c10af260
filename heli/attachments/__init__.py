"""附件: a file kept once, which may prove many records of its organisation.

Never compulsory (减负): no page asks for one, and nothing is counted or scored by it.
Start at `actions.py`.
"""
