"""The meetings that one member was due at, for himself; nothing is counted (R14-06)."""

from django.db.models import QuerySet

from heli.orglife.models import Attendance


def own_attendances(member_id: int) -> QuerySet[Attendance]:
    """The latest meeting first."""
    return (
        Attendance.objects.filter(member=member_id)
        .select_related("record__organisation")
        .order_by("-record__happened_on", "-pk")
    )
