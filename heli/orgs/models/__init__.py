from heli.orgs.models.events import Event, EventBatch, EventPart
from heli.orgs.models.organisations import (
    STEP,
    Organisation,
    OrganisationQuerySet,
    OrganisationVersion,
    beneath,
    next_path,
)
from heli.orgs.models.terms import CommitteeTerm, TermDecision, TermStep
from heli.orgs.models.units import DictionaryEntry, Unit

__all__ = [
    "STEP",
    "CommitteeTerm",
    "DictionaryEntry",
    "Event",
    "EventBatch",
    "EventPart",
    "Organisation",
    "OrganisationQuerySet",
    "OrganisationVersion",
    "TermDecision",
    "TermStep",
    "Unit",
    "beneath",
    "next_path",
]
