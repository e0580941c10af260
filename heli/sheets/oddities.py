"""What readers tolerate, by code, and how it is told: `{written}` is the cell, `{read}` what was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

WHITESPACE = "whitespace"
FULL_WIDTH = "fullwidth-digits"
BRACKETS = "bracket-variant"
SPACE_IN_NAME = "space-in-name"
DOT_IN_NAME = "dot-variant"
APOSTROPHE = "leading-apostrophe"
LOST_ZEROS = "leading-zeros-lost"
LETTER_X = "x-variant"
LOWER_CASE = "lower-case"
DASH_AS_BLANK = "dash-as-blank"
DATE_SERIAL = "date-serial"
DATE_DOTS = "date-dots"
DATE_CHINESE = "date-chinese"
DATE_COMPACT = "date-compact"
DATE_MONTH_ONLY = "date-month-only"
DATE_WITH_TIME = "date-with-time"
UNIT_DROPPED = "unit-dropped"
SEPARATORS = "separators-dropped"
COUNTRY_CODE = "country-code-dropped"
SEVERAL_PHONES = "several-phones"
FILLED_FROM_ABOVE = "filled-from-above"

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        WHITESPACE: "多余的空格、换行或不可见字符已去掉，读作“{read}”。",
        FULL_WIDTH: "全角数字或字母已按半角读作“{read}”。",
        BRACKETS: "括号写法不一，已按“{read}”读取。",
        SPACE_IN_NAME: "姓名中的空格已去掉，读作“{read}”。",
        DOT_IN_NAME: "姓名中的间隔号已统一，读作“{read}”。",
        APOSTROPHE: "开头的撇号已去掉，读作“{read}”。",
        LOST_ZEROS: "开头的 0 被 Excel 去掉了，已补足为“{read}”。",
        LETTER_X: "末位写法“{written}”已按大写字母 X 读取。",
        LOWER_CASE: "小写字母已按大写读作“{read}”。",
        DASH_AS_BLANK: "“{written}”表示没有内容，已按空白读取。",
        DATE_SERIAL: "单元格里是 Excel 的日期序号 {written}，已读作 {read}。",
        DATE_DOTS: "用点分隔的日期“{written}”已读作 {read}。",
        DATE_CHINESE: "“{written}”已读作 {read}。",
        DATE_COMPACT: "连写的日期“{written}”已读作 {read}。",
        DATE_MONTH_ONLY: "“{written}”只写到月份，已按当月 1 日读作 {read}。",
        DATE_WITH_TIME: "“{written}”带有时间或星期，已只取日期 {read}。",
        UNIT_DROPPED: "“{written}”里的单位已去掉，读作 {read}。",
        SEPARATORS: "“{written}”里的分隔符已去掉，读作 {read}。",
        COUNTRY_CODE: "国家代码已去掉，读作 {read}。",
        FILLED_FROM_ABOVE: "空白单元格已按上方的“{read}”读取（此格式不保存合并单元格）。",
        SEVERAL_PHONES: "“{written}”里有几个号码，已取第一个 {read}。",
    }
)


def message(code: str, written: str, read: Any) -> str:
    """How a tolerated oddity is told; a domain's own code is told in general words."""
    template = MESSAGES.get(code, "“{written}”已读作“{read}”。")
    return template.format(written=_short(written), read=_short(_plain(read)))


def _plain(read: Any) -> str:
    if read is None:
        return ""
    return (
        format(read, "f")
        if isinstance(read, Decimal)
        else (read.isoformat() if isinstance(read, dt.date) else str(read))
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
