"""Checking workbooks: any shape is recognised, every fault is named where it stands, nothing is written."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from heli.duties.models import Record, Requirement
from heli.intake.models import Decision, Intake
from heli.intake.queries.check import check
from heli.intake.queries.checked import Checked
from heli.intake.queries.opening import File
from heli.kernel.models import AuditEntry
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.sheets.faults import Fault, Kind
from tests.intake import books
from tests.intake.books import BRANCHES, LEDGER, MEMBERS, ORGS, PLAN, Office, Sheet, workbook
from tests.intake.conftest import Checking
from tests.people import TODAY, id_number

ALL_READY = {"organisations": 9, "members": 27, "plan": 4, "meetings": 32}
BUSINESS = (Organisation, Member, Requirement, Record, Decision, Intake, AuditEntry)


def met(checked: Checked, kind: Kind) -> list[tuple[str, int, str]]:
    """(workbook, row, code) of every finding of a kind."""
    return [(fault.workbook, fault.row, fault.code) for fault in checked.faults if fault.kind is kind]


def only(checked: Checked, code: str) -> Fault:
    """The one finding of that code."""
    (fault,) = [fault for fault in checked.faults if fault.code == code]
    return fault


def test_clean_workbooks_are_ready_whole(office: Office, checked: Checking) -> None:
    result = checked(office.files())
    assert result.summary.ready_by_table() == ALL_READY
    assert result.summary.refused == result.summary.undecided == 0
    assert not met(result, Kind.REFUSE)
    assert not result.summary.not_read


def test_a_check_writes_nothing(office: Office, checked: Checking) -> None:
    checked(office.files())
    assert [model.objects.count() for model in BUSINESS] == [0] * len(BUSINESS)


def test_sheets_are_found_by_their_headers_whatever_they_are_called(
    office: Office, checked: Checking
) -> None:
    shuffled = Sheet(
        "Sheet7",
        office.members,
        titles=("二〇二六年党员情况", "", "请于6月底前报送"),
        headings={
            "所在党支部": "所属\n支部",
            "公民身份证号码": "身 份 证 号",
            "入党时间": "入党日期（年月日）",
        },
        order=("手机号码", "所在党支部", "入党时间", "姓名", "党员类别", "公民身份证号码", "性别"),
        below=[["合计 27 人"], ["填表人：林书远"]],
    )
    orgs = Sheet(
        "汇总",
        office.orgs,
        headings={"党组织代码": "组织编码", "党组织全称": "党组织名称", "上级党组织": "上级组织"},
        order=tuple(reversed(office.orgs[0])),
    )
    plan = Sheet("Sheet2", office.plan, headings={"完成时限": "时间要求", "责任单位": "责任主体"})
    ledger = Sheet(
        "1-6月", office.ledger, headings={"党组织": "支部名称", "日期": "时间", "主要内容": "内容"}
    )
    result = checked([File("全部.xlsx", workbook(shuffled, orgs, plan, ledger))])
    assert result.summary.ready_by_table() == ALL_READY
    assert [line.sheet for line in result.summary.lines] == ["Sheet7", "汇总", "Sheet2", "1-6月"]


def test_separate_files_of_departments_are_one_roster(office: Office, checked: Checking) -> None:
    files = [file for file in office.files() if file.name != f"{MEMBERS}.xlsx"]
    for number, branch in enumerate(BRANCHES):
        rows = [row for row in office.members if row["所在党支部"] == branch]
        files.append(File(f"部门{number}.xlsx", workbook(Sheet("花名册", rows))))
    result = checked(files)
    assert result.summary.ready_by_table() == ALL_READY
    assert len(result.summary.lines) == 3 + len(BRANCHES)


def test_the_later_of_two_equal_id_numbers_names_the_first_across_files(
    office: Office, checked: Checking
) -> None:
    twin = dict(office.member("江治河"), 公民身份证号码=office.member("林书远")["公民身份证号码"])
    files = [*office.files(), File("补充.xlsx", workbook(Sheet("补充", [twin])))]
    fault = only(checked(files), "id-duplicate")
    assert (fault.workbook, fault.row, fault.kind) == ("补充.xlsx", 2, Kind.REFUSE)
    assert f"《{MEMBERS}.xlsx》" in fault.message
    assert "第 4 行" in fault.message
    assert office.member("林书远")["公民身份证号码"] not in fault.value


def test_what_hangs_on_a_refused_row_says_which(office: Office, checked: Checking) -> None:
    office.org(books.WATER_BRANCH)["组织类别"] = "俱乐部"
    result = checked(office.files())
    assert only(result, "kind-unknown").row == 12
    hanging = [fault for fault in result.faults if fault.code == "depends-on-refused"]
    assert {fault.workbook for fault in hanging} == {f"{MEMBERS}.xlsx", f"{LEDGER}.xlsx"}
    assert len(hanging) == 7 + 8
    assert all("第 12 行" in fault.message for fault in hanging)
    assert result.summary.ready_by_table() == ALL_READY | {"organisations": 8, "members": 20, "meetings": 24}


def test_the_stated_number_of_members_is_compared_with_the_roster_as_read(
    office: Office, checked: Checking
) -> None:
    office.org(books.SECOND)["党员数"] = 6
    fault = only(checked(office.files()), "member-count-differs-from-roster")
    assert (fault.workbook, fault.row, fault.column, fault.value) == (f"{ORGS}.xlsx", 8, "党员数", "6")
    assert fault.kind is Kind.WARN


def test_columns_that_must_not_be_kept_are_named_and_left_out(office: Office, checked: Checking) -> None:
    for row in office.members:
        row["宗教信仰"], row["民族"] = "无", "汉族"
    result = checked(office.files())
    named = [fault for fault in result.faults if fault.code == "sensitive-column-not-kept"]
    assert [(fault.row, fault.column) for fault in named] == [(3, "宗教信仰"), (3, "民族")]
    assert not result.summary.unmapped
    assert "汉族" not in repr(result.members.rows)


def test_a_true_error_cell_is_refused_where_it_stands(office: Office, checked: Checking) -> None:
    headings = list(office.members[0])
    rows = [[row[key] for key in headings] for row in office.members]
    place = headings.index("入党时间")
    broken = books.with_error_cell(headings, rows, 5, place)
    files = [file for file in office.files() if file.name != f"{MEMBERS}.xlsx"]
    fault = only(checked([*files, File("花名册.xlsx", broken)]), "cell-error")
    assert (fault.row, fault.column, fault.value, fault.kind) == (7, "入党时间", "#N/A", Kind.REFUSE)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2015.07.01", "date-dots"),
        ("2015年7月1日", "date-chinese"),
        ("2015.07", "date-month-only"),
        (42186, "date-serial"),
    ],
)
def test_dates_are_read_as_they_were_meant(
    office: Office, checked: Checking, written: object, code: str
) -> None:
    office.member("周组韬")["入党时间"] = written
    result = checked(office.files())
    assert (f"{MEMBERS}.xlsx", 5, code) in met(result, Kind.TOLERATE)
    assert [row.joined_on for row in result.members.rows if row.name == "周组韬"] == [date(2015, 7, 1)]


def test_an_unknown_column_is_named_with_what_it_might_be(office: Office, checked: Checking) -> None:
    sheet = Sheet("花名册", office.members, headings={"学历": "教育背景"})
    result = checked([*office.files()[:1], File("花名册.xlsx", workbook(sheet))])
    (unmapped,) = result.summary.unmapped
    assert (unmapped.table, unmapped.headings) == ("members", ("教育背景",))
    assert "education" in unmapped.free
    assert only(result, "column-unknown").column == "教育背景"


def test_a_mapping_gives_an_unknown_column_its_meaning(office: Office, db: None) -> None:
    sheet = Sheet("花名册", office.members, headings={"所在党支部": "科室", "学历": "教育背景"})
    files = [*office.files()[:1], File("花名册.xlsx", workbook(sheet))]
    blind = check(files, today=TODAY)
    assert [line.table for line in blind.summary.lines] == ["organisations"]
    assert blind.summary.unmapped[0].headings.count("科室") == 1
    seeing = check(files, today=TODAY, mapping={"members": {"科室": "branch", "教育背景": "education"}})
    assert seeing.summary.ready_by_table()["members"] == 27
    assert {row.education for row in seeing.members.rows} == {"大学本科"}


def test_a_hidden_sheet_is_named_and_not_read(office: Office, checked: Checking) -> None:
    hidden = Sheet("旧数据", office.members[:3], hidden=True)
    shown = Sheet("花名册", office.members)
    result = checked([*office.files()[:1], File("花名册.xlsx", workbook(shown, hidden))])
    assert result.summary.ready_by_table()["members"] == 27
    assert only(result, "hidden-sheet").sheet == "旧数据"


def test_only_a_row_equal_in_every_column_is_a_duplicate(office: Office, checked: Checking) -> None:
    first = office.ledger[0]
    office.ledger += [dict(first), dict(first, 记录人="另一人")]
    result = checked(office.files())
    assert met(result, Kind.REFUSE) == [(f"{LEDGER}.xlsx", 36, "duplicate-row")]
    assert result.summary.ready_by_table()["meetings"] == 33


def test_a_vague_requirement_is_ready_and_to_be_decided(office: Office, checked: Checking) -> None:
    office.plan.append(
        dict(office.plan[0], 序号=5, 具体举措="持续整治形式主义", 责任单位="有关单位", 完成时限="长期坚持")
    )
    result = checked(office.files())
    assert (f"{PLAN}.xlsx", 8, "deadline-and-owner-vague") in met(result, Kind.DECIDE)
    assert result.summary.ready_by_table()["plan"] == 5
    assert not result.doubts


def test_the_report_goes_by_workbook_sheet_and_row(office: Office, checked: Checking) -> None:
    office.member("冯小满")["公民身份证号码"] = id_number(date(1990, 1, 1), 1)[:-1] + "?"
    office.org(books.FIRST)["党员数"] = 99
    office.ledger[3]["实到人数"] = 99
    faults = checked(office.files()).faults
    order = [f"{title}.xlsx" for title, _ in office.tables()]
    places = [(order.index(fault.workbook), fault.row) for fault in faults]
    assert places == sorted(places)
    assert len({place for place, _ in places}) == 3


def test_a_check_asks_the_database_as_often_for_few_rows_as_for_many(
    office: Office, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office.members = office.members * 3
    with django_assert_max_num_queries(10):
        check(office.files(), today=TODAY)
