"""A branch plans its year: days proposed, looked at, kept, one moved; its meetings in a calendar's feed."""

import re
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, fits, serious
from tests.journeys.sites import Site

DAY = re.compile(r"DTSTART;VALUE=DATE:(\d{8})")


def _calendar(page: Page, site: Site) -> str:
    """The own branch's calendar, opened from the list of branches; returns its address."""
    page.goto(f"{site.url}/almanac/")
    if re.search(r"/almanac/\d+/", page.url) is None:
        page.get_by_role("main").locator('a[href*="/almanac/"]').first.click()
        page.wait_for_url(re.compile(r"/almanac/\d+/"))
    return page.url


def _feed(address: str) -> str:
    with urlopen(address) as answer:  # noqa: S310 - the site of this test
        return str(answer.read().decode())


def _keep(page: Page) -> None:
    """Keep all days as proposed; a reload shows what the answer showed."""
    expect(page.get_by_text("比一项一天少占")).to_be_visible()
    page.get_by_role("button", name="全部采用建议日期").click()
    expect(page.get_by_text(re.compile(r"已按建议安排 \d+ 项"))).to_be_visible()
    assert page.get_by_role("button", name="全部采用建议日期").count() == 0
    _is_sound(page)
    kept = page.locator("main table").all_inner_texts()
    page.reload()
    assert page.locator("main table").all_inner_texts() == kept


def _is_sound(page: Page) -> None:
    assert serious(page) == []
    assert fits(page)


def _opened(page: Page, office: Page, site: Site) -> str:
    """The private address of a feed, once the 工委 has allowed them; none before."""
    feed = f"{site.url}/almanac/feed/"
    page.goto(feed)
    expect(page.get_by_text("还没有开放", exact=True)).to_be_visible()
    assert page.get_by_role("button", name="开通日历地址").is_disabled()
    office.goto(feed)
    _is_sound(office)
    office.get_by_role("button", name="开放日历订阅").click()
    expect(office.get_by_text("● 已开放")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="开通日历地址").click()
    address = page.get_by_role("textbox", name="日历地址").input_value()
    _is_sound(page)
    return address


def test_a_branch_plans_its_year_and_sees_it_in_a_calendar(site: Site, enter: Enter) -> None:
    page, office = (enter(name, width=390, height=844) for name in ("zhibu", "gongwei"))
    calendar = _calendar(page, site)
    _is_sound(page)
    _keep(page)
    address = _opened(page, office, site)
    told = _feed(address)
    assert told.startswith("BEGIN:VCALENDAR")
    assert any("主题党日" in one for one in re.findall(r"SUMMARY:(.*)\r\n", told))
    assert "市政府办公室" not in told  # kinds and days alone

    # One day is moved, and the feed follows.
    before = set(DAY.findall(told))
    page.goto(calendar)
    page.get_by_role("link", name=re.compile("改日期")).last.click()
    page.get_by_label("日期", exact=True).fill("2026-12-16")
    _is_sound(page)
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/almanac/\d+/"))
    assert set(DAY.findall(_feed(address))) - before == {"20261216"}

    # The day stands on 今日要务 too; and the office stops all feeds at once.
    page.goto(site.url)
    expect(page.get_by_text("年历安排在 6月30日").first).to_be_visible()
    assert fits(page)
    office.get_by_role("button", name="停止日历订阅").click()
    expect(office.get_by_text("还没有开放").first).to_be_visible()
    assert page.request.get(address).status == 404
