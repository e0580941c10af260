"""Tables of 述职评议: `rounds` with lines and groups, `reporters` with report, remark, feedback, mending."""

from heli.debriefing.models.reporters import Chapter, Feedback, Mending, Rating, Remark, Reporter
from heli.debriefing.models.rounds import Debriefing, GradeLine, RaterGroup

__all__ = [
    "Chapter",
    "Debriefing",
    "Feedback",
    "GradeLine",
    "Mending",
    "RaterGroup",
    "Rating",
    "Remark",
    "Reporter",
]
