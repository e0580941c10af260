"""Python's collector of garbage, for a process that has loaded what it needs and now works through many rows.

A page over the whole city or a roster of 80,000 rows makes objects by the hundred thousand, nearly all of
which go by themselves; the collector would walk all that is loaded several times meanwhile.
"""

import gc

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 20


def look_less_often() -> None:
    """Set aside what is loaded, for it stays anyway, and let the collector look at the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
