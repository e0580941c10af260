import pytest

from heli.sheets.table import Column, Table


def test_a_column_is_found_by_its_key():
    column = Column("name", "姓名", required=True)
    assert Table("t", "表", (column,)).column("name") is column
    with pytest.raises(KeyError):
        Table("t", "表", (column,)).column("other")


@pytest.mark.parametrize(
    ("columns", "fill_down", "words"),
    [
        ((Column("a", "甲", required=True), Column("a", "乙")), (), "occurs twice"),
        ((Column("a", "甲", required=True),), ("b",), "fill_down"),
        ((Column("a", "甲"),), (), "no column is required"),
    ],
)
def test_a_table_that_cannot_work_is_not_declared(columns, fill_down, words):
    with pytest.raises(ValueError, match=words):
        Table("t", "表", columns, fill_down=fill_down)
