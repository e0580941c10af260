"""Which day a record repeats: `Record.repeats_on` as it must be."""

from datetime import date

from django.db.models import (
    Case,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    ValueRange,
    When,
    Window,
    WindowFrameExclusion,
)

from heli.duties.models import Record
from heli.duties.models.records import RecordQuerySet


def with_text(record: Record, text: str) -> RecordQuerySet:
    """Records of the organisation and kind of `record` that have `text`, void ones too."""
    found: RecordQuerySet = Record.objects.filter(
        organisation=record.organisation_id, kind=record.kind, text=text
    )
    return found


def days_before(records: RecordQuerySet, day: date | OuterRef) -> QuerySet[Record, date]:
    """The days before `day` on which one of `records` stands, the latest first.

    Asked by `withdrawn_by`, which is empty of those that stand: by `withdrawn_at`, SQLite may take the index
    of kinds and look through the city, where an organisation has few records.
    """
    earlier = records.filter(withdrawn_by="", happened_on__lt=day)
    return earlier.order_by("-happened_on").values_list("happened_on", flat=True)


def latest_before(record: Record) -> date | None:
    """The day that a record repeats, saved or not; one query, none for an empty text."""
    if not record.text:
        return None
    return days_before(with_text(record, record.text).exclude(pk=record.pk), record.happened_on).first()


def misstated(records: RecordQuerySet) -> QuerySet[Record, tuple[date | None, int]]:
    """Those of `records` where something else stands in `repeats_on`: what must stand there, primary key.

    `records` are all of their organisations, void ones too. One query, whose work grows with them.
    """
    before = Window(  # SQLite looks at each part's rows for each of them: many may have no text at all
        Max("happened_on", filter=Q(withdrawn_at=None) & ~Q(text="")),
        partition_by=[F("organisation"), F("kind"), F("text"), Case(When(text="", then="pk"))],
        order_by="happened_on",
        frame=ValueRange(end=0, exclusion=WindowFrameExclusion.GROUP),
    )
    unlike = (
        Q(repeats_on=None, before__isnull=False)
        | Q(repeats_on__isnull=False, before=None)
        | Q(repeats_on__lt=F("before"))
        | Q(repeats_on__gt=F("before"))
    )
    return records.order_by().annotate(before=before).filter(unlike).values_list("before", "pk")
