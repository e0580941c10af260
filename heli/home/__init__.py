"""今日要务 and 挂图作战: the only pages that see everything at once.

Reads from every package below and writes nothing. Start reading at `queries.py`.
"""
