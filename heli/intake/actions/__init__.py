"""All writes of an intake; `loading` is where the rows of workbooks are written."""

from heli.intake.actions.checking import ask_again, fail, keep_check
from heli.intake.actions.deciding import settle_decision
from heli.intake.actions.forgetting import forget_workbooks
from heli.intake.actions.loading import confirm, load
from heli.intake.actions.uploading import choose_columns, discard, recheck, upload

__all__ = [
    "ask_again",
    "choose_columns",
    "confirm",
    "discard",
    "fail",
    "forget_workbooks",
    "keep_check",
    "load",
    "recheck",
    "settle_decision",
    "upload",
]
