"""The kernel's own tables: the audit and its seals, the schedules, answers kept for programs, and what this
installation is.

Audit entries and seals point nowhere by foreign key, so that nothing can cascade into them, and triggers
(`triggers.py`) refuse to change or delete them.
"""

from django.db import models


class AuditEntry(models.Model):
    """What one outermost action did: who, when, to what. Written by `@action` alone, and only once."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=100)
    account_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=200)
    subject = models.CharField(max_length=150)
    subject_label = models.CharField(max_length=200)
    detail = models.TextField()
    steps = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=["at"], name="kernel_audit_at"),
            models.Index(fields=["subject", "id"], name="kernel_audit_subject"),
            models.Index(fields=["account_id", "id"], name="kernel_audit_account"),
            models.Index(fields=["action", "id"], name="kernel_audit_action"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.action} {self.subject}"


class AuditSeal(models.Model):
    """A run of audit entries, fixed: the digest of each, and one over them all and the seal before.

    `leaves` holds a line "id digest" for each entry; `seals.py` says how digests are made.
    """

    number = models.BigIntegerField(primary_key=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    leaves = models.TextField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(number__gte=1, count__gte=1, first_id__lte=models.F("last_id")),
                name="kernel_seal_run",
            ),
        )

    def __str__(self) -> str:
        return f"第 {self.number} 号封存"


class Schedule(models.Model):
    """A job that comes round: `heli tick` claims it when its time has come (`schedules.py`)."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=100, unique=True)
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(every_seconds__gte=1), name="kernel_schedule_every"),
        )

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What a program's request was answered, kept some days for when it is sent again (`once.py`).

    `asker` is the token that it came with, `digest` SHA-256 of the request's words.
    """

    id = models.BigAutoField(primary_key=True)
    asker = models.CharField(max_length=60)
    key = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["asker", "key"], name="kernel_answer_once"),)
        indexes = (models.Index(fields=["kept_at"], name="kernel_answer_kept"),)

    def __str__(self) -> str:
        return f"{self.asker} {self.key}"


class Installation(models.Model):
    """What this database is: whose office, a demo or not, and which keys its secrets were written with.

    There is one row at most.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    office_name = models.CharField(max_length=200)
    is_demo = models.BooleanField()
    key_fingerprint = models.TextField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="kernel_installation_one"),
            models.CheckConstraint(
                condition=~models.Q(created_by="") & ~models.Q(key_fingerprint=""),
                name="kernel_installation_founded",
            ),
        )

    def __str__(self) -> str:
        return self.office_name
