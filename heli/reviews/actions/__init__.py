"""All writes of reviews: `stages` opens one and enters its stages, `ballots` the vote, `pioneer`
先锋指数, `grading` the rest."""

from heli.reviews.actions.ballots import close_vote, count_vote, hold_vote, take_vote_to_paper
from heli.reviews.actions.grading import close_review, decide, reopen, tell
from heli.reviews.actions.pioneer import choose_pioneer, confirm_pioneer, drop_pioneer, mark_member
from heli.reviews.actions.stages import enter_stage, open_review

__all__ = [
    "choose_pioneer",
    "close_review",
    "close_vote",
    "confirm_pioneer",
    "count_vote",
    "decide",
    "drop_pioneer",
    "enter_stage",
    "hold_vote",
    "mark_member",
    "open_review",
    "reopen",
    "take_vote_to_paper",
    "tell",
]
