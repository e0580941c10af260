import datetime as dt
from decimal import Decimal

import pytest

from heli.sheets import reading, rows
from heli.sheets.cells import ErrorCell
from heli.sheets.faults import Kind
from heli.sheets.recognising import Part, recognise
from heli.sheets.rows import Row, read_rows
from tests.sheets import books
from tests.sheets.tables import ORGS, TABLES

HEADER = ["姓名", "性别", "入党时间", "身份证号", "所属支部", "月工资基数", "手机号码"]
GOOD = ["张三", "男", dt.date(2021, 6, 18), "999999196012215830", "第一支部", 5000.5, "19959063154"]


def part_of(*body, header=HEADER, **more) -> Part:
    workbook = reading.open_workbook("名册.xlsx", books.xlsx([header, *body], **more))
    (part,) = recognise(workbook, TABLES).parts
    return part


def only(*body, **more) -> Row:
    (row,) = read_rows(part_of(*body, **more))
    return row


def test_a_row_has_its_number_values_and_raw_cells():
    row = only([], GOOD)
    assert row.number == 3
    assert row.values == {
        "name": "张三",
        "sex": "男",
        "joined": dt.date(2021, 6, 18),
        "id": "999999196012215830",
        "branch": "第一支部",
        "wage": Decimal("5000.5"),
        "phone": "19959063154",
    }
    assert row.raw["wage"] == 5000.5
    assert row.faults == []
    assert not row.refused


def test_an_empty_cell_is_none_and_no_fault():
    row = only(["张三", None, " ", None, "第一支部"])
    assert row.values["sex"] is None
    assert row.values["joined"] is None
    assert row.faults == []


def test_what_is_tolerated_is_loaded_and_named_where_it_stands():
    row = only(["张 三", "男", "2021.06", None, "第一支部（筹）"])
    assert row.values["name"] == "张三"
    assert row.values["joined"] == dt.date(2021, 6, 1)
    assert [(f.row, f.column, f.value, f.kind, f.code) for f in row.faults] == [
        (2, "姓名", "张 三", Kind.TOLERATE, "space-in-name"),
        (2, "入党时间", "2021.06", Kind.TOLERATE, "date-month-only"),
        (2, "所属支部", "第一支部（筹）", Kind.TOLERATE, "bracket-variant"),
    ]
    assert row.faults[1].message == "C2“入党时间”：“2021.06”只写到月份，已按当月 1 日读作 2021-06-01。"
    assert (row.faults[0].workbook, row.faults[0].sheet) == ("名册.xlsx", "Sheet1")
    assert not row.refused


def test_an_unreadable_cell_of_a_vital_column_refuses_its_row():
    row = only(["张三", "男", "2021-13-01", None, "第一支部"])
    (fault,) = row.faults
    assert row.refused
    assert (fault.kind, fault.code, fault.value) == (Kind.REFUSE, "date-unreadable", "2021-13-01")
    assert fault.message.startswith("C2“入党时间”：")
    assert row.values["joined"] is None
    assert row.values["name"] == "张三"


def test_elsewhere_it_is_a_warning_and_the_value_stays_empty():
    row = only(["张三", "男", None, None, "第一支部", None, "同上"])
    (fault,) = row.faults
    assert not row.refused
    assert (fault.kind, fault.code) == (Kind.WARN, "phone-unreadable")
    assert fault.message.endswith("该项未导入。")
    assert row.values["phone"] is None


def test_the_same_oddity_is_named_in_each_row():
    found = list(read_rows(part_of(*[["张三", "男", "2021.6.18", None, "一"]] * 3)))
    assert [[f.row for f in row.faults] for row in found] == [[2], [3], [4]]


def test_private_values_are_masked_in_faults():
    row = only(["张三", "男", None, "999999196012215831", "一"])
    assert row.faults[0].code == "id-checksum"
    assert row.faults[0].value == "9999**********5831"
    row = only(["张三", "男", None, "99999919550821954x", "一"])
    assert "99999919550821954" not in row.faults[0].message
    assert row.values["id"] == "99999919550821954X"


def test_error_cells_and_formulas_without_result_refuse_their_row():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number, (formula, result) in enumerate(
            [("=NA()", "#N/A"), ("=VLOOKUP(A1,Z:Z,1)", 0), ("=1+1", 2)], 1
        ):
            sheet.write_row(number, 0, ["张三", "男", None, None, "一"])
            sheet.write_formula(number, 5, formula, None, result)

    (part,) = recognise(reading.open_workbook("名册.xlsx", books.drawn(fill)), TABLES).parts
    error, unresolved, good = read_rows(part)
    assert (error.refused, error.faults[0].code, error.faults[0].value) == (True, "cell-error", "#N/A")
    assert (unresolved.refused, unresolved.faults[0].code) == (True, "cell-error")
    assert unresolved.raw["wage"] == ErrorCell("=VLOOKUP(A1,Z:Z,1)")
    assert good.values["wage"] == Decimal(2)


def test_true_and_one_are_not_the_same():
    found = list(read_rows(part_of(["张三", 1, None, None, "一"], ["李四", True, None, None, "一"])))
    assert [row.values["sex"] for row in found] == ["1", "TRUE"]
    wages = [["张三", "男", None, None, "一", 1], ["李四", "男", None, None, "一", True]]
    first, second = read_rows(part_of(*wages))
    assert first.values["wage"] == Decimal(1)
    assert (second.refused, second.faults[0].code) == (True, "number-unreadable")


def test_serials_of_a_1904_book_are_counted_from_1904():
    row = only(["张三", "男", 42903, None, "一"], options={"date_1904": True})
    assert row.values["joined"] == dt.date(2021, 6, 18)
    assert only(["张三", "男", 44365, None, "一"]).values["joined"] == dt.date(2021, 6, 18)


def merged_kinds(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["党组织全称", "党组织代码", "组织类别", "备注"])
    for row in range(1, 6):
        sheet.write_row(row, 0, [f"第{row}支部", f"033000000{row}"])
    sheet.merge_range(1, 2, 3, 2, "党支部")
    sheet.merge_range(1, 3, 3, 3, "同批成立")
    sheet.write(5, 2, "党总支")


def test_vertical_merges_are_filled_down_only_where_declared():
    (part,) = recognise(reading.open_workbook("名册.xlsx", books.drawn(merged_kinds)), TABLES).parts
    found = list(read_rows(part))
    assert part.table is ORGS
    assert [row.values["kind"] for row in found] == ["党支部", "党支部", "党支部", None, "党总支"]
    assert [row.values["note"] for row in found] == ["同批成立", None, None, None, None]
    assert found[1].raw["kind"] == "党支部"
    assert [fault for row in found for fault in row.faults] == []


def test_where_the_file_cannot_tell_merges_an_empty_cell_means_the_one_above_and_is_named():
    header = "党组织全称,党组织代码,组织类别,备注"
    text = f"{header}\n一,0330000001,党支部,x\n二,0330000002,,\n三,0330000003,党总支,\n"
    (part,) = recognise(reading.open_workbook("名册.csv", text.encode()), TABLES).parts
    found = list(read_rows(part))
    assert [row.values["kind"] for row in found] == ["党支部", "党支部", "党总支"]
    assert [row.values["note"] for row in found] == ["x", None, None]
    (fault,) = [fault for row in found for fault in row.faults]
    assert (fault.row, fault.column, fault.kind, fault.code) == (
        3,
        "组织类别",
        Kind.TOLERATE,
        "filled-from-above",
    )


def test_a_column_may_call_a_fault_by_a_code_of_its_own():
    part = part_of(["一", "330000001", " 上级\n"], header=["党组织全称", "党组织代码", "上级党组织"])
    (row,) = read_rows(part)
    assert row.values["code"] == "0330000001"
    assert [fault.code for fault in row.faults] == ["leading-zeros-lost", "whitespace-in-parent"]


def test_a_domain_adds_its_own_faults_to_the_row():
    row = only(GOOD)
    fault = row.fault(Kind.WARN, "too-young", "入党时未满十八周岁。", "joined")
    assert (fault.row, fault.column, fault.value) == (2, "入党时间", "2021-06-18")
    assert not row.refused
    whole = row.fault(Kind.REFUSE, "duplicate-row", "与第 1 行重复。")
    assert (whole.column, whole.value) == ("", "")
    assert row.refused
    absent = row.fault(Kind.DECIDE, "full-missing", "缺少转正时间。", "full")
    assert (absent.column, absent.value) == ("转正时间", "")
    masked = row.fault(Kind.REFUSE, "id-duplicate", "身份证号重复。", "id")
    assert masked.value == "9999**********5830"
    assert row.faults == [fault, whole, absent, masked]
    with pytest.raises(KeyError):
        row.fault(Kind.WARN, "x", "x", "no-such-column")


def test_many_rows_are_read_in_their_order_whatever_is_remembered(monkeypatch):
    monkeypatch.setattr(rows, "_AT_ONCE", 7)
    monkeypatch.setattr(rows, "_MOST_REMEMBERED", 3)
    body = [[f"张{n}", "男", "2021.6.18" if n % 5 == 0 else None, None, "一", n] for n in range(50)]
    found = list(read_rows(part_of(*body)))
    assert [row.number for row in found] == list(range(2, 52))
    assert [row.values["wage"] for row in found] == [Decimal(n) for n in range(50)]
    assert [row.number for row in found if row.faults] == list(range(2, 52, 5))


def test_a_table_without_rows_has_none():
    assert list(read_rows(part_of())) == []
