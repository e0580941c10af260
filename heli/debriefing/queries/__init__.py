"""All reads of 述职评议: `rounds` and `results` of a round, `reporters`, `filling` what Heli knows of one."""

from heli.debriefing.queries.reporters import own_reporters, reporter, reporter_of, state
from heli.debriefing.queries.rounds import debriefing, standing

__all__ = ["debriefing", "own_reporters", "reporter", "reporter_of", "standing", "state"]
