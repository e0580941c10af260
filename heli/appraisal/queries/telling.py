"""The figures of a 通报 before they are words: worked out, as rows to publish, and as they were published."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from heli.accounts.scope import EVERYTHING
from heli.appraisal.catalogue import Scheme
from heli.appraisal.queries import circulars, scores
from heli.appraisal.queries.basis import basis, lived_in
from heli.appraisal.queries.circulars import Expired
from heli.appraisal.queries.scores import ClassSummary
from heli.appraisal.rules import Counted
from heli.figures.catalogue import FigureRow
from heli.kernel.periods import Period

_COUNTED = (("owed", "应办"), ("done", "已完成"), ("on_time", "按期完成"), ("unknown", "未知"))
_EXPIRED = re.compile(r"expired\.(\d+)\.(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a unit or of a requirement: its primary key, its name, what was counted."""

    pk: int
    name: str
    counted: Counted


@dataclass(frozen=True, slots=True)
class Circular:
    """The figures of a 通报 of `period`, as known on the day `on`."""

    issuer: str
    period: Period
    on: date
    organisations: int
    attached: int
    units: Sequence[Told]
    classes: Sequence[ClassSummary]
    requirements: Sequence[Told]
    expired: Sequence[Expired]
    broken: Sequence[tuple[str, int]]

    @property
    def total(self) -> Counted:
        found = Counted(0, 0, 0)
        for unit in self.units:
            found = scores.added(found, unit.counted)
        return found


def work_out(period: Period, on: date) -> Circular:
    """Work out what the 通报 says, over the whole city, as known on the day `on`."""
    found = basis(period, on, lived_in(period, on).visible_to(EVERYTHING))
    attached, organisations = circulars.organisation_counts(on)
    return Circular(
        issuer=circulars.issuer().name,
        period=period,
        on=on,
        organisations=organisations,
        attached=attached,
        units=[Told(unit.organ_id, unit.name, unit.total) for unit in scores.units(found)],
        classes=scores.summaries(scores.scored(found), scores.scheme_on(on)),
        requirements=[Told(one.pk, one.measure, counted) for one, counted in scores.by_requirement(found)],
        expired=circulars.expired_terms(on),
        broken=circulars.broken_rules(period, on),
    )


def rows(found: Circular) -> list[FigureRow]:
    """Every number of a 通报, in its order, keyed by what it counts."""
    return [
        FigureRow("organisations.total", "党组织", Decimal(found.organisations), "个"),
        FigureRow("organisations.attached", "直属单位党组织", Decimal(found.attached), "个"),
        *_counted("total", "市直机关", found.total),
        *(row for one in found.units for row in _counted(f"unit.{one.pk}", one.name, one.counted)),
        *(row for one in found.classes for row in _of_class(one)),
        *(row for one in found.requirements for row in _counted(f"item.{one.pk}", one.name, one.counted)),
        *(
            FigureRow(f"expired.{one.pk}.{one.ended_on}", f"{one.name} 任期届满", Decimal(1), "个")
            for one in found.expired
        ),
        *(
            FigureRow(f"broken.{remark}"[:120], remark, Decimal(times), "次")
            for remark, times in found.broken
        ),
    ]


def _counted(key: str, name: str, counted: Counted) -> Iterator[FigureRow]:
    for what, label in _COUNTED:
        yield FigureRow(f"{key}.{what}", f"{name} {label}", Decimal(getattr(counted, what)), "项")


def _of_class(one: ClassSummary) -> Iterator[FigureRow]:
    key, name = f"class.{one.code}", one.name
    yield FigureRow(f"{key}.count", f"{name} 组织数", Decimal(one.count), "个")
    for tier, count in one.tiers:
        yield FigureRow(f"{key}.tier.{tier.name}", f"{name} {tier.name}", Decimal(count), "个")
    yield FigureRow(f"{key}.unknown", f"{name} 未知", Decimal(one.unknown), "个")
    yield FigureRow(f"{key}.median", f"{name} 中位分", one.median, "分")


def as_published(told: Iterable[FigureRow], period: Period, on: date, scheme: Scheme) -> Circular:
    """The figures as the rows of a publication say them, in their order; the contrary of `rows`."""
    values = {row.key: row for row in told}
    return Circular(
        issuer=circulars.issuer().name,
        period=period,
        on=on,
        organisations=_number(values, "organisations.total"),
        attached=_number(values, "organisations.attached"),
        units=list(_told(values, "unit")),
        classes=[_class(values, code, scheme) for code in _codes(values)],
        requirements=list(_told(values, "item")),
        expired=[
            Expired(int(found[1]), row.label.removesuffix(" 任期届满"), date.fromisoformat(found[2]))
            for key, row in values.items()
            if (found := _EXPIRED.fullmatch(key))
        ],
        broken=[(row.label, int(row.value or 0)) for key, row in values.items() if key.startswith("broken.")],
    )


def _number(values: Mapping[str, FigureRow], key: str) -> int:
    row = values.get(key)
    return int(row.value or 0) if row is not None else 0


def _told(values: Mapping[str, FigureRow], what: str) -> Iterator[Told]:
    for key, row in values.items():
        if key.startswith(f"{what}.") and key.endswith(".owed"):
            numbers = [_number(values, f"{key.removesuffix('owed')}{name}") for name, _ in _COUNTED]
            yield Told(int(key.split(".")[1]), row.label.removesuffix(" 应办"), Counted(*numbers))


def _codes(values: Mapping[str, FigureRow]) -> Iterator[str]:
    for key in values:
        if key.startswith("class.") and key.endswith(".count"):
            yield key.removeprefix("class.").removesuffix(".count")


def _class(values: Mapping[str, FigureRow], code: str, scheme: Scheme) -> ClassSummary:
    key = f"class.{code}"
    median = values[f"{key}.median"].value
    return ClassSummary(
        code=code,
        name=values[f"{key}.count"].label.removesuffix(" 组织数"),
        count=_number(values, f"{key}.count"),
        unknown=_number(values, f"{key}.unknown"),
        tiers=tuple((tier, _number(values, f"{key}.tier.{tier.name}")) for tier in scheme.tiers),
        median=None if median is None else median.quantize(Decimal("0.01")),
    )
