"""组织关系 as it is kept: who is gone for good, and where today's copies differ from the dated rows."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from heli.members.catalogue import Change, Standing
from heli.members.models import Belonging, Member
from heli.orgs.catalogue import BRANCH_KINDS
from heli.orgs.models import Organisation

GONE = frozenset({Change.DIED, Change.SUSPENDED, Change.REMOVED, Change.EXPELLED, Change.RESIGNED})
"""Ways of leaving that no roster undoes: whoever left so comes back by an act of his own, or never."""


def gone() -> dict[str, str]:
    """Members who left in one of these ways and are not back: ID hash → how (Change)."""
    last = Belonging.objects.filter(member=OuterRef("pk")).order_by("-valid_from").values("ended")[:1]
    left = Member.objects.exclude(left_on=None).annotate(how=Subquery(last)).filter(how__in=GONE)
    return dict(left.values_list("id_hash", "how"))


def differences(on: date) -> Iterator[str]:
    """Where the copies of today differ from the belongings, in words: nothing, if Heli is sound.

    A member's organisation, 党员类别 and 人员类别 are those of his open row, of none if he has left; rows do
    not overlap; the counts of branches are those of the rows of the day. Four queries.
    """
    open_row = Belonging.objects.filter(member=OuterRef("pk"), valid_to=None)
    same = open_row.filter(
        organisation=OuterRef("organisation"), standing=OuterRef("standing"), serving=OuterRef("serving")
    )
    unlike = Member.objects.filter(
        Q(left_on=None) & ~Exists(same) | Q(left_on__isnull=False) & Exists(open_row)
    )
    for pk, name in unlike.order_by("pk").values_list("pk", "name"):
        yield f"党员 {name}（{pk}）的所在支部或类别与组织关系不一致"
    later = Belonging.objects.filter(member=OuterRef("member"), valid_from__gt=OuterRef("valid_from"))
    overlapping = Belonging.objects.filter(
        Exists(later.filter(valid_from__lt=OuterRef("valid_to"))) | Q(valid_to=None) & Exists(later)
    )
    for pk in overlapping.order_by("member").values_list("member", flat=True).distinct():
        yield f"党员 {pk} 的组织关系有重叠"
    yield from _miscounted(on)


def _miscounted(on: date) -> Iterator[str]:
    counted = {
        pk: (everyone, full)
        for pk, everyone, full in Belonging.objects.valid(on)
        .values_list("organisation")
        .annotate(everyone=Count("pk"), full=Count("pk", filter=Q(standing=Standing.FULL)))
        .order_by("organisation")
    }
    branches = Organisation.objects.filter(kind__in=BRANCH_KINDS, closed_on=None).order_by("pk")
    for pk, name, *held in branches.values_list("pk", "name", "member_count", "full_count"):
        found = counted.get(pk, (0, 0))
        if tuple(held) != found:
            yield f"{name}的党员数 {held[0]}、正式党员 {held[1]}，按组织关系应为 {found[0]}、{found[1]}"
