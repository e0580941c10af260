"""Tables of gatherings: `gatherings`, `promises` with the problems behind them, `objections`."""

from heli.exchange.models.gatherings import Comment, Exhibit, Gathering, HandCount
from heli.exchange.models.objections import FigureChange, Objection
from heli.exchange.models.promises import Problem, Promise

__all__ = [
    "Comment",
    "Exhibit",
    "FigureChange",
    "Gathering",
    "HandCount",
    "Objection",
    "Problem",
    "Promise",
]
