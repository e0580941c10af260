"""What is counted: fulfilments, and the two counters and the source table derived from them.

`heli doctor` rebuilds Standing, Tally and Source and compares (design.md, "Three nouns").
`period` is the index of a period within its year and cadence (0-based); a triggered duty has period 0.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from heli.duties.models.records import Record
from heli.duties.models.requirements import Requirement
from heli.orgs.models import Organisation, Unit


class Fulfilment(models.Model):
    """One record answers one duty.

    `organ` is the unit that the organisation counted in on the day the duty was due (ADR 11); like all of a
    fulfilment it is derived, and derived again where a change of the organisation reaches that day.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="fulfilments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField()
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="fulfilments")
    on_time = models.BooleanField()
    verified = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="fulfilment_once", fields=["requirement", "organisation", "year", "period", "record"]
            )
        ]
        indexes: ClassVar = [
            models.Index(
                name="fulfilment_by_duty", fields=["year", "requirement", "organisation", "period", "on_time"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}/{self.year}/{self.period}"


class Standing(models.Model):
    """Which periods an organisation has done of a requirement in a year, as masks (bit = period index).

    `verified`: of those done, what a superior has verified the record of.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="standings")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    done = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="standing_once", fields=["year", "requirement", "organisation"])
        ]
        indexes: ClassVar = [models.Index(name="standing_by_org", fields=["organisation", "year"])]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.requirement_id}/{self.year}"


class Tally(models.Model):
    """For one board unit, requirement, year and period: how many organisations have done it, and on time.

    `organ` is the unit that each of them counted in on the day the duty was due (ADR 11).
    """

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField()
    done = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="tally_once", fields=["year", "requirement", "period", "organ"]),
            models.CheckConstraint(name="tally_on_time_within_done", condition=Q(on_time__lte=F("done"))),
            models.CheckConstraint(name="tally_verified_within_done", condition=Q(verified__lte=F("done"))),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id}/{self.requirement_id}/{self.year}/{self.period}"


class Source(models.Model):
    """Since when records of a kind exist for a kind of organisation: before, its duties are *unknown*."""

    record_kind = models.CharField(max_length=30)
    org_kind = models.CharField(max_length=20)
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="source_once", fields=["record_kind", "org_kind"])
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.org_kind} 自 {self.since}"
