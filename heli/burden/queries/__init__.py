"""All reads: `asked` says what is asked of organisations, `account` adds it up, `each` tells organisations
apart, `refused` has what was given up as a repeat, `reports` what was reported. Start with `account`;
今日要务 asks `open_items`.
"""

from heli.burden.queries.reports import OpenItem, open_items

__all__ = ["OpenItem", "open_items"]
