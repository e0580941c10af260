"""All writes of organisations: `take_in` (the 党组织名册), `count` (what members hand down)."""

from heli.orgs.actions.count import set_counts
from heli.orgs.actions.take_in import take_in

__all__ = ["set_counts", "take_in"]
