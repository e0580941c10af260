"""Joining and leaving: what may be entered, on what ground a membership is suspended, and the numbers."""

from pathlib import Path

from django.db.models import TextChoices

from heli.kernel.catalogue import dated
from heli.members.catalogue.moving import MemberNumber
from heli.members.catalogue.people import Change


class Ground(TextChoices):
    """Why a membership is suspended (R09-10, R09-11)."""

    LOST = "lost", "失去联系"
    STUDYING = "studying", "出国学习研究未返"
    SETTLED = "settled", "因私出国（境）长期定居"


ENTERED = (
    Change.ADMITTED,
    Change.CONFIRMED,
    Change.RETIRED,
    Change.DIED,
    Change.SUSPENDED,
    Change.RESTORED,
    Change.REMOVED,
    Change.EXPELLED,
    Change.RESIGNED,
)
"""Changes that are entered by hand; transfers have their own way, reorganisations theirs."""

ENDING = (Change.DIED, Change.SUSPENDED, Change.REMOVED, Change.EXPELLED, Change.RESIGNED)

FOR_GOOD = frozenset({Change.REMOVED, Change.EXPELLED, Change.RESIGNED})
"""After these nobody is restored; he may only be admitted anew (R09-12)."""

CHANGE_NUMBERS = dated(Path(__file__).parent.parent / "dated" / "changes.toml", MemberNumber)
