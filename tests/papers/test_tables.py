"""Tables fill the type area; figures and dates stay whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.papers import tables
from heli.papers.layout import MM, TYPE_WIDTH
from heli.papers.paper import Grid
from heli.papers.tables import Align
from heli.papers.titles import width
from tests.papers import samples

FULL = TYPE_WIDTH * MM


def test_figures_stand_flush_units_under_units_and_names_at_the_left() -> None:
    table = tables.lay_out(samples.rates(122))
    assert [column.align for column in table.columns] == [
        Align.NUMBER,
        Align.LEFT,
        Align.NUMBER,
        Align.NUMBER,
        Align.NUMBER,
        Align.NUMBER,
    ]
    assert table.size == 12


def test_a_column_of_figures_with_an_unknown_one_is_still_one_of_figures() -> None:
    table = tables.lay_out(Grid(("办结率",), (("96.5%",), ("未知",), ("—",))))
    assert table.columns[0].align is Align.NUMBER


def test_short_words_and_dates_stand_in_the_middle() -> None:
    table = tables.lay_out(Grid(("类别", "时限"), (("第一类", "2026年7月31日"), ("第二类", "2026-08-01"))))
    assert [column.align for column in table.columns] == [Align.MIDDLE, Align.MIDDLE]


def test_a_broad_table_is_set_smaller_before_a_figure_breaks() -> None:
    headings = ("单位", *(f"第{n}项责任" for n in range(1, 13)), "得分")
    grid = Grid(headings, tuple((unit, *["12"] * 12, "96.35") for unit in samples.UNITS))
    table = tables.lay_out(grid)
    assert table.size < 12
    for column in table.columns[1:]:
        assert column.width >= width("96.35" if column.heading == ("得分",) else "12") * table.size


def test_given_widths_are_kept_in_proportion() -> None:
    table = tables.lay_out(Grid(("甲", "乙"), (("1", "2"),), widths=(3, 1)))
    assert table.columns[0].width == pytest.approx(FULL * 3 / 4)


def test_given_widths_give_way_before_a_figure_or_a_word_of_the_heading_breaks() -> None:
    grid = Grid(("单位", "中位分"), (("市委办公室", "1234567.25"),), widths=(30, 1))
    table = tables.lay_out(grid)
    assert table.columns[1].width >= width("1234567.25") * table.size
    assert table.columns[1].heading == ("中位分",)
    assert sum(column.width for column in table.columns) == pytest.approx(FULL)


@pytest.mark.parametrize(
    ("heading", "across", "lines"),
    [
        ("办结率", 6, ("办结率",)),
        ("应办事项（项）", 6, ("应办事项", "（项）")),
        ("专题研究党建", 3, ("专题研", "究党建")),
        ("", 6, ("",)),
    ],
)
def test_headings_break_before_their_unit_or_evenly(
    heading: str, across: float, lines: tuple[str, ...]
) -> None:
    assert tables.heading_lines(heading, across) == lines


@pytest.mark.parametrize("text", ["12", "1,208", "96.5%", "-3", "−3", "+4.25"])
def test_it_knows_a_figure(text: str) -> None:
    assert tables.is_number(text)


@pytest.mark.parametrize("text", ["", "12项", "第1", "2026年", "—"])
def test_it_knows_what_is_none(text: str) -> None:
    assert not tables.is_number(text)


def test_only_a_row_with_very_much_text_may_be_divided() -> None:
    assert tables.may_break(("1", "甲" * 200))
    assert not tables.may_break(("1", "市人力资源和社会保障局"))


_CELL = st.one_of(
    st.integers(0, 99999).map(str),
    st.text(alphabet="市委办公室机关党组（）", max_size=60),
    st.just("2026年7月31日"),
)


@given(
    st.integers(1, 12).flatmap(
        lambda columns: st.tuples(
            st.lists(st.text(alphabet="单位责任（项）", max_size=12), min_size=columns, max_size=columns),
            st.lists(st.lists(_CELL, min_size=columns, max_size=columns), max_size=4),
        )
    )
)
def test_a_table_is_as_wide_as_the_type_area_whatever_it_holds(
    given_table: tuple[list[str], list[list[str]]],
) -> None:
    headings, rows = given_table
    table = tables.lay_out(Grid(tuple(headings), tuple(tuple(row) for row in rows)))
    assert sum(column.width for column in table.columns) == pytest.approx(FULL)
    assert all(column.width > 0 for column in table.columns)
    assert table.size in tables.SIZES
