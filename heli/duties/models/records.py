"""Records: facts that happened, entered once."""

from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length, Replace

from heli.accounts.actor import Scope
from heli.duties.catalogue import Checked, RecordSource
from heli.orgs.models import Organisation, Unit

BLANKS = (" ", "\n", "\r", "\t", "\u3000")
"""Signs of a text that count for nothing."""


def without_blanks(column: str) -> F | Replace:
    """The text of a column without its BLANKS."""
    bare: F | Replace = F(column)
    for blank in BLANKS:
        bare = Replace(bare, Value(blank), Value(""))
    return bare


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, scope: Scope) -> Self:
        """Records of the organisations that `scope` covers today."""
        if scope.everything:
            return self
        visible = Organisation.objects.visible_to(scope).values("pk")
        return self.filter(organisation__in=visible)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def fulfilling(self) -> Self:
        """Those that answer duties: neither withdrawn nor returned."""
        return self.filter(withdrawn_at=None).exclude(checked=Checked.RETURNED)

    def counting_in(self, years: Collection[int]) -> Self:
        """Those that count for plans of these years: by the day they happened, or by `counts_on`."""
        return self.filter(
            Q(counts_on=None, happened_on__year__in=sorted(years)) | Q(counts_on__year__in=sorted(years))
        )


class Record(models.Model):
    """履职记录. `organ` and `leader` are stamped from the version valid on `happened_on` and never rewritten.

    Identity: organisation, day, kind, topic, and `ordinal` (the how-manyeth of equals in one ledger).
    `late_entry` marks 补台账: entered on a page later than the parameter allows. `due`/`present` are persons.
    `counts_on` is set where a window or an extension lets it count for an earlier period, and lies in that;
    `checked` is what a superior last said of it (`Judgement`); one that was returned fulfils nothing until it
    is corrected. `entered_for` names whose post an assistant or a deputy by delegation entered it for (代录).

    Two facts are kept so that thin minutes are looked up (记录质量, S001-57): `signs`, how many characters of
    `text` are no BLANKS, by the database itself, which counts as the query did before; and `repeats_on`, the
    latest day before `happened_on` on which a standing record of the organisation and kind has the same text,
    of a void record too, None where there is none or the text is empty. That one looks at other rows, so the
    actions keep it (`actions.repeating`), and `heli doctor` derives it again.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="records"
    )
    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类型", max_length=30)
    happened_on = models.DateField("日期")
    counts_on = models.DateField("计入日期", null=True)
    topic = models.CharField("主题", max_length=200)
    ordinal = models.PositiveSmallIntegerField(default=1)
    due = models.PositiveIntegerField("应到人数", null=True)
    present = models.PositiveIntegerField("实到人数", null=True)
    chair = models.CharField("主持人", max_length=60, blank=True)
    recorder = models.CharField("记录人", max_length=60, blank=True)
    text = models.TextField("主要内容", blank=True)
    signs = models.GeneratedField(
        verbose_name="字数",
        expression=Length(without_blanks("text")),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    repeats_on = models.DateField("此前相同内容的日期", null=True)
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    source = models.CharField("来源", max_length=10, choices=RecordSource.choices)
    late_entry = models.BooleanField("补录", default=False)
    remarks = models.CharField("系统提示", max_length=300, blank=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)
    entered_for = models.CharField("代谁录入", max_length=120, blank=True, db_default="")
    checked = models.CharField(
        "核实", max_length=10, choices=Checked.choices, blank=True, default="", db_default=""
    )
    withdrawn_at = models.DateTimeField("作废时间", null=True)
    withdrawn_by = models.CharField("作废人", max_length=120, blank=True)
    withdrawn_why = models.CharField("作废原因", max_length=200, blank=True)

    objects: ClassVar = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "履职记录"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="record_identity",
                fields=["organisation", "happened_on", "kind", "topic", "ordinal"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="record_present_within_due",
                condition=Q(due=None) | Q(present=None) | Q(present__lte=F("due")),
            ),
            models.CheckConstraint(
                name="record_counts_earlier",
                condition=Q(counts_on=None) | Q(counts_on__lt=F("happened_on")),
            ),
            models.CheckConstraint(
                name="record_withdrawn_by_someone",
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="record_by_organ", fields=["organ", "happened_on", "id"]),
            models.Index(name="record_by_org", fields=["organisation", "happened_on", "id"]),
            models.Index(name="record_by_day", fields=["happened_on", "id"]),
            models.Index(name="record_later", fields=["counts_on"], condition=Q(counts_on__isnull=False)),
            models.Index(  # the last two are for 记录质量, which counts without reading the rows
                name="record_by_kind",
                fields=["kind", "happened_on", "signs", "repeats_on"],
                condition=Q(withdrawn_at=None),
            ),
            models.Index(
                name="record_remarked", fields=["remarks", "happened_on"], condition=Q(withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.topic}"
