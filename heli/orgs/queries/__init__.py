"""All reads of organisations: `from heli.orgs import queries as org_queries`, then `org_queries.stamp(...)`.

`named` resolves written names, `history` asks versions (stamps, as of a day), `tree` lists, `page` shows one
organisation, `census` counts.
"""

from heli.orgs.queries.history import Stamp, Stamps, as_of, stamp, stamps
from heli.orgs.queries.named import by_key, name_index

__all__ = ["Stamp", "Stamps", "as_of", "by_key", "name_index", "stamp", "stamps"]
