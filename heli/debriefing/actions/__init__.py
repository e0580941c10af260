"""All writes of 述职评议: `rounds` plan and grades, `votes` the 测评, `reports`, `following` all after it."""

from heli.debriefing.actions.following import (
    drop_item,
    feed_back,
    finish_item,
    hand_down,
    list_item,
    sign_feedback,
    sign_on_paper,
)
from heli.debriefing.actions.reports import give_back, hand_in, mark_work, receive, remark, write_report
from heli.debriefing.actions.rounds import change_plan, close_round, decide, enlist, issue, start, strike
from heli.debriefing.actions.votes import close_vote, count_vote, hold_vote, take_vote_to_paper

__all__ = [
    "change_plan",
    "close_round",
    "close_vote",
    "count_vote",
    "decide",
    "drop_item",
    "enlist",
    "feed_back",
    "finish_item",
    "give_back",
    "hand_down",
    "hand_in",
    "hold_vote",
    "issue",
    "list_item",
    "mark_work",
    "receive",
    "remark",
    "sign_feedback",
    "sign_on_paper",
    "start",
    "strike",
    "take_vote_to_paper",
    "write_report",
]
