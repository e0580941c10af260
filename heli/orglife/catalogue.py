"""Why somebody due was away."""

from django.db.models import TextChoices


class Absence(TextChoices):
    PRESENT = "", "到会"
    DUTY = "duty", "公务"
    LEAVE = "leave", "请假"
    ILLNESS = "illness", "病休"
    AWAY = "away", "外出"
    OTHER = "other", "其他"
