"""Benchmarks: each figure beside its floor from the same run; `heli bench` prints, docs/reference/bench.md keeps.

Never part of the tests. Start reading at `run.py`.
"""
