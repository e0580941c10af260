"""All reads of tasks handed down. `below` says to whom one goes, `counts` what stands where, `listed` opens any
figure, `tree` one requirement, `page` one task, `own` what waits for the reader: 今日要务 asks `open_items`.
"""

from heli.decomposition.queries.own import OpenItem, open_items

__all__ = ["OpenItem", "open_items"]
