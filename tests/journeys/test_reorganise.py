"""A branch goes to another organ in the middle of a year; both half-years are read before and after."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from heli.demo.catalogue import PASSWORD
from tests.journeys.conftest import serious
from tests.journeys.sites import Site, running

YEAR_END, MOVED_ON = "2026-12-31", "2026-07-10"
FROM, TO = "市教育局", "市水利局"


@pytest.fixture
def year_end(city_folder: Path, tmp_path: Path) -> Iterator[Site]:
    """The demo city on the last day of its year."""
    folder = tmp_path / "var"
    shutil.copytree(city_folder, folder)
    with running(folder, with_jobs=True, HELI_TODAY=YEAR_END) as served:
        yield served


@pytest.fixture
def office(browser: Browser, year_end: Site) -> Iterator[Page]:
    """A page of the 工委's own administrator."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{year_end.url}/accounts/sign-in/")
    page.get_by_label("用户名").fill("gongwei")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    yield page
    context.close()


def _figures(page: Page, site: Site, period: str) -> dict[str, list[str]]:
    """Each unit's line of the 通报: owed, done, the two rates, unknown."""
    page.goto(f"{site.url}/scores/circular/?period={period}")
    rows = page.locator("article table").first.locator("tbody tr").all()
    cells = [row.locator("td, th").all_inner_texts() for row in rows]
    return {one[1]: one[2:] for one in cells}


def _unit(figures: dict[str, list[str]], name: str) -> list[str]:
    return next(line for unit, line in figures.items() if unit.endswith(name.removeprefix("市")))


def test_a_branch_moves_in_july_and_both_half_years_are_read(office: Page, year_end: Site) -> None:
    page, site = office, year_end
    spring, autumn = _figures(page, site, "2026H1"), _figures(page, site, "2026H2")

    page.goto(f"{site.url}/orgs/?q={FROM}机关第一")
    page.locator("td.main a").first.click()
    branch = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="办理组织变动").first.click()
    page.get_by_role("link", name="划转").first.click()
    page.get_by_label("新上级党组织").fill(f"{TO}机关党委")
    page.get_by_label("新领导党组（党委）").fill(f"{TO}党组")
    page.get_by_label("生效日期").fill(MOVED_ON)
    page.get_by_label("文号").fill("安直工组〔2026〕30号")
    page.get_by_label("缘由").fill("职能划转")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("heading", name="将要办理")).to_be_visible()
    expect(page.locator("main details").first).to_contain_text("调整的组织")
    assert serious(page) == []
    page.get_by_role("button", name="确认办理").click()
    expect(page.get_by_text("安直工组〔2026〕30号").first).to_be_visible()

    # The first half-year stays as it was, to the digit; in the second the branch counts in its new organ.
    assert _figures(page, site, "2026H1") == spring
    later = _figures(page, site, "2026H2")
    assert int(_unit(later, FROM)[0]) < int(_unit(autumn, FROM)[0])
    assert int(_unit(later, TO)[0]) > int(_unit(autumn, TO)[0])
    others = {unit for unit in autumn if not unit.endswith((FROM[1:], TO[1:]))}
    assert {unit: later[unit] for unit in others} == {unit: autumn[unit] for unit in others}

    page.goto(f"{site.url}/orgs/?q={branch}")
    page.locator("td.main a").first.click()
    page.get_by_role("link", name="沿革").click()
    expect(page.get_by_text("安直工组〔2026〕30号").first).to_be_visible()
    expect(page.get_by_text(re.compile(TO)).first).to_be_visible()
    page.goto(f"{page.url.split('/history')[0]}/?on=2026-06-30")
    expect(page.get_by_text(re.compile(f"{FROM[1:]}机关(党委|委员会)")).first).to_be_visible()
