import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.sheets import reading, sheet_xml
from heli.sheets.cells import ErrorCell, column_letter
from heli.sheets.compound import Damaged
from tests.sheets import books


def rows_of(sheet_xml: str, **more: str):
    (sheet,) = reading.open_workbook("表.xlsx", books.raw(sheet_xml, **more)).sheets
    return sheet.rows


def facts(
    rows: str, *, zero_is_no_result: bool = False, exact: bool = True, before: str = ""
) -> sheet_xml.SheetFacts:
    xml = books.sheet_data(rows, before=before).encode()
    return sheet_xml.scan(io.BytesIO(xml), zero_is_no_result=zero_is_no_result, exact=exact)


def errors(cells: str, **more: bool) -> dict[tuple[int, int], str]:
    return {place: error.text for place, error in facts(f'<row r="1">{cells}</row>', **more).errors.items()}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B1" t="e"><v>#N/A</v></c>', "#N/A"),
        ("<c t='e' r='B1'><v>#REF!</v></c>", "#REF!"),
        ('<c r="B1" s="3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B1" t="e"/>', None),
        ('<c r="B1" t="e"></c>', "#N/A"),
        ('<c r="B1"><f>A1&amp;"x"</f></c>', '=A1&"x"'),
        ('<c r="B1"><f>A1</f><v/></c>', "=A1"),
        ('<c r="B1"><f>A1</f><v></v></c>', "=A1"),
        ('<c r="B1" t="str"><f>A1</f></c>', "=A1"),
        ('<c r="B1" t="str"><f>A1</f><v></v></c>', None),
        ('<c r="B1" t="str"><f>A1</f><v>x</v></c>', None),
        ('<c r="B1"><f>A1</f><v>3</v></c>', None),
        ('<c r="B1"><f>A1</f><v>0</v></c>', None),
        ('<c r="B1" t="b"><f>A1</f><v>1</v></c>', None),
        ('<c r="B1"><f t="shared" si="0"/><v>3</v></c>', None),
        ('<c r="B1"><f t="shared" si="0"/></c>', "=…"),
        ('<c r="B1"><f t="array" ref="B1:B3">SUM(A1:A3)</f></c>', "=SUM(A1:A3)"),
        ('<c r="B1" t="inlineStr"><is><t>t="e" &lt;f></t></is></c>', None),
        (
            '<c r="B1" t="inlineStr"><is><r><rPr><color rgb="0"/><family val="1"/></rPr>'
            '<t>t="e"</t></r></is></c>',
            None,
        ),
    ],
)
def test_only_true_errors_and_formulas_without_result_are_found(cell, text):
    around = f'<c r="A1"><v>1</v></c>{cell}<c r="C1"><v>1</v></c>'
    assert errors(around) == ({} if text is None else {(0, 1): text})


def test_a_formula_with_a_stored_zero_was_never_calculated_where_the_book_asks_to_be():
    cell = '<c r="A1"><f>SUM(B1:B9)</f><v>0</v></c>'
    assert errors(cell, zero_is_no_result=True) == {(0, 0): "=SUM(B1:B9)"}
    assert errors('<c r="A1"><f>A2</f><v>5</v></c>', zero_is_no_result=True) == {}
    sheet = books.sheet_data(f'<row r="1">{cell}</row>')
    assert rows_of(sheet, workbook_parts='<calcPr fullCalcOnLoad="1"/>') == [[ErrorCell("=SUM(B1:B9)")]]
    assert rows_of(sheet) == [[0.0]]


def test_cells_and_rows_that_do_not_say_their_place_are_counted():
    rows = "<row/><row><c><v>1</v></c><c/><c t='e'><v>#NUM!</v></c></row><row><c></c><c><f>A1</f></c></row>"
    assert facts(rows).errors == {(1, 2): ErrorCell("#NUM!"), (2, 1): ErrorCell("=A1")}


def test_sheets_whose_tags_have_a_prefix_are_read_alike():
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:cols>'
        '<x:col min="2" max="3" hidden="1"/></x:cols><x:sheetData><x:row r="2" hidden="1">'
        '<x:c r="A2"><x:v>5</x:v>'
        '</x:c><x:c r="B2" t="e"><x:v>#N/A</x:v></x:c><x:c r="C2"><x:f>A2</x:f></x:c></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    (sheet,) = reading.open_workbook("表.xlsx", books.raw(xml)).sheets
    assert sheet.rows == [["", "", ""], [5.0, ErrorCell("#N/A"), ErrorCell("=A2")]]
    assert sheet.hidden_rows == {1}
    assert sheet.hidden_columns == {1, 2}


def test_the_extent_is_that_of_filled_cells_however_much_is_formatted():
    rows = (
        '<row r="2"><c r="B2"><v>1</v></c><c r="XFD2" s="1"/></row>'
        '<row r="5"><c r="AB5" t="inlineStr"><is><t>x</t></is></c></row><row r="9"><c r="A9" s="1"/></row>'
    )
    found = facts(rows)
    assert (found.last_row, found.last_column) == (4, 27)


def test_without_exactness_the_extent_is_never_too_small():
    rows = '<row r="2"><c r="B2"><v>1</v></c><c r="D2" s="1"/></row>'
    found = facts(rows, exact=False)
    assert (found.last_row, found.last_column) == (1, 3)


def test_cells_outside_any_sheet_are_damage():
    for row in (
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
    ):
        for exact in (True, False):
            with pytest.raises(Damaged):
                facts(row, exact=exact)


def test_a_dimension_that_lies_is_not_believed():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert rows_of(books.sheet_data(rows, before='<dimension ref="A1:XFD1048576"/>')) == [[1.0]]


def test_hidden_rows_are_told_only_where_they_hold_something():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
        '<row r="3" hidden="0"><c r="A3"><v>1</v></c></row>'
        '<row r="4" ht="0" hidden="true"><c r="A4"><v>1</v></c></row>'
        '<row r="5" hidden="1"/>'
    )
    assert facts(rows).hidden_rows == {1, 3}


def test_shared_strings_with_phonetic_hints_and_escapes_are_plain():
    strings = '<si><r><t>张</t></r><r><t>三</t></r><rPh sb="0" eb="1"><t>zhang</t></rPh></si>'
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="d"><v>2021-06-18T00:00:00</v></c></row>'
    (only,) = rows_of(books.sheet_data(row), strings=strings)
    assert only[0] == "张三"
    assert only[1].date().isoformat() == "2021-06-18"


@pytest.mark.parametrize("path", ["worksheets/s.xml", "/xl/worksheets/s.xml", "Worksheets/Sheet1.xml"])
def test_a_sheet_is_found_wherever_the_package_keeps_it(path):
    assert rows_of(books.sheet_data('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'), sheet_path=path) == [
        [ErrorCell("#N/A")]
    ]


cell_kinds = st.sampled_from(["empty", "styled", "number", "text", "error", "formula", "result"])
grids = st.lists(st.lists(cell_kinds, min_size=1, max_size=30), min_size=1, max_size=12)
_BODIES = {
    "styled": ' s="1"/>',
    "number": "><v>1</v></c>",
    "text": ' t="inlineStr"><is><t>&lt;f> t="e"</t></is></c>',
    "error": ' t="e"><v>#N/A</v></c>',
    "formula": "><f>A1</f></c>",
    "result": "><f>A1</f><v>2</v></c>",
}
_VALUES = {
    "number": 1.0,
    "text": '<f> t="e"',
    "error": ErrorCell("#N/A"),
    "formula": ErrorCell("=A1"),
    "result": 2.0,
}


@settings(deadline=None)
@given(grid=grids, placed=st.booleans(), piece=st.integers(60, 4000))
def test_any_sheet_is_read_as_it_was_written(grid, placed, piece, monkeypatch_module):
    monkeypatch_module.setattr(sheet_xml, "_PIECE", piece)
    rows = ""
    for number, row in enumerate(grid, 1):
        cells = "".join(
            ""
            if kind == "empty" and placed
            else "<c" + (f' r="{column_letter(c)}{number}"' if placed else "") + _BODIES.get(kind, "/>")
            for c, kind in enumerate(row)
        )
        rows += f'<row r="{number}">{cells}</row>' if placed else f"<row>{cells}</row>"
    filled = [(r, c) for r, row in enumerate(grid) for c, kind in enumerate(row) if kind in _VALUES]
    height = max((r + 1 for r, _ in filled), default=0)
    width = max((c + 1 for _, c in filled), default=0)
    expected = [
        [_VALUES.get(row[c], "") if c < len(row) else "" for c in range(width)] for row in grid[:height]
    ]
    assert rows_of(books.sheet_data(rows)) == expected


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch
