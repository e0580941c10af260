"""Cursors say where a page begins, and nothing else is read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.kernel import cursors
from heli.kernel.errors import Invalid

NUMBERS = st.integers(min_value=0, max_value=cursors.LARGEST)


@given(st.lists(NUMBERS, min_size=1, max_size=4).map(tuple))
def test_what_is_written_is_read(key: tuple[int, ...]) -> None:
    written = cursors.written(key)
    assert cursors.read(written, len(key)) == key
    assert len(written) <= cursors.LONGEST


def test_no_cursor_is_the_beginning() -> None:
    assert cursors.read(None) is None


@given(st.text(max_size=60))
def test_what_was_not_written_is_refused_or_is_a_key(text: str) -> None:
    try:
        found = cursors.read(text) or ()
    except Invalid:
        return
    assert all(0 <= number <= cursors.LARGEST for number in found)


@pytest.mark.parametrize("key", [(1,), (1, 2, 3, 4)])
def test_the_cursor_of_another_list_is_refused(key: tuple[int, ...]) -> None:
    with pytest.raises(Invalid, match="读不懂"):
        cursors.read(cursors.written(key), 3)
