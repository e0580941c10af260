"""Stars as workbooks: what organisations hold, and a round with its reasons."""

from collections.abc import Iterable, Iterator
from datetime import date

from heli.schemes.rules.definition import as_written
from heli.sheets.writing import Heading, SheetOut, ValueKind
from heli.stars.catalogue import Star
from heli.stars.models import Assessed, StarHeld

_HELD = (
    Heading("党组织", 36),
    Heading("星级", 10),
    Heading("评定年度", 10, ValueKind.WHOLE),
    Heading("来由", 10),
    Heading("定星日期", 12, ValueKind.DATE),
    Heading("有效期至", 12, ValueKind.DATE),
    Heading("状态", 10),
    Heading("文号", 24),
)
_ROUND = (
    Heading("党组织", 36),
    Heading("得分", 10),
    Heading("上次星级", 10),
    Heading("自评", 10),
    Heading("测算", 10),
    Heading("测算说明", 60),
    Heading("审核意见", 12),
    Heading("审定星级", 10),
    Heading("与测算不同的理由", 36),
)


def held_sheet(rows: Iterable[StarHeld], today: date) -> SheetOut:
    """An organisation a line, from five stars down."""
    return SheetOut("星级", _HELD, _held(rows, today))


def _held(rows: Iterable[StarHeld], today: date) -> Iterator[list[object]]:
    for one in rows:
        state = "已过期" if one.has_expired(today) else "有效" if one.ends_on else ""
        yield [
            one.organisation.name,
            one.get_star_display(),
            one.year,
            one.get_given_display(),
            one.begins_on,
            one.ends_on,
            state,
            one.document,
        ]


def round_sheet(rows: Iterable[Assessed]) -> SheetOut:
    """An organisation of a round a line, with the reasons of its proposal."""
    return SheetOut("星级评定", _ROUND, _round(rows))


def _round(rows: Iterable[Assessed]) -> Iterator[list[object]]:
    for one in rows:
        yield [
            one.organisation.name,
            as_written(one.score) if one.score is not None else "未知",
            _word(one.previous),
            _word(one.claim),
            _word(one.proposed),
            "；".join(one.reasons),
            _word(one.advised),
            _word(one.star),
            one.decided_why,
        ]


def _word(star: int | None) -> str:
    return "" if star is None else Star(star).label
