"""All reads of 组织生活: who is due, what the page knows, what would come of a meeting, what came of it."""

from heli.orglife.queries.after import After, after
from heli.orglife.queries.due import (
    absences,
    attending,
    kind_of_record,
    known_organisations,
    officers,
    posts_held,
    roster,
    turnout_of,
)
from heli.orglife.queries.page import Offer, Setting, place, places, setting
from heli.orglife.queries.weighing import Weighing, weigh

__all__ = [
    "After",
    "Offer",
    "Setting",
    "Weighing",
    "absences",
    "after",
    "attending",
    "kind_of_record",
    "known_organisations",
    "officers",
    "place",
    "places",
    "posts_held",
    "roster",
    "setting",
    "turnout_of",
    "weigh",
]
