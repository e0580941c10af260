"""What waits for the reader: objections to answer, and own results that are shown."""

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.schemes.catalogue import ReleaseState
from heli.schemes.models import Objection, ReleasedScore


def to_answer(actor: Actor) -> list[Objection]:
    """Objections that the reader is named to answer, the earliest first: one query, none without account."""
    if actor.account_id is None or not actor.posts:
        return []
    found = Objection.objects.filter(answerer=actor.account_id, answered_at=None)
    return list(found.select_related("organisation", "release__publication").order_by("due_on", "pk"))


def shown(actor: Actor) -> list[ReleasedScore]:
    """Results of the own organisations that are shown for objections: one query, none without the right."""
    own = actor.scope(Permission.SCORE_OBJECT)
    if own.is_empty:
        return []
    found = ReleasedScore.objects.filter(
        organisation__in=own.organisations, release__state=ReleaseState.SHOWN
    )
    return list(found.select_related("organisation", "release__publication").order_by("release", "pk"))
