"""组织变动: what happened to organisations, on which document, and who took part in it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.orgs.catalogue import EventKind, EventRole
from heli.orgs.models.organisations import Organisation


class EventBatch(models.Model):
    """A sheet of events carried out together, all or none (机构改革, S004-20)."""

    title = models.CharField("名称", max_length=120)
    document_number = models.CharField("文号", max_length=60)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    carried_out_at = models.DateTimeField("办理时间")
    carried_out_by = models.CharField("办理人", max_length=120)

    class Meta:
        verbose_name = "机构改革批次"

    def __str__(self) -> str:
        return self.title


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, scope: Scope) -> Self:
        """Events of which `scope` covers at least one organisation today."""
        if scope.everything:
            return self
        return self.filter(
            pk__in=EventPart.objects.filter(organisation__in=Organisation.objects.visible_to(scope)).values(
                "event"
            )
        )


class Event(models.Model):
    """A 组织变动, dated by its document; never changed, undone by another.

    `is_correction`: it reaches back into a period whose figures are published (S000-18). `effects` is JSON:
    what it did, in numbers (members moved, posts ended, duties handed over), as the page foretold it.
    """

    kind = models.CharField("事项", max_length=12, choices=EventKind.choices)
    happened_on = models.DateField("生效日期")
    document_number = models.CharField("文号", max_length=60)
    reason = models.CharField("缘由", max_length=300)
    batch = models.ForeignKey(EventBatch, null=True, on_delete=models.PROTECT, related_name="events")
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    is_correction = models.BooleanField("更正", default=False)
    effects = models.TextField("结果", default="{}")
    recorded_at = models.DateTimeField("录入时间")
    recorded_by = models.CharField("录入人", max_length=120)

    objects: ClassVar = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "组织变动"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_has_document", condition=~Q(document_number="") & ~Q(reason="")
            )
        ]
        indexes: ClassVar = [models.Index(name="event_by_day", fields=["happened_on", "id"])]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.get_kind_display()} {self.document_number}"


class EventPart(models.Model):
    """An organisation in an event, and as what: the subject, the successor, newly founded, moved along."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="event_parts")
    role = models.CharField(max_length=12, choices=EventRole.choices)

    class Meta:
        verbose_name = "组织变动的参与组织"
        constraints: ClassVar = [
            models.UniqueConstraint(name="event_part_once", fields=["event", "organisation", "role"])
        ]
        indexes: ClassVar = [models.Index(name="event_part_by_org", fields=["organisation", "event"])]

    def __str__(self) -> str:
        return self.get_role_display()
