import datetime as dt

from heli.sheets import opendocument, reading
from heli.sheets.cells import ErrorCell
from heli.sheets.workbook import Merge
from tests.sheets import books


def opened(tables: str, **more: str):
    return reading.open_workbook("表.ods", books.ods(tables, **more)).sheets


def table(rows: str, attributes: str = 'table:name="表"') -> str:
    return f"<table:table {attributes}>{rows}</table:table>"


def row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def test_every_kind_of_value_is_read():
    cells = "".join(
        [
            cell("张三"),
            cell("3", 'office:value-type="float" office:value="3"'),
            cell("50%", 'office:value-type="percentage" office:value="0.5"'),
            cell("¥12", 'office:value-type="currency" office:value="12.5"'),
            cell("2021年6月18日", 'office:value-type="date" office:date-value="2021-06-18"'),
            cell("x", 'office:value-type="date" office:date-value="2021-06-18T09:30:00"'),
            cell("真", 'office:value-type="boolean" office:boolean-value="true"'),
            cell("9:30", 'office:value-type="time" office:time-value="PT09H30M00S"'),
        ]
    )
    (sheet,) = opened(table(row(cells)))
    assert sheet.rows == [
        [
            "张三",
            3.0,
            0.5,
            12.5,
            dt.date(2021, 6, 18),
            books.moment("2021-06-18 09:30"),
            True,
            dt.timedelta(hours=9, minutes=30),
        ]
    ]


def test_errors_and_formulas_without_result_are_not_empty():
    cells = "".join(
        [
            cell("#N/A", 'table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"'),
            cell("#REF!", 'table:formula="of:=X" office:value-type="string" office:string-value=""'),
            '<table:table-cell table:formula="of:=SUM([.A1:.A9])"/>',
            cell("好", 'table:formula="of:=A1" office:value-type="string"'),
        ]
    )
    (sheet,) = opened(table(row(cells)))
    assert sheet.rows == [[ErrorCell("#N/A"), ErrorCell("#REF!"), ErrorCell("=SUM([.A1:.A9])"), "好"]]


def test_repeats_are_laid_out_and_empty_ones_cost_nothing():
    rows = (
        row('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="2"')
        + row(
            '<table:table-cell table:number-columns-repeated="2"/>'
            + cell("x", 'office:value-type="string" table:number-columns-repeated="2"'),
            'table:number-rows-repeated="2"',
        )
        + row(
            '<table:table-cell table:number-columns-repeated="16384"/>',
            'table:number-rows-repeated="1048572"',
        )
    )
    (sheet,) = opened(table(rows))
    assert sheet.rows == [[""] * 4, [""] * 4, ["", "", "x", "x"], ["", "", "x", "x"]]


def test_a_cell_repeated_beyond_measure_leaves_the_sheet_unread():
    many = 'office:value-type="string" table:number-columns-repeated="16384"'
    (sheet,) = opened(table(row(cell("x", many), 'table:number-rows-repeated="1048576"')))
    assert sheet.rows == []
    assert "XFD" in sheet.problem


def test_merges_and_what_is_hidden_are_told():
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        "<table:table-header-rows>"
        + row(
            cell("标题", 'office:value-type="string" table:number-columns-spanned="2"')
            + "<table:covered-table-cell/>"
        )
        + "</table:table-header-rows><table:table-row-group>"
        + row(cell("一", 'office:value-type="string" table:number-rows-spanned="2"') + cell("a"))
        + row("<table:covered-table-cell/>" + cell("b"), 'table:visibility="filter"')
        + "</table:table-row-group>"
    )
    hiding = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    hidden = table(row(cell("x")), 'table:name="藏" table:style-name="ta2"')
    first, second = opened(table(rows) + hidden, styles=hiding)
    assert first.merges == (Merge(0, 0, 0, 1), Merge(1, 0, 2, 0))
    assert first.rows == [["标题", ""], ["一", "a"], ["", "b"]]
    assert (first.hidden_rows, first.hidden_columns) == ({2}, {1})
    assert (first.hidden, second.hidden) == (False, True)


def test_paragraphs_spans_and_notes_beside_a_cell():
    inner = (
        '<table:table-cell office:value-type="string">\n  <office:annotation><text:p>批注</text:p>'
        "</office:annotation>"
        '<text:p>第一<text:span>行</text:span><text:s text:c="2"/>完</text:p>\n'
        "<text:p>第二<text:line-break/>行"
        "<text:tab/>完</text:p></table:table-cell>"
    )
    (sheet,) = opened(table(row(inner)))
    assert sheet.rows == [["第一行  完\n第二\n行\t完"]]


def test_a_1904_document_says_so():
    null_date = '<table:null-date table:date-value="1904-01-01"/>'
    settings = f"<table:calculation-settings>{null_date}</table:calculation-settings>"
    (sheet,) = opened(table(row(cell("x"))), settings=settings)
    assert sheet.counts_from_1904


def test_a_wrong_date_is_the_text_that_it_shows():
    (sheet,) = opened(table(row(cell("某日", 'office:value-type="date" office:date-value="x"'))))
    assert sheet.rows == [["某日"]]
    assert opendocument.read("空.ods", books.ods(table(""))).sheets[0].rows == []
