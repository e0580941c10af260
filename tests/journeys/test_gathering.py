"""晒比评 in the hall: handed in, opened on a full screen, turned by keys, judged, published, taken out."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, fits, serious
from tests.journeys.sites import Site

MIDYEAR = "“晒比评”期中考"


def open_gathering(page: Page, url: str, words: str) -> str:
    """From the list to one gathering; its address."""
    page.goto(f"{url}/gatherings/")
    page.get_by_role("link", name=re.compile(rf"2026年.*{words}")).click()
    expect(page.get_by_role("heading", name="三个环节")).to_be_visible()
    return page.url


def test_material_is_handed_in_on_a_phone_with_both_sides(site: Site, enter: Enter) -> None:
    page = enter("jiguandangwei", width=390, height=844)
    page.goto(f"{site.url}/")
    page.get_by_role("row", name=re.compile("报送晒比评材料")).get_by_role("link", name="去报送").click()
    expect(page.get_by_role("heading", name="已填好的数字")).to_be_visible()
    page.get_by_label("做法成绩").fill(
        "机关党委委员分工联系支部，半年帮助三个支部换届，解决直属单位反映的问题九个。"
    )
    page.get_by_label("问题不足").fill("")
    page.get_by_role("button", name="报送").click()
    expect(page.get_by_role("link", name=re.compile("只讲成绩的材料不能报送"))).to_be_visible()
    page.get_by_label("问题不足").fill("组织建设：个别支部会议记录过于简单")
    assert serious(page) == []
    assert fits(page)
    page.get_by_role("button", name="报送").click()
    expect(page.get_by_text("已报送。")).to_be_visible()
    expect(page.get_by_text("个别支部会议记录过于简单")).to_be_visible()


def test_the_hall_is_turned_by_keys_on_a_full_screen(site: Site, enter: Enter) -> None:
    page = enter("gongwei2", width=1920, height=1080)
    open_gathering(page, site.url, MIDYEAR)
    page.get_by_role("link", name="会场大屏").click()
    expect(page.locator(".masthead")).to_have_count(0)
    expect(page.locator(".hall-place")).to_have_text(re.compile(r"^1 / \d+$"))
    assert serious(page) == []
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".hall-place")).to_have_text(re.compile("^2 /"))
    assert page.url.endswith("page=2")
    expect(page.get_by_role("heading", name="问题不足")).to_be_visible()
    assert page.evaluate("document.fullscreenElement !== null"), "turning a page leaves the full screen"
    assert serious(page) == []
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".hall-place")).to_have_text(re.compile("^1 /"))
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === null")
    page.get_by_role("navigation", name="三个环节").get_by_role("link", name="比").click()
    expect(page.get_by_role("columnheader", name="档次")).to_be_visible()
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.hall-table td')).fontSize)")
    assert size >= 24, "readable from the last row"
    assert fits(page)
    page.reload()
    expect(page.get_by_role("columnheader", name="档次")).to_be_visible()
    page.get_by_role("link", name="退出").click()
    expect(page.get_by_role("heading", name="三个环节")).to_be_visible()


def test_a_gathering_goes_on_to_its_publication(site: Site, enter: Enter) -> None:
    office, body = enter("gongwei2"), enter("dangzu")
    address = open_gathering(office, site.url, MIDYEAR)
    office.get_by_role("link", name="看比").click()
    expect(office.get_by_role("heading", name=re.compile("党组 · 机关"))).to_be_visible()
    for tab in ("层级对比", "单位差距"):
        office.get_by_role("link", name=tab).click()
        assert serious(office) == [], tab
    office.goto(address)
    office.get_by_role("button", name="进入评").click()
    office.get_by_role("button", name="确定").click()
    expect(office.get_by_text("已进入“评”")).to_be_visible()
    office.goto(f"{address}comment/")
    office.get_by_label("点评人").fill("工委分管负责同志")
    office.get_by_label("点评内容").fill("问题找得准，下半年看兑现。")
    office.get_by_role("button", name="登记").click()
    expect(office.get_by_text("下半年看兑现")).to_be_visible()
    office.goto(address)
    office.get_by_role("link", name="公示", exact=True).click()
    office.get_by_label("文号").fill("安直工〔2026〕30号（演示）")
    office.get_by_role("button", name="公示这些数字").click()
    expect(office.get_by_text("已公示到 2026-07-05")).to_be_visible()
    with office.expect_download() as taken:
        office.get_by_role("button", name="通报 Word").click()
    assert taken.value.suggested_filename.endswith("通报.docx")
    body.goto(address)
    body.get_by_role("link", name="查看本组织材料").click()
    body.get_by_role("link", name="对数字提出异议").click()
    body.get_by_role("radio", name="得分").check()
    body.get_by_label("理由").fill("一季度中心组学习已补开，请核对。")
    body.get_by_role("button", name="提出").click()
    expect(body.get_by_text(re.compile("在 2026-07-03 前答复"))).to_be_visible()
    office.goto(f"{site.url}/")
    office.get_by_role("row", name=re.compile("答复对“得分”的异议")).get_by_role("link").click()
    office.get_by_role("radio", name="不成立").check()
    office.get_by_label("答复").fill("一季度的学习在二季度开展，按规定不补计一季度。")
    office.get_by_role("button", name="答复").click()
    expect(office.get_by_text("已答复，数字不变")).to_be_visible()
    assert serious(office) == []
