"""All writes of gatherings: `arranging` and moving on, `exhibiting`, `judging`, `promising`, `publishing`."""

from heli.exchange.actions.arranging import (
    amend,
    arrange,
    call_off,
    invite,
    move_on,
    set_speakers,
    withdraw_invitation,
)
from heli.exchange.actions.exhibiting import classify, enter_problems, hand_in, record_taking_part
from heli.exchange.actions.judging import comment, count_hands, count_vote, prepare_vote
from heli.exchange.actions.promising import hand_down, promise, report, settle
from heli.exchange.actions.publishing import answer, archive, hand_out, object_to, publish

__all__ = [
    "amend",
    "answer",
    "archive",
    "arrange",
    "call_off",
    "classify",
    "comment",
    "count_hands",
    "count_vote",
    "enter_problems",
    "hand_down",
    "hand_in",
    "hand_out",
    "invite",
    "move_on",
    "object_to",
    "prepare_vote",
    "promise",
    "publish",
    "record_taking_part",
    "report",
    "set_speakers",
    "settle",
    "withdraw_invitation",
]
