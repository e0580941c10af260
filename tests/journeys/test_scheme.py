"""A scheme from the ready one to a correction: written, tried, adopted, published, objected to, answered."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, serious
from tests.journeys.sites import Site

NAME = "2026 年党支部半年考核"


def weigh(page: Page, indicator: str, points: str) -> None:
    page.get_by_role("link", name=indicator, exact=True).click()
    page.get_by_label("分值", exact=True).fill(points)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(f"已保存“{indicator}”")).to_be_visible()


def test_a_scheme_is_tried_published_objected_to_and_corrected(site: Site, enter: Enter) -> None:
    office = enter("gongwei2")
    office.goto(f"{site.url}/schemes/")
    office.get_by_role("link", name="新建方案").click()
    office.get_by_label("方案名称").fill(NAME)
    office.get_by_label("党支部党建工作考核（示例）").check()
    office.get_by_role("button", name="起草").click()
    assert serious(office) == []
    weigh(office, "应办事项完成", "30")
    expect(office.get_by_text("合计 90 分，应为 100 分")).to_be_visible()
    weigh(office, "按期换届", "20")
    office.get_by_role("link", name="试算").click()
    expect(office.get_by_role("heading", name="谁会变动、变多少、因为什么")).to_be_visible()
    assert serious(office) == []
    office.get_by_role("link", name=NAME).click()
    office.get_by_role("link", name="审定").click()
    office.get_by_label("审定的文号或会议").fill("市直机关工委第 3 次委员会会议")
    office.get_by_role("button", name="保存").click()
    office.get_by_role("link", name="发布结果").click()
    office.get_by_role("button", name="保存").click()
    expect(office.get_by_role("heading", name=f"{NAME}结果（2026年上半年）")).to_be_visible()

    branch = enter("zhibu")
    branch.goto(f"{site.url}/schemes/results/")
    branch.get_by_role("link", name=f"{NAME}结果（2026年上半年）").click()
    branch.locator("table.listing tbody a").first.click()
    branch.locator("table.listing tbody a").first.click()
    branch.get_by_role("link", name="提出异议").click()
    branch.get_by_label("异议和理由").fill("支部工作法已被转发，应予加分")
    branch.get_by_role("button", name="保存").click()
    expect(branch.get_by_text("异议已提交")).to_be_visible()
    published = branch.locator("dl.facts dd strong").inner_text()

    office.goto(f"{site.url}/schemes/objections/")
    office.get_by_role("row", name=re.compile("支部工作法已被转发")).get_by_role("link").click()
    answering = office.url
    whose = re.search(r"中共\S+委员会", office.locator("main").inner_text())
    assert whose is not None
    office.goto(f"{site.url}/schemes/")
    office.get_by_role("link", name=NAME, exact=True).click()
    office.get_by_role("link", name="登记事项").click()
    office.get_by_role("link", name="登记", exact=True).click()
    office.get_by_label("党组织全称").fill(whose.group())
    office.get_by_label("指标").select_option(label="加分：经验被上级转发")
    office.get_by_label("日期").fill("2026-06-18")
    office.get_by_label("事项", exact=True).fill("支部工作法被转发")
    office.get_by_label("依据文件").fill("市直机关工委简报第 9 期")
    office.get_by_role("button", name="保存").click()
    office.goto(answering)
    office.get_by_label("成立：按更正后的记录重新计算").check()
    office.get_by_label("答复").fill("属实，已登记加分")
    office.get_by_role("button", name="答复").click()
    expect(office.get_by_text("成立，已更正")).to_be_visible()

    branch.reload()
    expect(branch.locator("dl.facts dd strong")).to_have_text(published)
    expect(branch.locator("dl.facts").get_by_text("的异议成立")).to_be_visible()
    branch.get_by_role("link", name="看按现在记录计算的明细").click()
    expect(branch.get_by_text("支部工作法被转发")).to_be_visible()
    expect(branch.locator("figure.picture canvas").first).to_be_visible()
    assert serious(branch) == []


FORTRESS = "2026 年上半年堡垒指数"


def test_a_committee_makes_a_scheme_for_its_own_branches(site: Site, enter: Enter) -> None:
    """S001-13, S001-52: written, tried, adopted, published by a 机关党委; objected to and answered there."""
    committee = enter("jiguandangwei")
    committee.goto(f"{site.url}/schemes/")
    committee.get_by_role("link", name="新建方案").click()
    expect(committee.get_by_text("制定组织：")).to_be_visible()
    committee.get_by_label("方案名称").fill(FORTRESS)
    committee.get_by_label("堡垒指数（示例）").check()
    committee.get_by_role("button", name="起草").click()
    weigh(committee, "组织生活按期", "10")
    weigh(committee, "按期换届", "20")
    committee.get_by_role("link", name="试算").click()
    expect(committee.get_by_role("heading", name="谁会变动、变多少、因为什么")).to_be_visible()
    assert serious(committee) == []
    committee.get_by_role("link", name=FORTRESS).click()
    committee.get_by_role("link", name="审定").click()
    committee.get_by_label("审定的文号或会议").fill("机关党委第 6 次委员会会议")
    committee.get_by_role("button", name="保存").click()
    committee.get_by_role("link", name="发布结果").click()
    committee.get_by_role("button", name="保存").click()
    published = committee.get_by_role("heading", name=re.compile(f"：{FORTRESS}结果"))
    expect(published).to_be_visible()
    title = published.inner_text()

    branch = enter("zhibu")
    branch.goto(f"{site.url}/schemes/results/")
    branch.get_by_role("link", name=title).click()
    branch.locator("table.listing tbody a").first.click()
    branch.locator("table.listing tbody a").first.click()
    branch.get_by_role("link", name="提出异议").click()
    branch.get_by_label("异议和理由").fill("六月主题党日已录入")
    branch.get_by_role("button", name="保存").click()
    expect(branch.get_by_text("异议已提交")).to_be_visible()

    committee.goto(f"{site.url}/schemes/objections/")
    committee.get_by_role("row", name=re.compile("六月主题党日已录入")).get_by_role("link").click()
    committee.get_by_label("不成立", exact=True).check()
    committee.get_by_label("答复").fill("已核对，数字无误")
    committee.get_by_role("button", name="答复").click()
    expect(committee.get_by_text("已核对，数字无误").first).to_be_visible()
    assert serious(committee) == []
    branch.reload()
    expect(branch.get_by_text("不成立")).to_be_visible()

    office = enter("gongwei2")
    office.goto(f"{site.url}/schemes/")
    office.get_by_role("link", name=FORTRESS, exact=True).click()
    expect(office.get_by_role("link", name="发布结果")).to_have_count(0)
    assert serious(office) == []
