"""All writes of duties: `from heli.duties import actions as duty_actions`, `duty_actions.record(...)`."""

from heli.duties.actions.anew import count_anew, derive_anew
from heli.duties.actions.correct import Corrected, correct
from heli.duties.actions.dispense import dispense, revoke_dispensation
from heli.duties.actions.following import Followed, follow
from heli.duties.actions.laying import lay_once
from heli.duties.actions.occurrences import refresh_occurrences
from heli.duties.actions.plan import take_in_plan
from heli.duties.actions.record import record
from heli.duties.actions.requiring import begin_plan, issue_plan, put_item, take_back
from heli.duties.actions.rows import PlanRow, RecordRow, Said
from heli.duties.actions.settle import settle
from heli.duties.actions.take_in import take_in_records
from heli.duties.actions.verify import send_back, take_back_judgement, verify, verify_many
from heli.duties.actions.windows import close_window, open_window
from heli.duties.actions.withdraw import withdraw

__all__ = [
    "Corrected",
    "Followed",
    "PlanRow",
    "RecordRow",
    "Said",
    "begin_plan",
    "close_window",
    "correct",
    "count_anew",
    "derive_anew",
    "dispense",
    "follow",
    "issue_plan",
    "lay_once",
    "open_window",
    "put_item",
    "record",
    "refresh_occurrences",
    "revoke_dispensation",
    "send_back",
    "settle",
    "take_back",
    "take_back_judgement",
    "take_in_plan",
    "take_in_records",
    "verify",
    "verify_many",
    "withdraw",
]
