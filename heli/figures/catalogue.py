"""What may be published."""

from django.db.models import TextChoices


class PublicationKind(TextChoices):
    """统计 of organisations and members on a day, or the 通报 of a period."""

    STATISTICS = "statistics", "统计"
    CIRCULAR = "circular", "通报"
