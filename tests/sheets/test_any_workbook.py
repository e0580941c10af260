"""One roster, dressed in every way that offices dress theirs, always reads the same."""

import csv
import datetime as dt
import io
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from heli.sheets import reading
from heli.sheets.recognising import recognise
from heli.sheets.rows import read_rows
from tests.sheets import books
from tests.sheets.old_books import OldBook, OldSheet
from tests.sheets.tables import TABLES

HEADINGS = {
    "name": ("姓名", "姓 名", "党员\n姓名", "1、姓名"),
    "born": ("出生日期", "出生年月(年月日)", "出生日期："),
    "id": ("公民身份证号码", "身份证号", "*身份证号码"),
    "branch": ("所在党支部", "所属支部", "所在\n党支部【全称】"),
    "wage": ("月工资基数", "月工资基数（元）"),
    "phone": ("手机号码", "联系电话"),
}
PEOPLE = [
    ("张三", dt.date(1960, 12, 21), "999999196012215830", "安澜市研究院(筹)支部", "5000.5", "19959063154"),
    ("李四", dt.date(1955, 8, 21), "99999919550821954X", "安澜市教育局第一支部", "6000", "19911723969"),
]


def wide(text: str) -> str:
    return text.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))


DRESSES = {
    "name": (str, lambda v: f" {v}\u3000", lambda v: " ".join(v), lambda v: f"\u200b{v}"),
    "born": (
        lambda v: v.isoformat(),
        lambda v: f"{v.year}.{v.month}.{v.day}",
        lambda v: f"{v.year}年{v.month}月{v.day}日",
        lambda v: f"{v:%Y%m%d}",
        lambda v: (v - dt.date(1899, 12, 30)).days,
        lambda v: wide(v.isoformat()),
    ),
    "id": (str, wide, str.lower, lambda v: f"'{v}", lambda v: f"{v[:6]} {v[6:14]} {v[14:]}"),
    "branch": (str, lambda v: v.replace("(", "（").replace(")", "）"), lambda v: f"{v}\n"),
    "wage": (str, float, lambda v: f"{v}元", lambda v: f"{float(v):,.2f}", wide),
    "phone": (str, int, lambda v: f"{v[:3]}-{v[3:7]}-{v[7:]}", lambda v: f"+86{v}"),
}
BETWEEN = ([], ["小计", 2], ["第一页"], ["填表人：王五", None, "审核人："], ["注：一式三份"])


def as_xlsx(rows):
    return books.xlsx(rows)


def as_xls(rows):
    return OldBook([OldSheet("名册", rows)]).content()


def as_csv(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return stream.getvalue().encode("gb18030")


@st.composite
def dressed(draw):
    """The rows of the roster, and how the file is written."""
    order = draw(st.permutations(list(HEADINGS)))
    header = ["序号", *(draw(st.sampled_from(HEADINGS[key])) for key in order)]
    titles = [["安澜市党员花名册"], ["填报单位：组织部"]]
    rows = [*titles[: draw(st.integers(0, 2))], header]
    for number, person in enumerate(PEOPLE, 1):
        values = dict(zip(HEADINGS, person, strict=True))
        rows.append([number, *(draw(st.sampled_from(DRESSES[key]))(values[key]) for key in order)])
        rows.append(draw(st.sampled_from([*BETWEEN, header])))
    return rows, draw(st.sampled_from([as_xlsx, as_xls, as_csv]))


@settings(max_examples=120, deadline=None)
@given(dressed())
def test_a_roster_reads_the_same_however_it_is_dressed(example):
    rows, write = example
    found = recognise(reading.open_workbook("名册", write(rows)), TABLES)
    (part,) = found.parts
    read = list(read_rows(part))
    assert found.faults == ()
    assert [tuple(row.values[key] for key in HEADINGS) for row in read] == [
        (*person[:4], Decimal(person[4]), person[5]) for person in PEOPLE
    ]
    assert not any(row.refused for row in read)
