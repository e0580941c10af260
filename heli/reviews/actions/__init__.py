"""All writes of reviews: `stages` opens one and enters its stages, `ballots` the vote, `grading` the rest."""

from heli.reviews.actions.ballots import close_vote, count_vote, hold_vote, take_vote_to_paper
from heli.reviews.actions.grading import close_review, decide, reopen, tell
from heli.reviews.actions.stages import enter_stage, open_review

__all__ = [
    "close_review",
    "close_vote",
    "count_vote",
    "decide",
    "enter_stage",
    "hold_vote",
    "open_review",
    "reopen",
    "take_vote_to_paper",
    "tell",
]
