"""党员类别 and 人员类别."""

from django.db.models import TextChoices


class Standing(TextChoices):
    """党员类别: only a 正式党员 votes and is elected (R03-04)."""

    FULL = "full", "正式党员"
    PROBATIONARY = "probationary", "预备党员"


class Serving(TextChoices):
    """人员类别: 在职 or 离退休 (S000-17)."""

    SERVING = "serving", "在职"
    RETIRED = "retired", "离退休"
