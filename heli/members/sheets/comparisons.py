"""The differences of a comparison as a sheet, without ID numbers."""

from collections.abc import Iterator

from django.db.models import QuerySet

from heli.members.catalogue import DifferenceKind
from heli.members.models import Difference
from heli.members.queries.comparisons import in_words
from heli.sheets.writing import Heading, SheetOut

_HEADINGS = (
    Heading("差异", 14),
    Heading("姓名", 10),
    Heading("证件号后四位", 14),
    Heading("项目", 14),
    Heading("本系统", 36),
    Heading("对方", 36),
    Heading("位置", 24),
    Heading("处理", 12),
    Heading("处理人", 20),
    Heading("说明", 30),
)


def differences_sheet(rows: QuerySet[Difference]) -> SheetOut:
    return SheetOut("对账差异", _HEADINGS, _rows(rows))


def _rows(rows: QuerySet[Difference]) -> Iterator[tuple[str, ...]]:
    for one in rows.iterator(chunk_size=2000):
        new = one.kind == DifferenceKind.JOINED
        branch = one.organisation.name if one.organisation else ""
        yield (
            one.get_kind_display(),
            one.name,
            one.id_last4,
            one.field,
            in_words(one.ours),
            branch if new else in_words(one.theirs),
            one.place,
            one.get_decision_display(),
            one.decided_by,
            one.why,
        )
