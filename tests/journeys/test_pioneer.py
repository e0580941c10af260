"""先锋指数 in a branch: a secretary marks, a member reads his own, the Party committee is refused."""

import json
import re
import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, fits, serious
from tests.journeys.sites import ROOT, Site

FACT = "连续三天参加防汛值守"


def _graded(site: Site) -> tuple[int, int, str]:
    """The demo branch's open review is counted and graded; the review, and of whom nothing is marked yet."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.graded"],
        env=site.environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return told["review"], told["evaluation"], told["name"]


def _mark_everybody(page: Page, address: str, own: int, name: str) -> None:
    """The member with a fact, whoever else is left in full, from one to the next."""
    page.goto(f"{address}pioneer/{own}/")
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    assert serious(page) == []
    assert fits(page)
    page.get_by_label("“承担急难险重任务并完成”的分值").fill("3")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("“承担急难险重任务并完成”请写明事实或文件").first).to_be_visible()
    page.get_by_label("“承担急难险重任务并完成”的事实或文件").fill(FACT)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text(f"已保存{name}的评分。")).to_be_visible()
    page.get_by_role("link", name="评下一名").click()
    while (following := page.get_by_role("button", name="保存，评下一名")).count():
        following.click()
        expect(page.get_by_text("的评分。").first).to_be_visible()
    if re.search(r"/pioneer/\d+/$", page.url):
        page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/pioneer/$"))


def test_a_branch_marks_and_a_member_reads_his_own(site: Site, enter: Enter) -> None:
    review, own, name = _graded(site)
    address = f"{site.url}/reviews/{review}/"
    secretary = enter("zhibu")
    _mark_everybody(secretary, address, own, name)
    assert serious(secretary) == []
    assert fits(secretary)
    member = enter("dangyuan", width=390, height=844)
    member.goto(f"{site.url}/reviews/mine/")
    assert FACT not in member.content()

    secretary.get_by_role("button", name="确认先锋指数").click()
    secretary.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(secretary.get_by_text("已确认先锋指数，不再改动")).to_be_visible()

    member.reload()
    expect(member.get_by_text("63 分（基本 60，加分 3，扣分 0）")).to_be_visible()
    expect(member.get_by_text(FACT)).to_be_visible()
    assert serious(member) == []
    assert fits(member)
    committee = enter("jiguandangwei")
    for page in (committee, member):
        answer = page.goto(f"{address}pioneer/")
        assert answer is not None
        assert answer.status == 403
        assert FACT not in page.content()
