"""Checking a 党员花名册: what is loaded, what is named, what is refused."""

from datetime import date
from typing import Any

import pytest

from heli.accounts.catalogue import Office
from heli.kernel.secrets import hash_id_number
from heli.members import sheets
from heli.members.catalogue import Serving, Standing
from heli.orgs.catalogue import Kind
from heli.orgs.rules.index import NameIndex, OrgRef, RowAt
from tests.members.rosters import BORN, FIRST, HEADINGS, SMALL, check, line, met, read
from tests.people import TODAY, id_number

AT = RowAt("党组织名册.xlsx", "名册", 26)
COMMITTEE = "中共青岚市教育局机关委员会"
INDEX = NameIndex(
    [
        OrgRef("code:1", FIRST, Kind.BRANCH, 1),
        OrgRef("code:2", SMALL, Kind.BRANCH),
        OrgRef("code:3", COMMITTEE, Kind.ORGAN_COMMITTEE, 3),
        OrgRef("code:4", "中共青岚市水利局机关第三支部委员会", Kind.BRANCH, refused_row=AT),
        OrgRef("code:5", "中共青岚市水利局机关第四支部委员会", Kind.BRANCH, 5, refused_row=AT),
    ]
)


def checked(*lines: dict[str, Any], **more: Any) -> tuple[Any, list[Any]]:
    headings = more.pop("headings", HEADINGS)
    rows = read(*lines, headings=headings)
    return check(rows, index=INDEX, **more), rows


def test_a_line_without_a_fault_is_loaded_as_it_stands() -> None:
    found, rows = checked(line(党内职务="组织委员", 备注="借调"))
    (row,) = found.rows
    assert met(rows) == []
    assert (row.branch, row.name, row.sex, row.born_on) == ("code:1", "钟灵秀", "男", BORN)
    assert row.id_hash == hash_id_number(id_number(BORN, 301))
    assert row.id_last4 == id_number(BORN, 301)[-4:]
    assert (row.joined_on, row.full_on) == (date(2005, 7, 1), date(2006, 7, 1))
    assert (row.standing, row.serving) == (Standing.FULL, Serving.SERVING)
    assert (row.phone, row.wage_base, row.note) == ("19900000000", "5354.04", "借调")
    assert row.offices == (Office.ORGANISATION,)
    assert found.counts == {"code:1": 1}


def test_the_number_itself_goes_no_further_than_the_check() -> None:
    found, rows = checked(line(), line("梅有信", order=301))
    number = id_number(BORN, 301)
    assert number not in repr(found)
    assert not any(number in fault.value + fault.message for row in rows for fault in row.faults)


@pytest.mark.parametrize(
    ("changes", "code", "heading"),
    [
        ({"转正时间": "2005-06-30"}, "full-before-join", "转正时间"),
        ({"入党时间": "1998-05-03"}, "joined-under-18", "入党时间"),
        ({"所在党支部": "第十八支部"}, "branch-unknown", "所在党支部"),
        ({"所在党支部": COMMITTEE}, "branch-unknown", "所在党支部"),
        ({"所在党支部": None}, "branch-missing", "所在党支部"),
        ({"公民身份证号码": None}, "id-missing", "公民身份证号码"),
        ({"公民身份证号码": "999999198005043011"}, "id-checksum", "公民身份证号码"),
        ({"公民身份证号码": "99999980050430"}, "id-malformed", "公民身份证号码"),
        ({"姓名": None}, "name-missing", "姓名"),
        ({"入党时间": "#N/A"}, "cell-error", "入党时间"),
        ({"出生日期": "#REF!"}, "cell-error", "出生日期"),
        ({"转正时间": "不详时间"}, "date-unreadable", "转正时间"),
        ({"所在党支部": "中共青岚市水利局机关第三支部委员会"}, "depends-on-refused", "所在党支部"),
    ],
)
def test_it_refuses_a_line_and_says_where_and_why(changes: dict[str, Any], code: str, heading: str) -> None:
    found, rows = checked(line(**changes))
    assert found.rows == ()
    (fault,) = rows[0].faults
    assert (fault.kind.value, fault.code, fault.column, fault.row) == ("refuse", code, heading, 2)
    assert fault.message


def test_a_line_that_hangs_on_a_refused_one_names_it() -> None:
    _, rows = checked(line(所在党支部="中共青岚市水利局机关第三支部委员会"))
    assert "《党组织名册.xlsx》“名册”第 26 行" in rows[0].faults[0].message


def test_a_branch_that_stood_before_its_row_was_refused_still_takes_members() -> None:
    found, rows = checked(line(所在党支部="中共青岚市水利局机关第四支部委员会"))
    assert [row.branch for row in found.rows] == ["code:5"]
    assert met(rows) == []


def test_of_two_equal_numbers_the_first_stands_and_the_later_names_it() -> None:
    found, rows = checked(line("钟灵秀"), line("梅有信", order=302), line("同号人", order=301))
    assert [row.name for row in found.rows] == ["钟灵秀", "梅有信"]
    assert met(rows) == [("refuse", "id-duplicate")]
    assert "第 2 行" in rows[2].faults[0].message


def test_the_later_of_two_equal_numbers_is_refused_even_where_the_first_was() -> None:
    found, rows = checked(line("钟灵秀", 转正时间="1999-01-01"), line("同号人"))
    assert found.rows == ()
    assert met(rows) == [("refuse", "full-before-join"), ("refuse", "id-duplicate")]
    assert found.named == {hash_id_number(id_number(BORN, 301))}


def test_he_who_joins_on_his_eighteenth_birthday_is_loaded() -> None:
    found, rows = checked(line(入党时间="1998-05-04", 转正时间="1999-05-04"))
    assert len(found.rows) == 1
    assert met(rows) == []


def test_someone_born_on_a_leap_day_is_eighteen_at_the_end_of_february() -> None:
    born = date(1980, 2, 29)
    early = line(born_on=born, 入党时间="1998-02-27", 转正时间="1999-02-28")
    in_time = line("梅有信", 303, born, 入党时间="1998-02-28", 转正时间="1999-02-28")
    found, rows = checked(early, in_time)
    assert [row.name for row in found.rows] == ["梅有信"]
    assert met(rows) == [("refuse", "joined-under-18")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"出生日期": "1980-05-05"}, "birth-differs-from-id"),
        ({"出生日期": "1981-05-04"}, "birth-differs-from-id"),
        ({"性别": "女"}, "sex-differs-from-id"),
        ({"性别": "不明"}, "sex-unreadable"),
        ({"党内职务": "局长"}, "office-unknown"),
        ({"党内职务": "党组成员"}, "office-unknown"),
        ({"手机号码": "没有"}, "phone-unreadable"),
        ({"人员类别": None}, "serving-unknown"),
        ({"人员类别": "其他"}, "serving-unknown"),
        ({"党员类别": "群众"}, "standing-unknown"),
        ({"党员类别": "预备党员"}, "standing-differs-from-full-on"),
        ({"党员类别": "预备党员", "转正时间": None}, "probation-too-long"),
        ({"入党时间": "2026-07-01", "转正时间": "2027-07-01"}, "date-in-future"),
        ({"备注": "长" * 301}, "text-too-long"),
    ],
)
def test_it_loads_a_doubtful_line_and_names_it(changes: dict[str, Any], code: str) -> None:
    found, rows = checked(line(**changes))
    assert len(found.rows) == 1
    assert ("warn", code) in met(rows)
    assert not rows[0].refused


@pytest.mark.parametrize("born", ["1980.05", "1980年5月", "1980-05-01"])
def test_a_month_of_birth_says_nothing_of_the_day(born: str) -> None:
    found, rows = checked(line(出生日期=born))
    assert found.rows[0].born_on == BORN
    assert ("warn", "birth-differs-from-id") not in met(rows)


def test_the_id_number_tells_birth_and_sex_where_the_cells_are_blank() -> None:
    found, rows = checked(line(出生日期=None, 性别=None))
    assert (found.rows[0].born_on, found.rows[0].sex) == (BORN, "男")
    assert met(rows) == []


@pytest.mark.parametrize(
    ("stated", "full_on", "standing", "kinds"),
    [
        ("正式党员", None, Standing.FULL, []),
        ("预备", None, Standing.PROBATIONARY, []),
        (None, "2025-01-01", Standing.FULL, []),
        (None, "2026-07-01", None, [("decide", "standing-undecided")]),
        (None, None, None, [("decide", "standing-undecided")]),
        ("群众", "2025-01-01", Standing.FULL, [("warn", "standing-unknown")]),
    ],
)
def test_nobody_is_taken_for_a_full_member_without_proof(
    stated: str | None, full_on: str | None, standing: Standing | None, kinds: list[tuple[str, str]]
) -> None:
    found, rows = checked(line(党员类别=stated, 入党时间="2024-12-31", 转正时间=full_on))
    assert found.rows[0].standing == standing
    assert met(rows) == kinds


@pytest.mark.parametrize("word", ["离退休", "退休", "离休干部", " 退 休 "])
def test_the_retired_are_known_by_many_words(word: str) -> None:
    assert checked(line(人员类别=word))[0].rows[0].serving is Serving.RETIRED


def test_columns_that_are_not_there_say_nothing() -> None:
    headings = ("姓名", "身份证号", "所属支部", "入党日期")
    one = line()
    found, rows = checked(
        {
            "姓名": one["姓名"],
            "身份证号": one["公民身份证号码"],
            "所属支部": FIRST,
            "入党日期": "2005.7.1",
        },
        headings=headings,
    )
    (row,) = found.rows
    assert (row.offices, row.serving, row.phone, row.education) == (None, None, None, "")
    assert ("warn", "serving-unknown") not in met(rows)


@pytest.mark.parametrize(
    ("written", "offices"),
    [
        ("书记", (Office.SECRETARY,)),
        ("支部书记、组织委员", (Office.SECRETARY, Office.ORGANISATION)),
        ("副书记兼纪检委员", (Office.DEPUTY, Office.DISCIPLINE)),
        ("机关第一党支部书记", (Office.SECRETARY,)),
        ("支部委员会委员", (Office.COMMITTEE_MEMBER,)),
        ("党小组长", (Office.GROUP_LEADER,)),
        ("普通党员", ()),
        ("无", ()),
        (None, ()),
    ],
)
def test_offices_are_read_as_offices_write_them(written: str | None, offices: tuple[Office, ...]) -> None:
    found, rows = checked(line(党内职务=written))
    assert found.rows[0].offices == offices
    assert [fault for fault in met(rows) if fault[0] != "tolerate"] == []


@pytest.mark.parametrize("written", ["党组书记", "机关党委专职副书记", "党总支书记"])
def test_an_office_of_another_body_is_named_and_not_written_here(written: str) -> None:
    found, rows = checked(line(党内职务=written))
    assert found.rows[0].offices == ()
    assert met(rows) == [("warn", "office-unknown")]
    assert "不是党支部的职务" in rows[0].faults[0].message


def test_a_branch_has_one_secretary() -> None:
    found, rows = checked(
        line("钟灵秀", 党内职务="书记"),
        line("梅有信", 302, 党内职务="书记、宣传委员"),
        line("兰清芬", 304, 党内职务="书记", 所在党支部=SMALL),
    )
    assert [row.offices for row in found.rows] == [
        (Office.SECRETARY,),
        (Office.PUBLICITY,),
        (Office.SECRETARY,),
    ]
    assert met(rows) == [("warn", "office-twice")]


def test_the_secretary_of_the_other_workbook_counts() -> None:
    found, rows = checked(
        line("钟灵秀", 党内职务="书记"), line("梅有信", 302), secretaries=[("code:1", "梅有信")]
    )
    assert [row.offices for row in found.rows] == [(), ()]
    assert met(rows) == [("warn", "secretary-differs")]


def test_two_of_one_name_in_one_office_are_not_both_written() -> None:
    found, rows = checked(line(党内职务="组织委员"), line(order=303, 党内职务="组织委员"))
    assert [row.offices for row in found.rows] == [(Office.ORGANISATION,), ()]
    assert met(rows) == [("warn", "office-twice")]


def test_rows_are_counted_by_branch_whether_they_are_loaded_or_not() -> None:
    found, _ = checked(
        line("钟灵秀"),
        line("梅有信", 302, 转正时间="1999-01-01"),
        line("兰清芬", 304, 所在党支部=SMALL),
        line("竹有节", 306, 所在党支部="中共青岚市水利局机关第三支部委员会"),
        line("菊傲霜", 308, 所在党支部="第十八支部"),
        line("松常青", 310, 所在党支部=COMMITTEE),
    )
    assert found.counts == {"code:1": 2, "code:2": 1, "code:3": 1, "code:4": 1}


def test_a_name_that_is_only_the_tail_of_one_branch_is_tolerated_and_named() -> None:
    found, rows = checked(line(所在党支部="市教育局机关第一党支部"))
    assert [row.branch for row in found.rows] == ["code:1"]
    assert met(rows) == [("tolerate", "name-tail")]


def test_a_name_that_fits_two_branches_is_refused_with_both() -> None:
    index = NameIndex(
        [
            OrgRef("code:1", "中共青岚市水利局机关第一支部委员会", Kind.BRANCH, 1),
            OrgRef("code:2", "中共青岚市水利局机关第一支部委员会", Kind.BRANCH, 2),
        ]
    )
    rows = read(line(所在党支部="中共青岚市水利局机关第一支部委员会"))
    assert check(rows, index=index).rows == ()
    assert met(rows) == [("refuse", "branch-ambiguous")]


def test_sensitive_columns_are_left_out_unread() -> None:
    headings = (*HEADINGS, "民族", "宗教信仰", "健康状况", "银行卡号")
    secret = {"民族": "某族", "宗教信仰": "某教", "健康状况": "某病", "银行卡号": "6222000000000000"}
    rows = read({**line(), **secret}, headings=headings)
    assert [heading for _, heading in rows[0].part.refused] == list(secret)
    assert not set(secret.values()) & set(map(str, rows[0].values.values()))


def test_whom_a_decision_took_off_the_roster_is_not_brought_back() -> None:
    rows = read(line())
    hashed = hash_id_number(str(line()["公民身份证号码"]))
    found = sheets.check(rows, index=INDEX, today=TODAY, gone={hashed: "suspended"})
    assert (found.rows, found.named) == ((), frozenset({hashed}))
    assert met(rows) == [("refuse", "member-gone")]
    assert "恢复党籍" in rows[0].faults[0].message
