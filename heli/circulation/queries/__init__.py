"""All reads of notices. `audience` says whom one goes to, `sending` what a sender weighs, `received` what
waits for an organisation, `page` shows one notice. Start with `audience`; 今日要务 asks `open_items`.
"""

from heli.circulation.queries.received import OpenItem, open_items

__all__ = ["OpenItem", "open_items"]
