"""All reads of tasks handed down: `below` says to whom one goes, `counts` what stands where, `listed` opens
any figure, `tree` and `page` show one item and one task, `own` what waits: 今日要务 asks `open_items`.
"""

from heli.decomposition.queries.own import OpenItem, open_items

__all__ = ["OpenItem", "open_items"]
