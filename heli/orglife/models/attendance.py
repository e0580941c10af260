"""Attendance: who was due at a meeting and whether he came."""

from typing import ClassVar, Self

from django.db import models

from heli.accounts.actor import Scope
from heli.duties.models import Record
from heli.members.models import Member
from heli.orglife.catalogue import Absence
from heli.orgs.models import Organisation


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        return self.filter(record__organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Attendance(models.Model):
    """One member due at one meeting; `absence` empty means present. Evidence of the meeting, never a figure
    about a person: nothing counts or sorts by member (R14-06)."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    absence = models.CharField("缺席原因", max_length=10, choices=Absence.choices, blank=True, default="")

    objects: ClassVar = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "到会情况"
        constraints: ClassVar = [models.UniqueConstraint(name="attendance_once", fields=["record", "member"])]

    def __str__(self) -> str:
        return f"{self.member_id}@{self.record_id}"
