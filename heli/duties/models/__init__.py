from heli.duties.models.counters import Fulfilment, Source, Standing, Tally
from heli.duties.models.judgements import Judgement
from heli.duties.models.particulars import Dispensation, Window
from heli.duties.models.records import Record
from heli.duties.models.requirements import (
    Occurrence,
    Plan,
    Requirement,
    RequirementClass,
    RequirementKind,
    RequirementOwner,
)
from heli.duties.models.versions import RecordVersion

__all__ = [
    "Dispensation",
    "Fulfilment",
    "Judgement",
    "Occurrence",
    "Plan",
    "Record",
    "RecordVersion",
    "Requirement",
    "RequirementClass",
    "RequirementKind",
    "RequirementOwner",
    "Source",
    "Standing",
    "Tally",
    "Window",
]
