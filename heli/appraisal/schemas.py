"""What /api/scores says of a score: the total, and every line with what it was counted from."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from ninja import Schema
from pydantic import Field

from heli.appraisal.queries.basis import class_code, class_name
from heli.appraisal.queries.scores import Scored, Sheet, SheetLine, aloud
from heli.duties.queries.briefs import Brief
from heli.duties.schemas import RequirementRef, requirement_ref
from heli.kernel.periods import Period
from heli.ui.api import Asked, Coded, Narrowed, Ref


class PeriodAsked(Narrowed):
    period: str = Field(
        default="",
        pattern=r"^(20[0-9]{2}(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?)?$",
        description="期间：2026、2026H1、2026Q3 或 2026-03；不带则为今天所在的半年",
    )


class ScoresAsked(PeriodAsked, Asked):
    """The period, and how much of the list."""


class ScoreOut(Schema):
    """The score of one organisation that still stood at the period's end."""

    organisation: Ref
    group: Coded = Field(description="类别，只在同类之间比较")
    total: float | None = Field(description="百分制；什么都不知道时为 null，不是 0")
    tier: str | None = Field(description="档次")
    known_weight: float = Field(description="情况已知的事项的分值")
    unknown_weight: float = Field(description="情况未知、不计分的事项的分值")


class LineOut(Schema):
    """One requirement of a score with what was counted; `duties` leads to the duties themselves."""

    requirement: RequirementRef
    weight: float = Field(description="分值")
    owed: int = Field(description="到期且情况已知的应办")
    done: int
    on_time: int
    unknown: int = Field(description="到期而没有履职记录来源的应办")
    points: float | None = Field(description="得分；不计分为 null")
    median: float | None = Field(description="同类中位得分")
    lost: float = Field(description="按百分制折算的失分")
    duties: str = Field(description="这一行所依据的应办")


class SchemeOut(Schema):
    """How points are made, and on what document that rests."""

    id: str
    name: str
    source: str
    completeness: float = Field(description="完成所占的百分比")
    timeliness: float = Field(description="按期所占的百分比")


class ScoreDetail(ScoreOut):
    """A score with all that it is made of."""

    period: str
    as_of: date = Field(description="计到哪一天")
    ranked: bool = Field(description="期末以前撤销的不参加比较")
    class_median: float | None = Field(description="同类中位分")
    scheme: SchemeOut = Field(description="计分办法")
    words: str = Field(description="得分怎样算出来的一句话")
    lines: list[LineOut]


def score_out(row: Scored) -> ScoreOut:
    return ScoreOut(**_of(row.subject, row))


def score_detail(sheet: Sheet, period: Period, on: date) -> ScoreDetail:
    """`on`: the last day that counts."""
    scheme = sheet.scheme
    return ScoreDetail(
        **_of(sheet.subject, sheet),
        period=period.code,
        as_of=on,
        ranked=sheet.is_ranked,
        class_median=_number(sheet.class_median),
        scheme=SchemeOut(
            id=scheme.id,
            name=scheme.name,
            source=scheme.source,
            completeness=float(scheme.completeness),
            timeliness=float(scheme.timeliness),
        ),
        words=aloud(sheet),
        lines=[_line(line, sheet.subject.pk, period, on) for line in sheet.lines],
    )


def _of(subject: Brief, scored: Scored | Sheet) -> dict[str, Any]:
    code = class_code(subject)
    return {
        "organisation": Ref(id=subject.pk, name=subject.name),
        "group": Coded(code=code, name=class_name(code)),
        "total": _number(scored.score.total),
        "tier": scored.tier.name if scored.tier is not None else None,
        "known_weight": float(scored.score.known_weight),
        "unknown_weight": float(scored.score.unknown_weight),
    }


def _line(line: SheetLine, organisation: int, period: Period, on: date) -> LineOut:
    narrowed = {
        "year": period.year,
        "organisation": organisation,
        "requirement": line.reading.pk,
        "due_from": period.start,
        "due_to": on,
    }
    return LineOut(
        requirement=requirement_ref(line.reading),
        weight=float(line.reading.weight),
        owed=line.counted.owed,
        done=line.counted.done,
        on_time=line.counted.on_time,
        unknown=line.counted.unknown,
        points=_number(line.points),
        median=_number(line.median),
        lost=float(line.lost),
        duties=f"/api/duties?{urlencode(narrowed)}",
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
