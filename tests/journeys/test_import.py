"""An office loads its own workbooks with faults: nothing before the confirmation, everything named after."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.intake import books
from tests.journeys.conftest import serious
from tests.journeys.sites import Site
from tests.people import PASSWORD


@pytest.fixture
def office(browser: Browser, empty_site: Site, tmp_path: Path) -> Page:
    """The first account of an office, made by the command once the roster of organisations is there."""
    roster = books.Office().files()[0]
    (tmp_path / "first.xlsx").write_bytes(roster.content)
    assert empty_site.heli("load", str(tmp_path / "first.xlsx")).returncode == 0
    who = ("--username", "admin", "--name", "管理员", "--org", books.COMMITTEE)
    made = empty_site.heli("account", "create", *who, "--password-stdin", stdin=PASSWORD)
    assert made.returncode == 0, made.stderr
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    page.goto(f"{empty_site.url}/accounts/sign-in/")
    page.get_by_label("用户名").fill("admin")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    return page


@pytest.fixture
def workbooks(tmp_path: Path) -> list[Path]:
    """The office's four workbooks with a fault of each kind."""
    office = books.Office()
    for row in office.members:
        row["民族"] = "汉族"
    office.members[3]["公民身份证号码"] = "110101199001011234"  # the check digit is wrong
    office.plan[0]["责任单位"] = "有关单位"
    office.ledger[0]["会议类型"] = "联欢会"
    paths = []
    for file in office.files():
        path = tmp_path / file.name
        path.write_bytes(file.content)
        paths.append(path)
    return paths


def test_faults_are_shown_first_and_only_confirmed_rows_are_written(
    office: Page, empty_site: Site, workbooks: list[Path]
) -> None:
    office.goto(f"{empty_site.url}/intake/")
    assert serious(office) == []
    office.set_input_files("input[type=file]", [str(path) for path in workbooks])
    office.get_by_role("button", name="上传并检查").click()
    confirm = office.get_by_role("button", name="导入 ")
    expect(confirm).to_be_visible(timeout=30_000)
    assert serious(office) == []
    shown = office.url
    office.locator("tr", has_text="党员花名册").locator("a[href$='/warn/']").click()
    expect(office.get_by_text("民族").first).to_be_visible()
    office.goto(f"{empty_site.url}/duties/plan/")
    expect(office.get_by_text("还没有年度任务")).to_be_visible()

    office.goto(shown)
    office.locator("tr", has_text="组织生活台账").locator("a[href$='/refuse/']").click()
    expect(office.get_by_text("联欢会").first).to_be_visible()
    office.goto(shown)
    confirm.click()
    expect(office.get_by_text("已导入").first).to_be_visible(timeout=30_000)
    with office.expect_download() as download:
        office.locator("a[href*='/workbooks/']").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")

    office.goto(f"{empty_site.url}/duties/plan/")
    expect(office.get_by_text("召开支部党员大会")).to_be_visible()
    office.get_by_role("link", name="条有待明确").click()
    expect(office.get_by_text("待明确：责任单位")).to_be_visible()
