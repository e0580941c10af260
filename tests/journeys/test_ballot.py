"""A branch votes in secret on its members: everybody once, no figure before the count, then the sums."""

import json
import re
import subprocess
import sys
from itertools import cycle

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, fits, serious
from tests.journeys.sites import ROOT, Site

GRADES = ("优秀", "合格", "基本合格", "不合格", "弃权")


def _voters(site: Site) -> tuple[int, list[str]]:
    """The review that is ready for the vote, and who may vote in it, its secretary first."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.voters"],
        env=site.environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return told["review"], told["usernames"]


def _vote(page: Page, site: Site, review: int, grade: str) -> None:
    """From 我的评议 to the ballot: `grade` for everybody, or an empty ballot for 弃权."""
    page.goto(f"{site.url}/reviews/mine/")
    page.get_by_role("link", name="去投票").click()
    page.wait_for_url(re.compile(rf"/reviews/{review}/vote/"))
    if grade != "弃权":
        for line in page.locator("main fieldset").all():
            line.get_by_label(grade, exact=True).check()
    page.get_by_role("button", name="投票").click()
    expect(page.get_by_text("已投票。系统只记您投过票，不记您选了什么。")).to_be_visible()


def _hold(page: Page, address: str) -> None:
    """The secretary lets the branch vote electronically."""
    page.goto(address)
    page.get_by_role("link", name="组织民主测评").click()
    page.get_by_label("网上投票").check()
    assert serious(page) == []
    page.get_by_role("button", name="准备选票").click()
    expect(page.get_by_text("截止前不显示任何票数")).to_be_visible()
    assert serious(page) == []
    assert fits(page)


def _is_refused(page: Page, site: Site, review: int) -> None:
    """One man, one vote."""
    answer = page.goto(f"{site.url}/reviews/{review}/vote/")
    assert answer is not None
    assert answer.status == 409
    expect(page.get_by_text("您已经投过票，一人一票，投出后不能更改。").first).to_be_visible()


def test_a_branch_votes_in_secret(site: Site, enter: Enter) -> None:
    review, usernames = _voters(site)
    address = f"{site.url}/reviews/{review}/"
    voters = [enter(name, width=390, height=844) for name in usernames]
    secretary = voters[0]
    _hold(secretary, address)
    for number, (page, grade) in enumerate(zip(voters, cycle(GRADES), strict=False), 1):
        page.goto(f"{site.url}/reviews/{review}/vote/")
        assert serious(page) == []
        assert fits(page)
        _vote(page, site, review, grade)
        assert page.get_by_role("link", name="去投票").count() == 0
        secretary.goto(address)
        expect(secretary.get_by_text(f"已投 {number} 张；截止前不显示任何票数")).to_be_visible()
        assert "测评票数" not in secretary.content()
        if number < len(voters):
            assert secretary.get_by_role("button", name="计票").is_disabled()
            expect(secretary.get_by_text("还有人没有投票").first).to_be_visible()
    _is_refused(voters[1], site, review)

    secretary.goto(address)
    secretary.get_by_role("button", name="计票").click()
    given = len(voters)
    expect(secretary.get_by_text(f"已计票：发出 {given} 张，收回 {given} 张。")).to_be_visible()
    assert serious(secretary) == []
    assert fits(secretary)
    table = secretary.get_by_role("table", name="每名党员的测评票数和等次")
    for row in table.locator("tbody tr").all():
        assert sum(int(cell.inner_text()) for cell in row.locator("td.num").all()) == given
