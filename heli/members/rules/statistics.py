"""Of which day figures may be published; pure."""

from datetime import date

from heli.kernel.verdict import Verdict

SOURCE = "统计以当时的组织和党员为准，发布后不再改动（S000-18）"


def day_readable(fault: str) -> Verdict:
    """Figures are published of the day that was asked for or of none."""
    if not fault:
        return Verdict.yes()
    return Verdict.no(
        f"{fault.split('。')[0].rstrip('。')}。请回到统计页重选日期，再发布。", code="day-unreadable"
    )


def day_known(on: date, first: date | None) -> Verdict:
    """Of a day before the first one with organisations and members there is nothing to publish."""
    if first is None:
        return Verdict.no(
            "还没有党组织和党员，没有可以发布的数字。请先导入名册。", source=SOURCE, code="nothing-known"
        )
    if on >= first:
        return Verdict.yes()
    return Verdict.no(
        f"{on} 的党组织和党员没有记载，最早记载的是 {first}，没有可发布的。请改选 {first} 或以后的日期。",
        source=SOURCE,
        code="nothing-known",
    )
