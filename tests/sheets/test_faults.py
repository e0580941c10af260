from heli.sheets.faults import Fault, Kind, as_report


def test_a_report_has_exactly_the_eight_fields_as_plain_values():
    fault = Fault("名册.xlsx", "表", 7, "姓名", "张 三", Kind.TOLERATE, "space-in-name", "已去掉空格。")
    (line,) = as_report([fault])
    assert line == {
        "workbook": "名册.xlsx",
        "sheet": "表",
        "row": 7,
        "column": "姓名",
        "value": "张 三",
        "kind": "tolerate",
        "code": "space-in-name",
        "message": "已去掉空格。",
    }
    assert type(line["kind"]) is str
    assert list(line) == ["workbook", "sheet", "row", "column", "value", "kind", "code", "message"]


def test_the_kinds_are_the_four_of_the_report():
    assert [kind.value for kind in Kind] == ["tolerate", "warn", "refuse", "decide"]
