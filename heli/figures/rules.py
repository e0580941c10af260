"""What may be published, and how a number is compared and shown."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from heli.accounts.catalogue import Permission
from heli.figures.catalogue import FigureRow, PublicationKind
from heli.kernel.verdict import Verdict

UNKNOWN = "未知"
_KEPT = Decimal("0.0001")


def right_to_publish(kind: str, *, closes: bool) -> Permission:
    """The right that publishing and correcting asks for: whoever closes the city's days publishes 统计; a
    机关党委 publishes the results of its own schemes, which close nothing (ADR 33)."""
    own = kind == PublicationKind.SCORES and not closes
    return Permission.SCHEME_ADOPT if own else Permission.STATISTICS_PUBLISH


def may_publish(rows: Sequence[FigureRow], period_start: date | None, as_of: date, today: date) -> Verdict:
    """Figures there are, of a day that has come, none of them twice."""
    if not rows:
        return Verdict.no("没有可以发布的数字。请先导入名册或履职记录。", code="nothing-to-publish")
    if as_of > today:
        return Verdict.no(
            f"截至日期 {as_of} 还没有到，届时才能发布。请把截至日期改为今天或以前。", code="as-of-in-future"
        )
    if period_start is not None and period_start > as_of:
        return Verdict.no("期间的起始日期晚于截至日期，请核对。", code="period-upside-down")
    if len({row.key for row in rows}) != len(rows):
        return Verdict.no("同一个指标出现了两次，不能发布。请与系统管理员联系。", code="figure-twice")
    return Verdict.yes()


def kept(value: Decimal | None) -> Decimal | None:
    """A number as the tables keep it: four places, halves upwards."""
    return None if value is None else Decimal(value).quantize(_KEPT, ROUND_HALF_UP)


def in_words(value: Decimal | None) -> str:
    """A number as a page shows it: no idle zeros, thousands apart, 未知 where it is not known."""
    if value is None:
        return UNKNOWN
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
