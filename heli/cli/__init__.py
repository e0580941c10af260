"""The `heli` command: translates words typed at a terminal into one call to one action or query.

Holds no rule of the business. Exit codes: 0 done, 1 done with rows refused or findings,
2 could not be done. Start reading at `main.py`; each command stands in a module of its name.
"""

from heli.cli.main import main

__all__ = ["main"]
