"""Which periods a version may be asked for: of its length, begun, of this year or the last."""

from datetime import date

from heli.kernel.errors import Invalid
from heli.kernel.periods import Period, PeriodKind, period_on, periods_of
from heli.schemes.models import Version


def offered(version: Version, today: date) -> list[Period]:
    """The latest first."""
    kind = PeriodKind(version.period_kind)
    every = [*periods_of(kind, today.year - 1), *periods_of(kind, today.year)]
    return [one for one in reversed(every) if one.start <= today]


def chosen(code: str, version: Version, today: date) -> Period:
    """The period of an address, else today's; Invalid (`period-of-other-kind`) for another length."""
    kind = PeriodKind(version.period_kind)
    period = Period.parse(code) if code else period_on(kind, today)
    if period.kind is not kind or period.start > today:
        raise Invalid("period-of-other-kind", f"这个方案按{kind.label}考核，请选择已经开始的{kind.label}。")
    return period
