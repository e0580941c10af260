"""`heli score`, `heli circular` and `heli export` on half a year of the standing cast."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from heli.cli.main import run
from heli.kernel.models import AuditEntry
from tests.duties.planned import enter, occurs, plan_2026
from tests.people import City

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def worked(city: City) -> City:
    """Two of six 主题党日 of one branch, none of the others; a term that is over."""
    planned = plan_2026()
    for month in (1, 5):
        enter(city.first_branch, "theme_day", date(2026, month, 12))
    occurs(planned.election, city.school, date(2026, 5, 31))
    return city


def table(text: str) -> list[list[str]]:
    """The lines of a table off a terminal, after its title."""
    return [line.split("\t") for line in text.splitlines() if "\t" in line]


def test_score_shows_each_class_with_its_tiers(worked: City, capsys: Captured) -> None:
    assert run(["score", "--period", "2026H1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2026年上半年得分（截至 2026-06-30）")
    header, *rows = table(out)
    assert header == ["类别", "代码", "组织数", "好", "较好", "一般", "需加强", "未知", "中位分"]
    found = {row[1]: row[2:] for row in rows}
    assert found["branch.organ.unstated.own"] == ["4", "0", "0", "0", "4", "0", "0.00"]
    assert found["general_branch.institution.unstated.attached"] == ["1", "0", "0", "0", "1", "0", "0.00"]
    assert found["party_group.organ.unstated.own"] == ["2", "0", "0", "0", "0", "2", "未知"]


def test_score_shows_one_class_by_organisation(worked: City, capsys: Captured) -> None:
    assert run(["score", "--period", "2026H1", "--class", "branch.organ.unstated.own"]) == 0
    first = table(capsys.readouterr().out)[1]
    assert first == [worked.first_branch.short_name, "33.33", "需加强"]
    assert run(["score", "--period", "2026H1", "--class", "party_group.organ.unstated.own"]) == 0
    assert [row[1:] for row in table(capsys.readouterr().out)[1:]] == [["未知", "未知"]] * 2


def test_score_of_nothing_says_what_is_missing(city: City, capsys: Captured) -> None:
    assert run(["score", "--period", "2026H1"]) == 1
    assert "请先用 heli load 导入年度任务分解表" in capsys.readouterr().err
    assert run(["score", "--period", "2026H1", "--class", "branch.organ.unstated.own"]) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["score"], "缺少"),
        (["score", "--period", "上半年"], "不是一个期间"),
        (["score", "--period", "2026H1", "--class", "moon"], "没有这一类党组织"),
        (["circular", "--period", "2026H1"], "缺少"),
        (["circular", "--period", "2026H9", "--out", "{folder}/a.docx"], "不是一个期间"),
        (["circular", "--period", "2026H1", "--out", "{folder}/a.txt"], "应以 .docx 或 .pdf 结尾"),
        (["circular", "--period", "2026H1", "--out", "{folder}/no/a.pdf"], "不存在"),
        (["export", "scores", "--out", "{folder}/a.csv"], "应以 .xlsx 结尾"),
        (["export", "scores", "--out", "{folder}/no/a.xlsx"], "不存在"),
        (["export", "scores", "--out", "{folder}/folder.xlsx"], "是一个文件夹"),
        (["export", "weather", "--out", "{folder}/a.xlsx"], "可以写 orgs、members"),
        (["export", "scores", "--period", "x", "--out", "{folder}/a.xlsx"], "不是一个期间"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    worked: City, tmp_path: Path, capsys: Captured, words: list[str], told: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    before = AuditEntry.objects.count()
    assert run([word.format(folder=tmp_path) for word in words]) == 2
    assert told in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["folder.xlsx"]
    assert AuditEntry.objects.count() == before


def test_circular_is_written_as_word_and_as_pdf(worked: City, tmp_path: Path, capsys: Captured) -> None:
    before = AuditEntry.objects.count()
    for name in ("通报.docx", "通报.PDF"):
        assert run(["circular", "--period", "2026H1", "--out", str(tmp_path / name)]) == 0
        assert f"通报已写到 {tmp_path / name}" in capsys.readouterr().out
    words = "".join(one.text for one in Document(str(tmp_path / "通报.docx")).paragraphs)
    assert "各单位完成情况" in words
    assert PdfReader(tmp_path / "通报.PDF").pages
    entries = AuditEntry.objects.order_by("pk")[before:]
    assert [(one.action, one.actor) for one in entries] == [("appraisal.hand_out_circular", "系统")] * 2


@pytest.mark.parametrize(
    ("what", "of"),
    [
        ("orgs", lambda city: city.press.name),
        ("members", lambda city: "叶印清"),
        ("duties", lambda city: "开展主题党日活动"),
        ("records", lambda city: "主题党日"),
        ("scores", lambda city: city.school.short_name),
    ],
)
def test_each_list_is_exported_as_a_workbook(
    worked: City, tmp_path: Path, capsys: Captured, what: str, of: Callable[[City], str]
) -> None:
    out = tmp_path / f"{what}.xlsx"
    assert run(["export", what, "--out", str(out)]) == 0
    assert f"已导出到 {out}" in capsys.readouterr().out
    sheet = load_workbook(out).active
    assert sheet is not None
    assert of(worked) in {cell for row in sheet.iter_rows(values_only=True) for cell in row}


def test_records_are_exported_of_the_period_asked_for(worked: City, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "a.xlsx"
    assert run(["export", "records", "--period", "2026-05", "--out", str(out)]) == 0
    sheet = load_workbook(out).active
    assert sheet is not None
    days = [cell for row in sheet.iter_rows(values_only=True) for cell in row if "2026-05-12" in str(cell)]
    assert len(days) == 1
    assert "2026-01-12" not in str(list(sheet.iter_rows(values_only=True)))


def test_no_id_number_leaves_with_the_members(worked: City, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "members.xlsx"
    assert run(["export", "members", "--out", str(out)]) == 0
    sheet = load_workbook(out).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert not [cell for cell in cells if cell.startswith(("999999", "199"))]
