"""The 党组织名册 as Heli holds it: a sheet that an office can work on and load again."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, QuerySet

from heli.accounts.actor import Scope
from heli.orgs.catalogue import Kind, LeadershipSystem, Leading, Nature
from heli.orgs.models import Organisation
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("党组织全称", 44),
    Heading("党组织代码", 14),
    Heading("组织类别", 14),
    Heading("上级党组织", 40),
    Heading("所在单位", 30),
    Heading("单位性质", 10),
    Heading("领导体制", 26),
    Heading("领导党组(党委)", 34),
    Heading("领导关系", 10),
    Heading("归属", 8),
    Heading("批准成立日期", 13, ValueKind.DATE),
    Heading("本届届满日期", 13, ValueKind.DATE),
    Heading("党员数", 8, ValueKind.WHOLE),
    Heading("备注", 24),
)
_CHUNK = 2_000


def export(scope: Scope, organisations: QuerySet[Organisation] | None = None) -> SheetOut:
    """Organisations not closed that `scope` covers, in the order of the tree; or those, as a list shows them.

    A superior that the scope does not cover is named too. 党员数 is empty where no roster was loaded.
    """
    found = Organisation.objects.visible_to(scope).filter(closed_on=None).order_by("path")
    chosen = found.select_related("unit", "parent", "leader") if organisations is None else organisations
    return SheetOut("党组织名册", _HEADINGS, _rows(chosen))


def _rows(found: QuerySet[Organisation]) -> Iterator[tuple[Any, ...]]:
    for one in found.annotate(term_ends_on=Max("terms__ends_on")).iterator(chunk_size=_CHUNK):
        nature = Nature(one.nature)
        system = LeadershipSystem(one.system)
        yield (
            one.name,
            one.code,
            Kind(one.kind).label,
            one.parent.name if one.parent else None,
            one.unit.name,
            None if nature is Nature.UNSTATED else nature.label,
            None if system is LeadershipSystem.UNSTATED else system.label,
            one.leader.name if one.leader else None,
            Leading(one.leading).label if one.leader else None,
            "市外" if one.outside else None,
            one.founded_on,
            one.term_ends_on,
            one.member_count or None,
            one.note or None,
        )
