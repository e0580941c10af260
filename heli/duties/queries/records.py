"""履职记录 as pages and workbooks show them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from heli.accounts.scope import Scope
from heli.duties.catalogue import RECORD_KINDS
from heli.duties.models import Record
from heli.duties.models.records import RecordQuerySet
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class RecordFilters:
    """What a list of records is narrowed to; None and empty mean everything."""

    organisation: int | None = None
    organ: int | None = None
    kind: str = ""
    first: date | None = None
    last: date | None = None
    late: bool = False
    odd: bool = False
    checked: str = ""


def records(scope: Scope, filters: RecordFilters) -> QuerySet[Record]:
    """Records that stand, newest first, of the organisations in `scope`."""
    found = narrowed(Record.objects.standing().visible_to(scope), filters)
    return found.select_related("organisation").order_by("-happened_on", "-pk")


def narrowed(found: RecordQuerySet, filters: RecordFilters) -> RecordQuerySet:
    """Those of the records that the filters leave."""
    for name, value in (
        ("organisation", filters.organisation),
        ("organ", filters.organ),
        ("kind", filters.kind or None),
        ("happened_on__gte", filters.first),
        ("happened_on__lte", filters.last),
    ):
        if value is not None:
            found = found.filter(**{name: value})
    if filters.late:
        found = found.filter(late_entry=True)
    if filters.odd:
        found = found.exclude(remarks="")
    if filters.checked:
        found = found.filter(checked="" if filters.checked == "open" else filters.checked)
    return found


def records_somewhere(scope: Scope, today: date) -> Verdict:
    """Whether any organisation of the scope of who enters records has any to enter: the 工委 has not."""
    kinds = {one for kind in RECORD_KINDS().on(today) for one in kind.org_kinds}
    here = Organisation.objects.visible_to(scope).filter(closed_on=None, kind__in=kinds)
    if here.exists():
        return Verdict.yes()
    return Verdict.no(
        "您所在的党组织没有在这里记录的会议和文件，由各党组织自己记录。", code="nothing-to-record"
    )


def record(pk: int, scope: Scope) -> Record:
    """One record, void ones too; NotFound (`record-unknown`) where there is none in `scope`."""
    found: Record | None = (
        Record.objects.visible_to(scope)
        .select_related("organisation", "organ", "leader", "part_of")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("record-unknown", "没有这条履职记录，或不在您可以查看的范围内。请从履责列表进入。")
    return found
