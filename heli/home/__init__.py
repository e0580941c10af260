"""今日要务 and 挂图作战: the only pages that see everything at once.

Reads from every package below, has no table of its own and writes nothing. Start reading at
`queries/today.py` for the list of the day, at `queries/boards.py` for the board.
"""
