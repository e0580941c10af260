"""What a row says of the person alone: dates that must agree, the ID number against them, categories."""

from datetime import date
from functools import lru_cache

from heli.kernel.periods import add_months
from heli.members.catalogue import SERVING_WORDS, STANDING_WORDS, Serving, Standing
from heli.orgs.rules.names import plain
from heli.sheets.faults import Kind
from heli.sheets.rows import Row

ADULT_YEARS = 18
"""An applicant is 18 (R04-01)."""

PROBATION_MONTHS = 24
"""A year's probation (R04-19), once lengthened by a year at most (R04-20)."""

LONGEST = {"name": 60, "education": 40, "note": 300}
"""What the columns of the table hold, in characters."""


def born_on(row: Row, id_number: str | None) -> date | None:
    """The day of birth: the ID number's, which has a check digit; the column's where there is no number."""
    stated: date | None = row.values.get("born_on")
    if id_number is None:
        return stated
    own = date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    if stated is not None and _differs(stated, own):
        message = f"出生日期 {stated} 与身份证号码中的 {own} 不一致，已按身份证号码记。请核对。"
        row.fault(Kind.WARN, "birth-differs-from-id", message, "born_on")
    return own


def _differs(stated: date, own: date) -> bool:
    """A month alone (2021.06, or its first day where a month is meant) says nothing of the day."""
    if (stated.year, stated.month) != (own.year, own.month):
        return True
    return stated.day not in (own.day, 1)


def sex(row: Row, id_number: str | None) -> str:
    """男 or 女 as stated, the ID number's where the column is blank; "" for neither."""
    stated: str = row.values.get("sex") or ""
    if id_number is None:
        return stated
    own = "男" if int(id_number[16]) % 2 else "女"
    if stated and stated != own:
        message = f"性别“{stated}”与身份证号码（{own}）不一致，已按所填记。请核对。"
        row.fault(Kind.WARN, "sex-differs-from-id", message, "sex")
    return stated or own


def check_dates(row: Row, born: date | None, today: date) -> None:
    """Joining at 18 or later (R04-01), 转正 after joining, neither in the future."""
    joined_on, full_on = row.values.get("joined_on"), row.values.get("full_on")
    if joined_on and full_on and full_on < joined_on:
        message = f"转正时间 {full_on} 早于入党时间 {joined_on}。请核对这两个日期。"
        row.fault(Kind.REFUSE, "full-before-join", message, "full_on")
    if joined_on and born and _is_minor(born, joined_on):
        message = f"{born} 出生，{joined_on} 入党时不满 18 周岁（R04-01）。请核对出生日期和入党时间。"
        row.fault(Kind.REFUSE, "joined-under-18", message, "joined_on")
    if joined_on and joined_on > today:
        row.fault(Kind.WARN, "date-in-future", f"入党时间 {joined_on} 在今天之后。请核对。", "joined_on")


def _is_minor(born: date, on: date) -> bool:
    years = on.year - born.year
    return years < ADULT_YEARS or (years == ADULT_YEARS and on < add_months(born, ADULT_YEARS * 12))


def standing(row: Row, today: date) -> Standing | None:
    """党员类别; where it is not said, a 转正 date that has passed proves a full member. None: not stated."""
    stated = row.values.get("standing")
    known = _standing_word(stated) if stated else None
    full_on, joined_on = row.values.get("full_on"), row.values.get("joined_on")
    proven = Standing.FULL if full_on and full_on <= today else None
    if stated and known is None:
        message = f"党员类别“{stated}”无法识别，应为“正式党员”或“预备党员”。"
        row.fault(Kind.WARN, "standing-unknown", message, "standing")
    if known is None and proven is None:
        message = "党员类别和转正时间都不能确定：新党员暂按预备党员记，已在册的保持原类别。请核定。"
        row.fault(Kind.DECIDE, "standing-undecided", message, "standing")
    if known is Standing.PROBATIONARY:
        _check_probation(row, joined_on, full_on, today)
    return known or proven


def _check_probation(row: Row, joined_on: date | None, full_on: date | None, today: date) -> None:
    if full_on and full_on <= today:
        message = f"党员类别为预备党员，却已于 {full_on} 转正。请核对。"
        row.fault(Kind.WARN, "standing-differs-from-full-on", message, "standing")
    elif joined_on and add_months(joined_on, PROBATION_MONTHS) < today:
        message = f"{joined_on} 接收为预备党员，预备期已超过两年（R04-19、R04-20）。请核对。"
        row.fault(Kind.WARN, "probation-too-long", message, "standing")


def serving(row: Row) -> Serving | None:
    """人员类别; None where it is not said."""
    stated = row.values.get("serving")
    known = _serving_word(stated) if stated else None
    if known is None and "serving" in row.values:
        said = f"人员类别“{stated}”无法识别" if stated else "没有填人员类别"
        message = f"{said}：新党员暂按在职记，已在册的保持原类别。请填“在职”或“离退休”。"
        row.fault(Kind.WARN, "serving-unknown", message, "serving")
    return known


@lru_cache(maxsize=1024)
def _standing_word(stated: str) -> Standing | None:
    return STANDING_WORDS.get(plain(stated))


@lru_cache(maxsize=1024)
def _serving_word(stated: str) -> Serving | None:
    return SERVING_WORDS.get(plain(stated))


def text(row: Row, key: str) -> str:
    """A text as long as its column; what is beyond is cut and named, or refused where it is the name."""
    stated: str = row.values.get(key) or ""
    longest = LONGEST[key]
    if len(stated) <= longest:
        return stated
    kind = Kind.REFUSE if key == "name" else Kind.WARN
    message = f"超过 {longest} 个字，{'请核对' if key == 'name' else f'只保留前 {longest} 个字'}。"
    row.fault(kind, "text-too-long", message, key)
    return stated[:longest]
