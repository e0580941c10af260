"""`heli load`: what it says, what it writes, and its exit codes."""

import json
from pathlib import Path

import pytest

from heli.cli.main import run
from heli.intake.models import ColumnChoice, Decision, Intake
from heli.members.models import Member
from heli.orgs.models import Organisation
from tests.intake import books
from tests.intake.books import LEDGER, MEMBERS, Office, Sheet, workbook

pytestmark = pytest.mark.django_db
KEYS = {"workbook", "sheet", "row", "column", "value", "kind", "code", "message"}


@pytest.fixture
def folder(office: Office, tmp_path: Path) -> Path:
    """The clean office's workbooks in a folder, beside what else lies in one."""
    place = tmp_path / "2026年表格"
    write(office, place)
    (place / "~$党员花名册.xlsx").write_bytes(b"lock")
    (place / "说明.docx").write_bytes(b"words")
    return place


def write(office: Office, place: Path) -> None:
    place.mkdir(exist_ok=True)
    for file in office.files():
        (place / file.name).write_bytes(file.content)


def test_it_loads_a_folder_and_says_what_it_did(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["load", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "党员花名册.xlsx" in said
    assert "导入完成" in said
    assert [model.objects.count() for model in (Organisation, Member)] == [9, 27]
    intake = Intake.objects.get()
    assert (intake.made_by, intake.workbooks.count()) == (None, 4)
    assert run(["load", str(folder)]) == 0
    assert "未变" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["load", str(folder), "--dry-run"]) == 0
    assert "只作检查，没有写入任何内容。" in capsys.readouterr().out
    assert [model.objects.count() for model in (Organisation, Member, Intake)] == [0, 0, 0]


def test_refused_rows_are_named_with_their_causes_first(
    office: Office, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.org(books.WATER_BRANCH)["组织类别"] = "俱乐部"
    write(office, folder)
    assert run(["load", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "党组织名册.xlsx “党组织名册”第 12 行：组织类别“俱乐部”无法识别。" in said
    assert "另有 15 行依赖不能导入的行" in said
    assert Member.objects.count() == 20


def test_open_decisions_are_a_finding(
    office: Office, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["load", str(folder)])
    office.members = office.members[1:]
    write(office, folder)
    assert run(["load", str(folder / f"{MEMBERS}.xlsx")]) == 1
    assert "待定清单上有 1 项" in capsys.readouterr().out
    assert Decision.objects.count() == 1


def test_the_report_gives_back_every_workbook_and_the_findings(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    office.org(books.WATER_BRANCH)["组织类别"] = "俱乐部"
    office.org(books.SECOND)["党员数"] = 6
    office.ledger[0]["主要内容"] = "略"
    write(office, folder)
    report = tmp_path / "检查" / "结果"
    assert run(["load", str(folder), "--report", str(report)]) == 1
    assert sorted(one.name for one in report.iterdir()) == sorted(
        ["report.json", *(file.name for file in office.files())]
    )
    lines = json.loads((report / "report.json").read_text(encoding="utf-8"))
    assert all(set(line) == KEYS for line in lines)
    assert {line["kind"] for line in lines} == {"refuse", "warn"}
    orgs = books.column_of((report / "党组织名册.xlsx").read_bytes(), "党组织名册", "导入结果")
    assert orgs[4] == "已导入"
    assert orgs[8].startswith("已导入，提醒：名册上党员 6 人，党员花名册中有 5 人")
    assert orgs[12].startswith("未导入：组织类别“俱乐部”无法识别")
    ledger = books.column_of((report / f"{LEDGER}.xlsx").read_bytes(), LEDGER, "导入结果")
    assert ledger[4].startswith("已导入，提醒：主要内容为“略”")
    assert ledger[7].startswith("未导入：依赖的《党组织名册.xlsx》")


def test_a_workbook_that_was_given_back_can_be_loaded_again(folder: Path, tmp_path: Path) -> None:
    run(["load", str(folder), "--dry-run", "--report", str(tmp_path / "结果")])
    assert run(["load", str(tmp_path / "结果")]) == 0
    assert Member.objects.count() == 27
    assert Intake.objects.get().findings.count() == 0


def test_the_report_never_overwrites_the_originals(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    assert run(["load", str(folder), "--report", str(folder)]) == 2
    assert "请换一个文件夹存放检查结果" in capsys.readouterr().err
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


def test_files_of_departments_with_one_name_are_told_apart(office: Office, tmp_path: Path) -> None:
    orgs = tmp_path / "名册.xlsx"
    orgs.write_bytes(office.files()[0].content)
    paths = [orgs]
    for department, branches in (("教育局", books.BRANCHES[:3]), ("水利局", books.BRANCHES[3:])):
        rows = [row for row in office.members if row["所在党支部"] in branches]
        (tmp_path / department).mkdir()
        paths.append(tmp_path / department / "花名册.xlsx")
        paths[-1].write_bytes(workbook(Sheet("Sheet1", rows)))
    report = tmp_path / "结果"
    assert run(["load", *map(str, paths), "--report", str(report)]) == 0
    assert Member.objects.count() == 27
    assert (report / "教育局-花名册.xlsx").is_file()
    assert (report / "水利局-花名册.xlsx").is_file()


def test_a_map_file_gives_headings_their_meaning_and_is_remembered(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    sheet = Sheet("花名册", office.members, headings={"所在党支部": "科室", "学历": "教育背景"})
    (folder / f"{MEMBERS}.xlsx").write_bytes(workbook(sheet))
    mapping = tmp_path / "对照.json"
    mapping.write_text('{"党员花名册": {"科室": "所在党支部", "教育背景": "不导入"}}', encoding="utf-8-sig")
    assert run(["load", str(folder), "--dry-run", "--map", str(mapping)]) == 0
    assert not ColumnChoice.objects.exists()
    assert run(["load", str(folder), "--map", str(mapping)]) == 0
    assert Member.objects.count() == 27
    assert run(["load", str(folder)]) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", "对照文件不是有效的 JSON"),
        ('["党员花名册"]', "对照文件应写成"),
        ('{"工资表": {}}', "没有名为“工资表”的表"),
        ('{"党员花名册": {"科室": "部门"}}', "没有“部门”这一列"),
        ('{"党员花名册": {"民族": "备注"}}', "“民族”按规定不得保存"),
    ],
)
def test_a_map_file_that_cannot_be_used_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    mapping = tmp_path / "对照.json"
    mapping.write_text(text, encoding="utf-8")
    assert run(["load", str(folder), "--map", str(mapping)]) == 2
    assert words in capsys.readouterr().err
    assert not Organisation.objects.exists()


def test_what_could_not_be_read_at_all_ends_with_two(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    assert run(["load", str(tmp_path / "空.xlsx")]) == 2
    assert "“空.xlsx”是空文件。" in capsys.readouterr().err
    assert run(["load", str(tmp_path / "没有.xlsx")]) == 2
    (tmp_path / "空文件夹").mkdir()
    assert run(["load", str(tmp_path / "空文件夹")]) == 2
    assert "里没有工作簿" in capsys.readouterr().err
    assert run(["load", str(tmp_path / "空.xlsx"), str(folder)]) == 1
    assert Member.objects.count() == 27
