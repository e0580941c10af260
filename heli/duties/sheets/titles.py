"""Which year's plan a sheet is, by its title."""

import re
from typing import NamedTuple

from heli.sheets import cells
from heli.sheets.recognising import Part

_YEAR = re.compile(r"(20\d{2})\s*年?度?")
_CHINESE_YEAR = re.compile(r"[二][〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ENDING = re.compile(r"\.(xlsx|xlsm|xls|et|ods|csv)$", re.IGNORECASE)
TITLE_LENGTH = 200


class Heading(NamedTuple):
    """A plan's title and year; `year` is None where nothing tells it."""

    title: str
    year: int | None


def heading(part: Part) -> Heading:
    """The title above the table with its year; the names of sheet and workbook where it has none."""
    above = [cells.shown(cell).strip() for row in part.sheet.rows[: part.header_top - 1] for cell in row]
    places = [text for text in above if text] + [part.sheet.name, _ENDING.sub("", part.workbook)]
    years = [(text, year) for text in places if (year := year_in(text)) is not None]
    title, year = years[0] if years else (places[0], None)
    if years and title == part.sheet.name and above[:1] and above[0]:
        title = above[0]
    return Heading(" ".join(title.split())[:TITLE_LENGTH], year)


def year_in(text: str) -> int | None:
    """The first year of this century that a text names: 2026年, 二〇二六年."""
    plain = _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)
    found = _YEAR.search(plain)
    return int(found[1]) if found else None
