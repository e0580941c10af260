"""Titles break where words end, in lines alike in length (R13-03)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.papers.titles import FULL_LINE, title_lines, width


@pytest.mark.parametrize(
    "lines",
    [
        ("关于召开会议的通知",),
        ("关于2026年上半年机关党建", "工作责任落实情况的通报"),
        ("关于印发《安澜市市直机关党建", "工作责任制实施办法》的通知"),
        (
            "中共安澜市委市直属机关工作委员会",
            "关于2026年上半年机关党建",
            "工作责任落实情况的通报",
        ),
    ],
)
def test_words_stay_whole(lines: tuple[str, ...]) -> None:
    assert title_lines("".join(lines)) == lines


def test_line_breaks_in_a_title_are_kept() -> None:
    assert title_lines("关于表彰先进的\n通报") == ("关于表彰先进的", "通报")


def test_a_title_without_a_known_word_still_fits() -> None:
    assert [len(line) for line in title_lines("甲" * 50)] == [16, 17, 17]


def test_a_word_longer_than_a_line_is_broken_all_the_same() -> None:
    lines = title_lines("A" * 90)
    assert "".join(lines) == "A" * 90
    assert all(width(line) <= FULL_LINE for line in lines)


@given(
    st.text(
        alphabet=st.sampled_from("关于机关党建工作责任落实情况的通报2026年《》、（）和与"),
        min_size=1,
        max_size=90,
    )
)
def test_nothing_is_lost_and_no_line_is_too_long(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(width(line) <= FULL_LINE for line in lines)
