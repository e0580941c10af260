"""The check of a 党组织名册: what is refused, what only named, and what hangs on what."""

from datetime import date, datetime
from typing import Any

import pytest

from heli.orgs.catalogue import Kind, LeadershipSystem, Nature
from heli.orgs.models import Organisation
from heli.orgs.sheets import check, compare_counts
from heli.sheets.faults import Kind as FaultKind
from heli.sheets.rows import Row
from tests.orgs.rosters import checked, faults_of, line, loaded, roster, rows_of, workbook
from tests.people import TODAY, building

pytestmark = pytest.mark.django_db

COMMITTEE = "中共青岚市教育局机关委员会"


def _with(place: int, **changes: Any) -> list[dict[str, Any]]:
    lines = roster()
    lines[place] |= changes
    return lines


def _faults(rows: list[Row], code: str) -> list[tuple[int, str, str]]:
    return [
        (fault.row, fault.column, fault.message) for row in rows for fault in row.faults if fault.code == code
    ]


def test_a_clean_roster_is_ready_whole_and_parents_first() -> None:
    found, rows = checked(roster()[::-1])
    assert [fault for row in rows for fault in row.faults] == []
    place = {row.key: number for number, row in enumerate(found.rows)}
    assert len(found.rows) == len(roster())
    assert all(place[row.parent] < place[row.key] for row in found.rows if row.parent)
    branch = next(row for row in found.rows if row.code == "04")
    assert (branch.kind, branch.nature, branch.unit) == (Kind.BRANCH, Nature.ORGAN, "青岚市教育局")
    assert (branch.parent, branch.leader) == ("code:03", "code:02")


def test_nothing_is_written_by_a_check() -> None:
    checked(roster())
    assert not Organisation.objects.exists()


def test_an_unknown_kind_is_refused_with_the_kinds_that_there_are() -> None:
    _, rows = checked(_with(3, 组织类别="俱乐部"))
    ((row, column, message),) = _faults(rows, "kind-unknown")
    assert (row, column) == (5, "组织类别")
    assert "联合党支部" in message


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("支部", Kind.BRANCH),
        ("党支部委员会", Kind.BRANCH),
        ("党支部（离退休）", Kind.BRANCH),
        ("6 党支部", Kind.BRANCH),
        ("联合支部", Kind.JOINT_BRANCH),
        ("临时党支部", Kind.TEMPORARY_BRANCH),
    ],
)
def test_kinds_are_read_as_offices_write_them(written: str, kind: Kind) -> None:
    found, _ = checked(_with(3, 组织类别=written))
    assert found.rows[3].kind is kind


def test_a_blank_kind_is_read_from_a_name_that_says_it() -> None:
    found, rows = checked(_with(3, 组织类别=None))
    assert found.rows[3].kind is Kind.BRANCH
    assert _faults(rows, "kind-from-name")[0][0] == 5


def test_a_youth_league_branch_is_no_party_branch() -> None:
    assert faults_of(_with(3, 组织类别="团支部")) == {3: ["kind-unknown"]}


@pytest.mark.parametrize(
    ("written", "nature"),
    [
        ("党政机关", Nature.ORGAN),
        ("行政机关", Nature.ORGAN),
        ("参公事业单位", Nature.ORGAN),
        ("群团组织", Nature.ORGAN),
        ("公益一类事业单位", Nature.INSTITUTION),
        ("公益二类事业单位（差额拨款）", Nature.INSTITUTION),
        ("国有独资公司", Nature.ENTERPRISE),
        ("市属国有控股企业", Nature.ENTERPRISE),
        ("街道办事处", Nature.TOWNSHIP),
    ],
)
def test_natures_are_read_as_offices_write_them(written: str, nature: Nature) -> None:
    found, _ = checked(_with(3, 单位性质=written))
    assert found.rows[3].nature is nature


def test_an_unknown_nature_is_loaded_as_unstated_and_named() -> None:
    found, rows = checked(_with(3, 单位性质="其他类"))
    assert found.rows[3].nature is Nature.UNSTATED
    assert _faults(rows, "nature-unknown")[0][:2] == (5, "单位性质")


def test_both_systems_of_leadership_are_read() -> None:
    lines = _with(5, 领导体制="党委领导下的校长负责制")
    lines[6]["领导体制"] = "校长负责制"
    systems = [row.system for row in checked(lines)[0].rows]
    assert systems[5:] == [LeadershipSystem.UNDER_COMMITTEE, LeadershipSystem.BY_HEAD]


def test_of_two_equal_codes_the_first_stands() -> None:
    found, rows = checked(_with(4, 党组织代码="04"))
    ((row, _, message),) = _faults(rows, "code-duplicate")
    assert row == 6
    assert "第 5 行" in message
    assert [row.code for row in found.rows] == ["01", "02", "03", "04", "06", "07"]
    ref = found.index.resolve("青岚市教育局机关第二支部").ref
    assert ref is not None
    assert (ref.stands, ref.refused_row and ref.refused_row.row) == (False, 6)


def test_two_codes_of_one_name_are_for_the_office_to_decide() -> None:
    found, rows = checked([*roster(), line("青岚市教育局机关第一党支部", "08", "党支部", COMMITTEE)])
    fault = next(fault for row in rows for fault in row.faults if fault.code == "name-duplicate")
    assert (fault.row, fault.kind) == (9, FaultKind.DECIDE)
    assert len(found.rows) == 8
    assert found.index.resolve("青岚市教育局机关第一党支部").reason == "ambiguous"


def test_a_repeated_name_without_a_code_is_refused() -> None:
    assert faults_of([*roster(), line("青岚市教育局机关第一党支部", "", "党支部", COMMITTEE)]) == {
        7: ["name-duplicate"]
    }


def test_an_unknown_superior_is_refused_and_what_hangs_on_it_too() -> None:
    _, rows = checked(_with(5, 上级党组织="中共不存在单位机关委员会"))
    assert [(row.number, row.refused) for row in rows if row.refused] == [(7, True), (8, True)]
    ((row, column, message),) = _faults(rows, "depends-on-refused")
    assert (row, column) == (8, "上级党组织")
    assert "第 7 行" in message


def test_a_cycle_is_refused_at_its_highest_and_the_rest_hang_on_it() -> None:
    lines = [
        *roster(),
        line("中共青岚市体校总支部委员会", "08", "党总支", "中共青岚市体校第一支部委员会", unit="青岚市体校"),
        line("中共青岚市体校第一支部委员会", "09", "党支部", "中共青岚市体校总支部委员会", unit="青岚市体校"),
        line("中共青岚市体校第二支部委员会", "10", "党支部", "中共青岚市体校总支部委员会", unit="青岚市体校"),
    ]
    assert faults_of(lines) == {7: ["cycle"], 8: ["depends-on-refused"], 9: ["depends-on-refused"]}


def test_an_organisation_is_not_its_own_superior() -> None:
    assert faults_of(_with(3, 上级党组织="青岚市教育局机关第一党支部")) == {3: ["cycle"]}


def test_a_cycle_with_what_heli_holds_is_refused_and_nothing_else() -> None:
    loaded(roster())
    lines = [line(COMMITTEE, "03", "机关党委", "中共青岚市第一中学高中部支部委员会", unit="青岚市教育局")]
    assert faults_of(lines) == {0: ["cycle"]}


def test_a_superior_may_be_written_without_its_place_or_as_it_was_called() -> None:
    loaded(_with(2, 党组织全称="中共青岚市文教局机关委员会"))
    loaded(_with(2))
    for written in ("市教育局机关党委", "中共青岚市文教局机关委员会"):
        found, rows = checked(_with(3, 上级党组织=written))
        assert found.rows[3].parent == "code:03"
        assert [fault.kind for row in rows for fault in row.faults] == [FaultKind.TOLERATE]


def test_white_space_in_a_superior_is_tolerated() -> None:
    found, rows = checked(_with(3, 上级党组织=f" {COMMITTEE}\n"))
    assert found.rows[3].parent == "code:03"
    assert [row for row, _, _ in _faults(rows, "whitespace-in-parent")] == [5]


def test_a_missing_superior_is_named_for_kinds_that_need_one() -> None:
    assert faults_of(_with(3, 上级党组织=None)) == {3: ["parent-missing"]}


def test_a_leading_body_may_name_a_superior_outside_the_roster() -> None:
    found, rows = checked(_with(1, 上级党组织="中共青岚市委员会"))
    assert found.rows[1].parent is None
    assert [row for row, _, _ in _faults(rows, "parent-outside")] == [3]


def test_an_unknown_leader_is_left_empty_for_the_office_to_decide() -> None:
    found, rows = checked(_with(3, **{"领导党组(党委)": "中共青岚市体育局党组"}))
    assert found.rows[3].leader is None
    fault = next(fault for row in rows for fault in row.faults if fault.code == "leader-unknown")
    assert (fault.row, fault.kind) == (5, FaultKind.DECIDE)


def test_a_leader_whose_row_is_refused_does_not_refuse_those_it_leads() -> None:
    found, rows = checked(_with(1, 组织类别="领导"))
    assert [row.number for row in rows if row.refused] == [3]
    assert {row.leader for row in found.rows} == {None}


def test_a_committee_that_leads_is_taken_and_asked_about() -> None:
    lines = _with(
        1, 党组织全称="中共青岚市教育局委员会", 组织类别="党委", 上级党组织="中共青岚市委市直属机关工作委员会"
    )
    for one in lines[2:]:
        one["领导党组(党委)"] = "青岚市教育局党委"
    found, _ = checked(lines)
    assert {row.leader for row in found.rows[2:]} == {"code:02"}
    assert {code for codes in faults_of(lines).values() for code in codes} == {"leader-is-committee"}


def test_terms_and_dates_are_named_and_loaded() -> None:
    late = {"批准成立日期": date(2025, 3, 26), "本届届满日期": date(2024, 3, 1)}
    found, rows = checked(_with(3, **late))
    assert faults_of(_with(3, **late)) == {3: ["term-before-founding", "term-expired"]}
    assert "已届满 2 年 3 个月" in _faults(rows, "term-expired")[0][2]
    assert found.rows[3].term_ends_on == date(2024, 3, 1)
    assert faults_of(_with(3, 批准成立日期=date(2026, 7, 1))) == {3: ["founded-in-future"]}


def test_an_unreadable_date_costs_only_the_date() -> None:
    found, rows = checked(_with(3, 批准成立日期="不详"))
    assert len(found.rows) == 7
    assert _faults(rows, "date-unreadable")[0][:2] == (5, "批准成立日期")


@pytest.mark.parametrize(
    ("place", "members", "codes"),
    [
        (3, 51, ["members-too-many"]),
        (6, 51, ["members-too-many"]),
        (6, 2, ["members-too-few", "members-too-few"]),
        (2, 99, ["setting-differs"]),
        (3, 49, []),
    ],
)
def test_numbers_against_the_regulations_are_named_only(place: int, members: int, codes: list[str]) -> None:
    faults = faults_of(_with(place, 党员数=members))
    assert faults == ({place: codes} if codes else {})


def test_zeros_that_excel_dropped_are_put_back() -> None:
    lines = _with(4, 党组织代码=5)
    found, rows = checked(lines)
    assert found.rows[4].code == "05"
    assert [row for row, _, _ in _faults(rows, "leading-zeros-lost")] == [6]


def test_a_blank_unit_is_read_from_the_name() -> None:
    found, _ = checked(_with(3, 所在单位=None))
    assert found.rows[3].unit == "青岚市教育局"


def test_a_vacancy_is_no_secretary() -> None:
    lines = _with(3, 书记="空缺")
    lines[4]["书记"] = "林 书远"
    found, _ = checked(lines)
    assert found.secretaries == [("code:05", "林书远")]


def test_headings_may_be_others_in_any_order() -> None:
    renamed = {
        "党组织全称": "组织名称",
        "党组织代码": "组织编码",
        "组织类别": "党组织类型",
        "上级党组织": "隶属党组织",
        "领导党组(党委)": "党组（党委）",
        "本届届满日期": "任期届满时间",
    }
    lines = [{renamed.get(key, key): value for key, value in one.items()} for one in roster()]
    headings = [
        "任期届满时间",
        "党组（党委）",
        "隶属党组织",
        "党组织类型",
        "组织编码",
        "组织名称",
        "所在单位",
    ]
    found = check(rows_of(workbook(lines, headings)), today=TODAY)
    assert len(found.rows) == 7
    assert found.rows[3].leader == "code:02"


def test_merged_cells_fill_down_the_columns_that_offices_merge() -> None:
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook(roster())))
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("D5:D6")
    content = io.BytesIO()
    book.save(content)
    book.close()
    found = check(rows_of(content.getvalue()), today=TODAY)
    assert [row.parent for row in found.rows[3:5]] == ["code:03", "code:03"]


def test_a_csv_does_not_hang_a_leading_body_on_the_row_above() -> None:
    headings = ["党组织全称", "组织类别", "上级党组织", "领导党组(党委)"]
    lines = sorted(roster(), key=lambda one: one["组织类别"] == "党组")
    text = "\n".join(",".join(str(one.get(heading) or "") for heading in headings) for one in lines)
    rows = rows_of(f"{','.join(headings)}\n{text}\n".encode(), "党组织名册.csv")
    body = check(rows, today=TODAY).rows[-1]
    assert (body.kind, body.parent, body.leader) == (Kind.PARTY_GROUP, None, None)


def test_a_roster_named_in_two_sheets_is_one(tmp_path: Any) -> None:
    rows = [*rows_of(workbook(roster()[:3])), *rows_of(workbook(roster()[3:]), "直属.xlsx")]
    found = check(rows, today=TODAY)
    assert len(found.rows) == 7
    double = [*rows, *rows_of(workbook(roster()[3:4]), "再报.xlsx")]
    check(double, today=TODAY)
    assert "《直属.xlsx》" in double[-1].faults[0].message


def test_member_counts_are_compared_with_the_roster_as_read() -> None:
    lines = _with(3, 党员数=9)
    lines[4]["党员数"], lines[2]["党员数"], lines[6]["党员数"] = 4, 13, 10
    found, rows = checked(lines)
    compare_counts(found, {"code:04": 9, "code:05": 3})
    told = _faults(rows, "member-count-differs-from-roster")
    assert [(row, column) for row, column, _ in told] == [(4, "党员数"), (6, "党员数")]
    assert "名册上党员 4 人，党员花名册中有 3 人" in told[1][2]


def test_a_check_of_what_heli_holds_leaves_blanks_as_they_are() -> None:
    founded = datetime(2021, 6, 18)  # noqa: DTZ001 - a cell of a workbook has no time zone
    loaded(_with(3, 批准成立日期=founded, 领导体制="行政领导人负责制", 备注="联系电话见通讯录"))
    blank = _with(3, 单位性质=None, 所在单位=None, **{"领导党组(党委)": None})
    row = next(row for row in checked(blank)[0].rows if row.code == "04")
    assert (row.founded_on, row.nature, row.unit) == (date(2021, 6, 18), Nature.ORGAN, "青岚市教育局")
    assert (row.leader, row.system, row.note) == ("code:02", LeadershipSystem.BY_HEAD, "联系电话见通讯录")


def test_a_blank_kind_that_the_name_does_not_say_is_refused() -> None:
    assert faults_of(_with(3, 党组织全称="中共青岚市教育局委员会", 组织类别=None)) == {3: ["kind-unknown"]}


def test_a_kind_that_the_name_contradicts_is_named() -> None:
    assert faults_of(_with(3, 组织类别="党总支")) == {3: ["kind-differs-from-name"]}


def test_a_row_without_a_name_is_refused() -> None:
    assert faults_of(_with(3, 党组织全称=None)) == {3: ["name-missing"]}


def test_a_superior_that_may_be_two_is_refused_naming_both() -> None:
    twins = [
        line(
            f"中共{place}审计局机关委员会",
            code,
            "机关党委",
            "中共青岚市委市直属机关工作委员会",
            unit=f"{place}审计局",
        )
        for place, code in (("青岚市", "08"), ("明川市", "09"))
    ]
    _, rows = checked([*roster(), *twins, line("中共青岚市档案馆支部", "10", "党支部", "审计局机关党委")])
    ((row, _, message),) = _faults(rows, "parent-ambiguous")
    assert row == 11
    assert "青岚市审计局" in message
    assert "明川市审计局" in message


def test_an_organisation_of_the_same_name_in_heli_is_told_by_its_code() -> None:
    twins = [line("中共青岚市教育局机关第一支部委员会", code, "党支部", COMMITTEE) for code in ("04", "08")]
    loaded([*roster()[:3], *twins])
    found, _ = checked([line("青岚市教育局机关第一党支部", "08", "党支部", COMMITTEE)])
    assert found.rows[0].pk == Organisation.objects.get(code="08").pk
    assert faults_of([line("青岚市教育局机关第一党支部", "", "党支部", COMMITTEE)]) == {0: ["name-duplicate"]}


def test_a_changed_code_is_named() -> None:
    loaded(roster())
    found, rows = checked(_with(3, 党组织代码="44"))
    assert found.rows[3].pk == Organisation.objects.get(code="04").pk
    assert [row for row, _, _ in _faults(rows, "code-changed")] == [5]


def test_a_closed_organisation_on_the_roster_is_named() -> None:
    loaded(roster())
    with building():
        Organisation.objects.filter(code="04").update(closed_on=date(2026, 5, 1))
    assert faults_of(roster()) == {3: ["organisation-closed"]}


def test_a_committee_without_its_unit_s_leading_body_is_named() -> None:
    assert faults_of(_with(2, **{"领导党组(党委)": None})) == {2: ["leader-missing"]}


def test_a_term_that_begins_after_its_end_keeps_its_end() -> None:
    headings = ["党组织全称", "组织类别", "上级党组织", "本届选举日期", "届满日期"]
    one = line("中共青岚市档案馆支部", "", "党支部", 本届选举日期="2026.9", 届满日期="2026.8")
    rows = rows_of(workbook([one], headings))
    row = check(rows, today=TODAY).rows[0]
    assert (row.term_begins_on, row.term_ends_on) == (None, date(2026, 8, 1))
    assert "term-begins-after-end" in [fault.code for fault in rows[0].faults]


def test_a_superior_that_leads_is_named() -> None:
    assert faults_of(_with(3, 上级党组织="中共青岚市教育局党组")) == {3: ["parent-is-leading-body"]}


def test_everyone_s_word_for_the_work_committee_will_do() -> None:
    found, rows = checked(_with(2, 上级党组织="市直机关工委"))
    assert found.rows[2].parent == "code:01"
    assert [row for row, _, _ in _faults(rows, "name-tail")] == [4]


def test_a_leading_body_may_be_named_by_its_unit() -> None:
    found, _ = checked(_with(3, **{"领导党组(党委)": "青岚市教育局"}))
    assert found.rows[3].leader == "code:02"


@pytest.mark.parametrize(
    "written", ["青岚市教育局机关", "青岚市教育局（本级）", "市教育局", "市教育局机关本级"]
)
def test_a_unit_has_one_name_however_rows_write_it(written: str) -> None:
    found, rows = checked(_with(3, 所在单位=written))
    assert found.rows[3].unit == "青岚市教育局"
    assert [row for row, _, _ in _faults(rows, "unit-read-as")] == [5]


def test_an_unknown_unit_keeps_its_own_name() -> None:
    found, _ = checked(_with(3, 所在单位="青岚市人大常委会机关"))
    assert found.rows[3].unit == "青岚市人大常委会机关"


def test_a_paragraph_is_no_name() -> None:
    assert faults_of(_with(3, 所在单位="单位" * 60)) == {3: ["text-too-long"]}
    found, rows = checked(_with(3, 备注="注" * 301))
    assert len(found.rows[3].note) == 300
    assert [row for row, _, _ in _faults(rows, "note-cut")] == [5]


def test_a_branch_that_is_its_unit_s_only_organisation_is_held_against_the_unit_s_numbers() -> None:
    above = "中共青岚市委市直属机关工作委员会"
    archive = line("中共青岚市档案馆支部", "08", "党支部", above, unit="青岚市档案馆", 党员数=51)
    assert faults_of([*roster(), archive]) == {7: ["members-too-many", "setting-differs"]}
    loaded(roster())
    assert faults_of([archive]) == {0: ["members-too-many", "setting-differs"]}
