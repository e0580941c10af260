"""What /api/results says of published results: each total, and every indicator with the rows it counted."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from heli.appraisal.queries.basis import class_name
from heli.duties.queries.readings import Book
from heli.kernel.periods import Period
from heli.schemes.catalogue import Indicator, Measure, Over
from heli.schemes.models import Release, ReleasedScore
from heli.schemes.queries.results import FrozenLine, Result
from heli.schemes.queries.scoring import in_points
from heli.schemes.queries.telling import how, opens, said
from heli.ui.api import Coded, Ref, coded


class ResultsOut(Schema):
    """One publication of a scheme's results."""

    id: int
    scheme: Ref = Field(description="考核方案")
    organiser: Ref = Field(description="制定组织：机关工委，或只考核自己下级的机关党委")
    citys: bool = Field(description="是否机关工委的结果；年度目标任务考核只用这些")
    version: int = Field(description="按第几版方案计算")
    period: str
    as_of: date = Field(description="计到哪一天")
    state: Coded
    shown_until: date = Field(description="公示截止")


class ResultOut(Schema):
    """One organisation's result as it was published."""

    organisation: Ref
    group: Coded = Field(description="类别，只在同类之间比较")
    total: float | None = Field(description="公布的得分；什么都不知道时为 null，不是 0")
    tier: str | None = Field(description="档次")
    barred: bool = Field(description="一票否决，不评定等次")
    unknown_weight: float = Field(description="情况未知、不计分的分值")


class CountedOut(Schema):
    """One indicator with what was counted and where the counted rows are."""

    code: str
    name: str
    part: Coded = Field(description="性质")
    measure: Coded = Field(description="依据")
    weight: float = Field(description="分值")
    points: float | None = Field(description="得分；不计分为 null")
    said: str = Field(description="计了什么")
    how: str = Field(description="怎样计分")
    rows: list[str] = Field(description="所依据的应办、履职记录的地址；接口里没有的，为页面的地址")


class CorrectionOut(Schema):
    """What was corrected since, beside what was published."""

    was: float | None
    now: float | None
    reason: str = Field(description="更正的原因")


class ResultDetail(ResultOut):
    """A result with every indicator and its corrections."""

    results: ResultsOut
    lines: list[CountedOut]
    corrections: list[CorrectionOut]


def results_out(one: Release) -> ResultsOut:
    """`one` with its version, scheme, organiser and publication."""
    return ResultsOut(
        id=one.pk,
        scheme=Ref(id=one.version.scheme_id, name=one.version.scheme.name),
        organiser=Ref(id=one.version.scheme.organiser_id, name=one.version.scheme.organiser.name),
        citys=one.version.scheme.is_citys,
        version=one.version.number,
        period=one.period,
        as_of=one.publication.as_of,
        state=Coded(code=one.state, name=one.get_state_display()),
        shown_until=one.shown_until,
    )


def result_outs(rows: Sequence[ReleasedScore]) -> Iterable[ResultOut]:
    return (ResultOut(**_of(one)) for one in rows)


def _of(one: ReleasedScore) -> dict[str, Any]:
    return {
        "organisation": Ref(id=one.organisation_id, name=one.organisation.name),
        "group": Coded(code=one.class_code, name=class_name(one.class_code)),
        "total": _number(in_points(one.total)),
        "tier": one.tier or None,
        "barred": one.barred,
        "unknown_weight": one.open / 100,
    }


def result_detail(held: Release, found: Result, indicators: dict[str, Indicator], book: Book) -> ResultDetail:
    return ResultDetail(
        **_of(found.score),
        results=results_out(held),
        lines=[_line(held, found.score, one, indicators[one.indicator.code], book) for one in found.lines],
        corrections=[
            CorrectionOut(was=_number(one.old), now=_number(one.new), reason=one.correction.reason)
            for one in found.changes
        ],
    )


def _line(held: Release, score: ReleasedScore, one: FrozenLine, held_by: Indicator, book: Book) -> CountedOut:
    return CountedOut(
        code=held_by.code,
        name=held_by.name,
        part=coded(held_by.part),
        measure=coded(held_by.measure),
        weight=float(one.weight),
        points=_number(one.points),
        said=said(held_by, one.line.a, one.line.b, one.line.u),
        how=how(held_by),
        rows=list(_rows(held, score.organisation_id, held_by, book)),
    )


def _rows(held: Release, organisation: int, one: Indicator, book: Book) -> Iterator[str]:
    """Addresses of the rows behind an indicator: several where it is narrowed to tasks or kinds."""
    period, last = Period.parse(held.period), held.publication.as_of
    scheme = held.version.scheme_id
    if one.over is Over.SELF and one.measure.of_duties:
        asked = {"organisation": organisation, "due_from": period.start, "due_to": last, "year": period.year}
        chosen = [each.pk for each in book.readings if each.group in one.tasks]
        for narrowed in [{"requirement": pk} for pk in chosen] if one.tasks else [{}]:
            yield f"/api/duties?{urlencode(asked | narrowed)}"
    elif one.over is Over.SELF and one.measure.of_records:
        days = {"organisation": organisation, "first": period.start, "last": last}
        for kind in one.kinds or ("",):
            yield f"/api/records?{urlencode(days | ({'kind': kind} if kind else {}))}"
    elif one.measure in (Measure.MARK, Measure.NOTED):
        yield f"{reverse('schemes:sheet', args=[scheme, organisation])}?period={period.code}"
    else:
        yield opens(one, organisation, period, scheme)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
