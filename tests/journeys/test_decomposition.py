"""An item of the plan goes from the 工委 to a branch and back: issued, broken down, returned, amended."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, serious
from tests.journeys.sites import Site

ITEM = "年度自查总结"


def here(page: Page) -> str:
    """The organisation in whose name the reader acts."""
    return page.locator(".masthead-organisation").first.inner_text().strip()


def fits(page: Page) -> bool:
    """Whether nothing has to be moved sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def take_up_and_break_down(page: Page, url: str, to: str) -> None:
    """From 今日要务: take the item up alone, then break it down to one organisation."""
    page.goto(f"{url}/")
    page.get_by_role("row", name=re.compile("签收上级下达的任务")).get_by_role("link").click()
    row = page.get_by_role("row", name=re.compile(ITEM))
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    row.get_by_role("checkbox").check()
    assert serious(page) == []
    page.get_by_role("button", name="签收所选").click()
    expect(page.get_by_text("已签收 1 项")).to_be_visible()
    page.goto(f"{url}/decomposition/mine/?show=held")
    page.get_by_role("row", name=re.compile(ITEM)).get_by_role("checkbox").check()
    page.get_by_role("button", name="分解所选").click()
    page.get_by_text("只分解到其中几个下级").click()
    page.get_by_role("checkbox", name=to).check()
    page.get_by_label("下级的责任岗位").select_option(label="书记")
    assert serious(page) == []
    assert fits(page)
    page.get_by_role("button", name="分解", exact=True).click()
    expect(page.get_by_text("已分解 1 项")).to_be_visible()
    expect(page.get_by_role("heading", name="分解到的下级")).to_be_visible()


def issue_to_one(office: Page, url: str, committee: str) -> None:
    """The 工委 issues the item to one 机关党委."""
    office.goto(f"{url}/decomposition/")
    assert serious(office) == []
    office.get_by_role("link", name="下达到单位").click()
    office.get_by_role("link", name="直达机关党委").click()
    office.get_by_role("checkbox", name=re.compile(ITEM)).check()
    office.get_by_text("只下达到其中几个单位").click()
    office.get_by_role("checkbox", name=re.compile(re.escape(committee))).check()
    assert serious(office) == []
    office.get_by_role("button", name="下达", exact=True).click()
    office.get_by_role("button", name="确定").click()
    expect(office.get_by_text("已下达 1 项任务")).to_be_visible()


def return_it(branch: Page, url: str, committee: str) -> str:
    """The branch looks at the chain and returns the item with a reason, on a phone; the task's address."""
    branch.goto(f"{url}/decomposition/mine/")
    assert fits(branch)
    branch.get_by_role("link", name=re.compile(ITEM)).click()
    expect(branch.get_by_text(re.compile("第 3 级"))).to_be_visible()
    expect(branch.get_by_role("cell", name=committee, exact=True)).to_be_visible()
    assert fits(branch)
    assert serious(branch) == []
    address = branch.url
    branch.get_by_role("link", name="退回", exact=True).click()
    branch.get_by_role("button", name="退回", exact=True).click()
    expect(branch.get_by_role("link", name=re.compile("请写明退回的理由"))).to_be_visible()
    branch.get_by_label("退回的理由").fill("十一月上旬换届，期限太紧")
    branch.get_by_role("button", name="退回", exact=True).click()
    expect(branch.get_by_text("已退回，等下达组织答复")).to_be_visible()
    return address


def amend_it(giver: Page, url: str) -> None:
    """From 今日要务: whoever handed it down reads the reason and hands it down anew."""
    giver.goto(f"{url}/")
    giver.get_by_role("row", name=re.compile("答复下级退回的任务")).get_by_role("link").click()
    giver.get_by_role("link", name=re.compile(ITEM)).click()
    expect(giver.get_by_text("十一月上旬换届，期限太紧")).to_be_visible()
    giver.get_by_role("link", name="修改后重新下达").click()
    giver.get_by_label("上级要求").fill("换届结束后再报自查总结")
    giver.get_by_label("修改说明").fill("已与支部商定")
    assert serious(giver) == []
    giver.get_by_role("button", name="修改后重新下达").click()
    expect(giver.get_by_text("已修改并重新下达")).to_be_visible()


def test_an_item_reaches_a_branch_and_comes_back(site: Site, enter: Enter) -> None:
    office, top, general = enter("gongwei2"), enter("jiguandangwei"), enter("zongzhi")
    branch = enter("zhibu", width=390, height=844)
    committee, middle, last = (here(one) for one in (top, general, branch))
    issue_to_one(office, site.url, committee)
    take_up_and_break_down(top, site.url, middle)
    take_up_and_break_down(general, site.url, last)
    address = return_it(branch, site.url, committee)
    amend_it(general, site.url)

    branch.goto(address)
    expect(branch.get_by_text("换届结束后再报自查总结")).to_be_visible()
    branch.get_by_role("button", name="签收").click()
    expect(branch.get_by_text("已签收。请填写本级措施")).to_be_visible()
    branch.get_by_role("link", name="本级措施和责任岗位").click()
    branch.get_by_label("本级措施").fill("支委会分工起草，党员大会讨论")
    branch.get_by_role("button", name="保存").click()
    expect(branch.get_by_text("支委会分工起草")).to_be_visible()


def test_an_item_is_seen_from_above_and_its_lag_opens_to_rows(site: Site, enter: Enter) -> None:
    office, phone = enter("gongwei"), enter("gongwei", width=390, height=844)
    office.goto(f"{site.url}/decomposition/")
    office.get_by_role("link", name=re.compile("召开支部党员大会")).click()
    expect(office.get_by_role("heading", name="鸟瞰")).to_be_visible()
    lines = office.locator(".tree-line")
    before = lines.count()
    office.locator(".tree-switch").first.click()
    expect(office.locator(".tree-level-2").first).to_be_visible()
    assert lines.count() > before
    assert serious(office) == []
    swapped = office.locator("#list").inner_text()
    office.reload()
    assert office.locator("#list").inner_text() == swapped, "a swap equals a reload"
    office.goto(f"{site.url}/decomposition/lag/")
    assert serious(office) == []
    office.get_by_role("row", name=re.compile("^党支部")).get_by_role("link").nth(2).click()
    expect(office.get_by_text("层级：党支部").or_(office.locator(".chip", has_text="党支部"))).to_be_visible()
    for name in ("", "lag/", "missing/", "tasks/", "mine/"):
        phone.goto(f"{site.url}/decomposition/{name}")
        assert fits(phone), name
        assert serious(phone) == [], name
