from heli.weak.models.listings import Listing
from heli.weak.models.mending import Acceptance, Rectification, Telling

__all__ = ["Acceptance", "Listing", "Rectification", "Telling"]
