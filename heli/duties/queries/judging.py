"""Records that wait for somebody's judgement, and what was said of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.scope import Scope
from heli.duties.catalogue import PARAMETERS, Checked
from heli.duties.models import Judgement, Record, RecordVersion
from heli.duties.models.judgements import JudgementQuerySet
from heli.duties.models.records import RecordQuerySet
from heli.duties.queries.records import RecordFilters, narrowed
from heli.duties.rules import judging
from heli.kernel.action import Doer

A_PAGE = 100
"""How many records are verified together on one page."""

COUNTED = 10_000
"""How far those that wait are counted: of a whole city's ledger the exact number says nothing more."""


def to_verify(by: Doer, records: RecordQuerySet) -> RecordQuerySet:
    """Those of `records` that `by` may verify now: in his reach, neither his own nor entered by him.

    Records of the organisations where he holds a post are judged by his superior.
    """
    found: RecordQuerySet = records.standing().filter(checked=Checked.OPEN).exclude(entered_by=by.label[:120])
    if not isinstance(by, Actor):
        return found
    own = {post.organisation_id for post in by.posts}
    return found.visible_to(by.scope(Permission.RECORD_VERIFY)).exclude(organisation__in=own)


@dataclass(frozen=True, slots=True)
class Together:
    """Records that can be verified together: those shown, the sample to open, how many wait up to COUNTED."""

    rows: Sequence[Record]
    sample: tuple[int, ...]
    waiting: int
    most: int

    @property
    def unit(self) -> str:
        return "条以上" if self.waiting >= COUNTED else "条"


def together(by: Actor, filters: RecordFilters, today: date) -> Together:
    """The oldest records that wait for `by`, as the filters leave them. Two queries."""
    most, size = (PARAMETERS().get(name, today).value for name in ("verify_most", "verify_sample"))
    found = to_verify(by, narrowed(Record.objects.all(), filters))
    shown = found.select_related("organisation").order_by("happened_on", "pk")[: min(most, A_PAGE)]
    rows = list(shown)
    sample = judging.sample_of([one.pk for one in rows], label=by.label, on=today, most=size)
    return Together(rows, sample, found[:COUNTED].count(), most)


def judgements(
    scope: Scope, *, record: int | None = None, organisation: int | None = None, says: str | None = None
) -> JudgementQuerySet:
    """Judgements of records of organisations in `scope`; `says` "open" are those taken back."""
    found: JudgementQuerySet = Judgement.objects.visible_to(scope)
    for name, value in (("record", record), ("record__organisation", organisation)):
        if value is not None:
            found = found.filter(**{name: value})
    if says is not None:
        found = found.filter(says="" if says == "open" else says)
    return found.select_related("record__organisation")


def judgements_of(record: Record) -> list[Judgement]:
    """All that was said of a record, newest first."""
    return list(Judgement.objects.filter(record=record).order_by("-judged_at", "-pk"))


def versions_of(record: Record) -> list[RecordVersion]:
    """What a record said before its corrections, the first version first."""
    return list(RecordVersion.objects.filter(record=record).order_by("number"))
