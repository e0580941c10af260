"""A branch secretary records one meeting on a phone; duties, board and score move at once."""

import re
import time

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, serious
from tests.journeys.sites import Site

MINUTE = 60.0


def _score(page: Page, site: Site, branch: str) -> str:
    page.goto(f"{site.url}/scores/{branch}/?period=2026H1")
    return page.get_by_role("definition").first.inner_text()


def test_a_secretary_records_a_meeting_on_a_phone_within_a_minute(site: Site, enter: Enter) -> None:
    page = enter("zhibu", width=390, height=844)
    page.get_by_role("link", name="去记录").first.click()
    branch = re.search(r"organisation=(\d+)", page.url)
    assert branch is not None
    before = _score(page, site, branch[1])

    page.goto(f"{site.url}/meetings/new/?organisation={branch[1]}&kind=committee")
    assert serious(page) == []
    began = time.monotonic()
    page.get_by_role("textbox", name="主题").fill("研究三季度工作安排")
    expect(page.get_by_text("可开会")).to_be_visible()
    expect(page.get_by_text("将记入 1 项")).to_be_visible()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已记入")).to_be_visible()
    assert time.monotonic() - began < MINUTE
    expect(page.get_by_text("召开支部委员会会议（6月）").first).to_be_visible()

    after = _score(page, site, branch[1])
    assert after != before, "the score stood still"


def test_a_meeting_without_quorum_is_not_held(site: Site, enter: Enter) -> None:
    page = enter("zhibu", width=390, height=844)
    page.goto(f"{site.url}/meetings/new/?kind=committee")
    page.get_by_role("textbox", name="主题").fill("研究三季度工作安排")
    for box in page.locator("input[name=there]").all()[:3]:
        box.uncheck()
    expect(page.get_by_role("button", name="保存")).to_be_disabled()
    expect(page.get_by_text("不能开会").first).to_be_visible()


def test_what_was_written_survives_a_reload(site: Site, enter: Enter) -> None:
    page = enter("zhibu", width=390, height=844)
    page.goto(f"{site.url}/meetings/new/?kind=committee")
    page.get_by_role("textbox", name="主题").fill("不应丢失的主题")
    page.wait_for_timeout(800)
    page.reload()
    expect(page.get_by_role("textbox", name="主题")).to_have_value("不应丢失的主题")
