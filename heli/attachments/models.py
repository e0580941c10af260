"""Files, kept once for an organisation, and the records that each proves."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.duties.models import Record
from heli.orgs.models import Organisation


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Attachment(models.Model):
    """A file of an organisation, known again by its SHA-256; its bytes stand in `Content`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.CharField("上传人", max_length=120)

    objects: ClassVar = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "附件"
        constraints: ClassVar = [
            models.UniqueConstraint(name="attachment_once", fields=["organisation", "sha256"])
        ]

    def __str__(self) -> str:
        return self.name


class Content(models.Model):
    """The bytes of a file, apart from what lists read."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="content")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.attachment_id}"


class ProofQuerySet(models.QuerySet["Proof"]):
    def standing(self) -> Self:
        """Not taken off."""
        return self.filter(taken_off_at=None)

    def visible_to(self, scope: Scope) -> Self:
        """Those of records of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(record__organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Proof(models.Model):
    """A file proves a record; one file may prove many."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="proofs")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="proofs")
    added_at = models.DateTimeField("添加时间")
    added_by = models.CharField("添加人", max_length=120)
    taken_off_at = models.DateTimeField("移除时间", null=True)
    taken_off_by = models.CharField("移除人", max_length=120, blank=True)

    objects: ClassVar = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = "附件所证明的记录"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="proof_once", fields=["attachment", "record"], condition=Q(taken_off_at=None)
            ),
            models.CheckConstraint(
                name="proof_taken_off_by_someone",
                condition=Q(taken_off_at=None, taken_off_by="")
                | (Q(taken_off_at__isnull=False) & ~Q(taken_off_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id}/{self.record_id}"
