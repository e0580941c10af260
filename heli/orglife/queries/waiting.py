"""What of 组织生活 waits for the reader: minutes to sign, measures still to be put right. For 今日要务."""

from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.duties.catalogue import RecordSource
from heli.orglife.catalogue import MinutesState
from heli.orglife.models import Minutes, Rectification
from heli.orglife.rules.minutes import signs_for


def to_sign(actor: Actor) -> list[Minutes]:
    """Drafts that say something and that the reader may sign, the oldest meeting first (S001-57).

    One query; none without MINUTES_SIGN. Those of a ledger or declared void are signed by nobody.
    """
    scope = actor.scope(Permission.MINUTES_SIGN)
    if scope.is_empty:
        return []
    drafts = (
        Minutes.objects.visible_to(scope)
        .filter(state=MinutesState.DRAFT, record__withdrawn_at=None)
        .exclude(record__source=RecordSource.IMPORT)
        .exclude(record__text="")
        .select_related("record__organisation")
        .order_by("record__happened_on", "record")
    )
    return [one for one in drafts if signs_for(actor, one.record.chair, one.record.organisation_id)]


def to_put_right(actor: Actor, until: date) -> list[Rectification]:
    """Open measures of 组织生活会 due by `until` where the reader enters records, the earliest first.

    One query; none without RECORD_ENTER (R01-20).
    """
    scope = actor.scope(Permission.RECORD_ENTER)
    if scope.is_empty:
        return []
    return list(
        Rectification.objects.standing()
        .visible_to(scope)
        .filter(done_at=None, due_on__lte=until)
        .select_related("life__organisation")
        .order_by("due_on", "pk")
    )
