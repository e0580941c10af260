import datetime as dt

import pytest

from heli.kernel.errors import Invalid
from heli.sheets import biff, compound, reading
from heli.sheets.cells import ErrorCell
from heli.sheets.workbook import Merge
from tests.sheets.books import moment
from tests.sheets.old_books import ERRORS, Date, Error, OldBook, OldSheet
from tests.sheets.old_books import compound as compound_file


def opened(*sheets: OldSheet, from_1904: bool = False):
    return reading.open_workbook("名册.xls", OldBook(sheets, from_1904=from_1904).content()).sheets


def test_values_and_dates_are_read():
    (sheet,) = opened(OldSheet("表", [["姓名", 3, 2.5, True], [None, Date(44365), Date(44365.5), "李"]]))
    assert sheet.rows == [
        ["姓名", 3, 2.5, True],
        ["", dt.date(2021, 6, 18), moment("2021-06-18 12:00"), "李"],
    ]


def test_error_cells_and_formulas_that_came_to_an_error_are_not_empty():
    texts = list(ERRORS)
    rows = [["x", *map(Error, texts)], ["x", *(Error(text, formula=True) for text in texts)]]
    (sheet,) = opened(OldSheet("表", rows))
    assert sheet.rows == [["x", *map(ErrorCell, texts)]] * 2


def test_hidden_sheets_rows_columns_and_merges_are_told():
    first, second = opened(
        OldSheet("甲", [["a", "b"], ["c", "d"]], merges=[(0, 0, 1, 0)], hidden_rows=[1], hidden_columns=[1]),
        OldSheet("乙", [["x"]], hidden=True),
    )
    assert (first.name, first.hidden, second.name, second.hidden) == ("甲", False, "乙", True)
    assert first.merges == (Merge(0, 0, 1, 0),)
    assert (first.hidden_rows, first.hidden_columns) == ({1}, {1})


def test_errors_stay_with_their_sheet():
    first, second = opened(OldSheet("甲", [["a", Error("#N/A")]]), OldSheet("乙", [[Error("#REF!"), "b"]]))
    assert first.rows == [["a", ErrorCell("#N/A")]]
    assert second.rows == [[ErrorCell("#REF!"), "b"]]


def test_a_1904_book_says_so():
    (sheet,) = opened(OldSheet("表", [[Date(42903), 42903]]), from_1904=True)
    assert sheet.counts_from_1904
    assert sheet.rows == [[dt.date(2021, 6, 18), 42903]]


def test_a_large_book_has_its_table_over_several_sectors():
    rows = [[f"第{n}行" * 20, n] for n in range(3000)]
    (sheet,) = opened(OldSheet("表", rows))
    assert sheet.rows == rows


@pytest.mark.parametrize(
    "stream",
    [
        biff.struct.pack("<HHIIHHH", 0x0200, 14, 5, 0xFFFFFFFF, 0, 3, 0),
        biff.struct.pack("<HHIIHHH", 0x0200, 14, 9, 3, 0, 3, 0),
        biff.struct.pack("<HHHHHd", 0x0203, 14, 1, 0xFF00, 0, 1.0),
        biff.struct.pack("<HHHHHHHHH", 0x00BE, 14, 1, 0, 0, 0, 0, 0, 0x7000),
        biff.struct.pack("<HH16x", 0x0809, 16),
    ],
)
def test_records_that_would_make_calamine_reserve_the_world_are_damage(stream):
    with pytest.raises(compound.Damaged):
        biff.scan(stream)


@pytest.mark.parametrize("spoil", [slice(48, 52), slice(76, 80), slice(30, 32)])
def test_a_container_that_cannot_be_followed_is_broken(spoil):
    content = bytearray(OldBook([OldSheet("表", [["x"]])]).content())
    content[spoil] = b"\x70" * (spoil.stop - spoil.start)
    with pytest.raises(Invalid) as refusal:
        reading.open_workbook("坏.xls", bytes(content))
    assert refusal.value.code == "workbook-broken"


def test_a_chain_that_bites_its_tail_is_damage():
    content = bytearray(compound_file({"Workbook": b"x" * 2000}))
    fat = content.index(b"\x01\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00")
    content[fat : fat + 4] = b"\x00\x00\x00\x00"
    with pytest.raises(compound.Damaged):
        compound.stream(bytes(content), "Workbook")


def test_a_stream_of_eight_megabytes_needs_a_table_of_tables():
    content = bytes(range(256)) * 32_768
    assert compound.stream(compound_file({"Workbook": content}), "Workbook") == content


def test_short_streams_lie_in_the_mini_stream():
    streams = {"Small": b"small" * 30, "Tiny": b"t"}
    content = compound_file(streams, mini=True)
    assert compound.stream(content, "Small") == b"small" * 30
    assert compound.stream(content, "Tiny") == b"t"


def test_streams_are_found_by_name():
    content = compound_file({"Workbook": b"abc", "Other": b"xyz"})
    assert compound.stream_names(content) == {"Root Entry", "Workbook", "Other"}
    assert compound.stream(content, "Book", "Other").startswith(b"xyz")
    with pytest.raises(compound.Damaged):
        compound.stream(content, "Book")
