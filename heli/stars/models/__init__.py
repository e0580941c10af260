"""The tables of stars: rounds with what is assessed in them, and what organisations hold."""

from heli.stars.models.holdings import Honour, StarHeld
from heli.stars.models.rounds import Assessed, Round, StarObjection

__all__ = ["Assessed", "Honour", "Round", "StarHeld", "StarObjection"]
