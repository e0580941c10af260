"""All writes of tasks handed down: from the 工委, at the receiver, back at the giver, and their deadlines."""

from heli.decomposition.actions.answering import amend, hand_directly, insist, take_back
from heli.decomposition.actions.breaking_down import break_down, break_down_all
from heli.decomposition.actions.deadlines import accept_day, answer_day, drop_day, insist_on_day, propose
from heli.decomposition.actions.issuing import issue
from heli.decomposition.actions.receiving import give_back, keep_measures, take_up, take_up_all
from heli.decomposition.actions.repeating import issue_as_last_year, repeat_last_year

__all__ = [
    "accept_day",
    "amend",
    "answer_day",
    "break_down",
    "break_down_all",
    "drop_day",
    "give_back",
    "hand_directly",
    "insist",
    "insist_on_day",
    "issue",
    "issue_as_last_year",
    "keep_measures",
    "propose",
    "repeat_last_year",
    "take_back",
    "take_up",
    "take_up_all",
]
