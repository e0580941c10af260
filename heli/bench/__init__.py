"""Benchmarks: each figure beside its floor from the same run; docs/reference/bench.md keeps them.

Measures in a process of its own, on a database of its own in a folder of its own, never on the user's.
Start reading at `run.py`; what a figure is stands in `catalogue.py`.
"""
