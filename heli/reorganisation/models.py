"""A sheet of events between its upload and its carrying out."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.orgs.models import EventBatch
from heli.reorganisation.catalogue import DraftState


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, scope: Scope) -> Self:
        """The office prepares them: whoever sees everything sees all, anybody else those of his own."""
        return self if scope.everything else self.none()


class Draft(models.Model):
    """机构改革变动表: the workbook (encrypted, emptied once it is done), and what its check came to, as JSON.

    `batch` is what came of it.
    """

    title = models.CharField("名称", max_length=120)
    document_number = models.CharField("文号", max_length=60)
    file_name = models.CharField("文件名", max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=12, choices=DraftState.choices, default=DraftState.WAITING)
    checked = models.JSONField(default=dict)
    failure = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField("上传时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    batch = models.OneToOneField(EventBatch, null=True, on_delete=models.PROTECT, related_name="draft")

    objects: ClassVar = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "机构改革变动表"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="draft_done_has_batch",
                condition=Q(state=DraftState.DONE, batch__isnull=False)
                | (~Q(state=DraftState.DONE) & Q(batch=None)),
            )
        ]

    def __str__(self) -> str:
        return self.title
