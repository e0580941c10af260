"""The records behind the figures of 领导干部执行情况: of one person, to be opened, never counted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from heli.accounts.actor import Scope
from heli.duties.catalogue import Checked
from heli.duties.models import Record
from heli.kernel.errors import NotFound
from heli.members.models import Post
from heli.orglife.models import Attendance
from heli.orglife.queries.leading import democratic_records, leading, leading_posts
from heli.orglife.rules.leading import Cadre
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cadre's records: meetings of his branch with whether he came, 党课, 民主生活会 of his bodies."""

    cadre: Cadre
    branch: Organisation | None
    attended: QuerySet[Attendance]
    lectures: QuerySet[Record]
    democratic: QuerySet[Record]


def evidence(scope: Scope, pk: int, since: date, until: date) -> Evidence:
    """What the figures rest on for whoever holds a post. NotFound for one who is not counted in them."""
    post = Post.objects.select_related("organisation").filter(pk=pk).first()
    if post is None:
        raise _not_found()
    same = Q(name=post.name, organisation__organ=post.organisation.organ_id)
    if post.member_id is not None:
        same |= Q(member=post.member_id)
    found = leading(scope, since, until, same)
    cadre = next((one for one in found.cadres if post.pk in one.held), None)
    if cadre is None:
        raise _not_found()
    attended = Attendance.objects.filter(
        member=cadre.member or 0, record__happened_on__range=(since, until), record__withdrawn_at=None
    ).exclude(record__checked=Checked.RETURNED)
    bodies = {one.organisation_id for one in leading_posts(scope, until, same) if one.pk in cadre.held}
    return Evidence(
        cadre,
        Organisation.objects.filter(pk=cadre.branch or 0).first(),
        attended.visible_to(scope).select_related("record").order_by("-record__happened_on", "-record"),
        Record.objects.filter(pk__in=cadre.lectures).order_by("-happened_on", "-pk"),
        democratic_records(scope, bodies, since, until),
    )


def _not_found() -> NotFound:
    return NotFound("cadre-not-found", "这一天没有这位领导干部，或他不在您的范围内。")
