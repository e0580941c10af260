"""A member goes from one branch to another: asked for by the branch, done by the committee above both."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Enter, serious
from tests.journeys.sites import Site


def test_a_member_is_transferred_within_one_committee(site: Site, enter: Enter) -> None:
    committee = enter("jiguandangwei")
    committee.goto(f"{site.url}/orgs/?kind=branch")
    names = committee.locator("td.main a").all_inner_texts()

    secretary = enter("zhibu", width=390, height=844)
    secretary.goto(f"{site.url}/members/")
    member = secretary.locator("main a.name, main td.main a").last
    name = member.inner_text()
    member.click()
    secretary.get_by_role("link", name="转接组织关系").click()
    here = secretary.locator("dl.facts dd").nth(1).inner_text()
    there = next(one for one in names if one != here)
    secretary.get_by_label("转入党支部").fill(there)
    secretary.get_by_label("缘由").fill("工作单位变动")
    secretary.get_by_role("button", name="申请转接").click()
    assert serious(secretary) == []
    expect(secretary.get_by_text("待转出").first).to_be_visible()
    address = secretary.url

    # Until it is accepted the old branch stays responsible (R09-06).
    secretary.goto(f"{site.url}/members/?q={name}")
    expect(secretary.get_by_text(name).first).to_be_visible()

    committee.goto(f"{site.url}/")
    expect(committee.get_by_text(re.compile("转接")).first).to_be_visible()
    committee.goto(address)
    committee.get_by_role("button", name="接收").first.click()
    expect(committee.get_by_text("已接收").first).to_be_visible()

    secretary.goto(f"{site.url}/members/?q={name}")
    expect(secretary.get_by_text("没有符合条件的党员")).to_be_visible()
    secretary.goto(address)
    expect(secretary.get_by_text("已接收").first).to_be_visible()
