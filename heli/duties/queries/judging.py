"""Records that wait for somebody's judgement, and what was said of one."""

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.duties.catalogue import Checked
from heli.duties.models import Judgement, Record
from heli.duties.models.records import RecordQuerySet
from heli.kernel.action import Doer


def to_verify(by: Doer, records: RecordQuerySet) -> RecordQuerySet:
    """Those of `records` that `by` may verify now: in his reach, neither his own nor entered by him.

    Records of the organisations where he holds a post are judged by his superior.
    """
    found: RecordQuerySet = records.standing().filter(checked=Checked.OPEN).exclude(entered_by=by.label[:120])
    if not isinstance(by, Actor):
        return found
    own = {post.organisation_id for post in by.posts}
    return found.visible_to(by.scope(Permission.RECORD_VERIFY)).exclude(organisation__in=own)


def judgements_of(record: Record) -> list[Judgement]:
    """All that was said of a record, newest first."""
    return list(Judgement.objects.filter(record=record).order_by("-judged_at", "-pk"))
