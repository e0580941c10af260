"""述职评议 of a 党总支: report, comment, secret vote on paper, grade of a meeting, feedback signed."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, fits, serious
from tests.journeys.sites import ROOT, Site

DAY = "2026-06-30"
PROBLEM = "到党小组调研偏少，联系党员不够经常"
WHY = "会议研究认为联系党员不够，定为较好"
VOTES = ("2", "1", "0", "0", "0")  # 好 2, 较好 1: the scheme proposes 好


def _round(site: Site) -> tuple[int, int, Mapping[str, Sequence[str]]]:
    """The round, the reporter who has an account, and by group whom the organiser names as raters."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.raters"],
        env=site.environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return told["round"], told["reporter"], told["groups"]


def _report(page: Page, address: str) -> None:
    """What Heli knows stands in the report already; the secretary adds problems and plans."""
    page.goto(f"{address}write/")
    assert "应办事项" in page.get_by_label("履行抓党建责任情况").input_value()
    page.get_by_label("存在的主要问题").fill("研究党建工作不够经常，主要责任在我")
    page.get_by_label("下一步打算").fill("健全按季研究、按月提醒的办法，逐项落实")
    assert serious(page) == []
    assert fits(page)
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("button", name="报送").click()
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("已报送述职报告，并记入履职记录，不用再录。")).to_be_visible()


def _comment(page: Page, reporter: str) -> None:
    page.goto(f"{reporter}remark/")
    page.get_by_label("点评日期").fill(DAY)
    page.get_by_label("点评人").fill("方敏行")
    page.get_by_label("指出的问题").fill(PROBLEM)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("已登记点评。")).to_be_visible()


def _rate(page: Page, site: Site, group: str, voters: Sequence[str]) -> None:
    """Who votes is fixed first; then two tellers enter what was counted on paper."""
    page.goto(f"{site.url}/debriefing/group/{group}/hold/")
    page.get_by_label("纸质选票").check()
    page.get_by_label("开始日期").fill(DAY)
    page.get_by_label("截止日期").fill(DAY)
    page.get_by_label("投票人").fill("\n".join(voters))
    page.get_by_role("button", name="确定投票人").click()
    expect(page.get_by_text(f"投票人 {len(voters)} 人。方案从现在起不能再改。")).to_be_visible()
    page.goto(f"{site.url}/debriefing/group/{group}/count/")
    for label, said in (
        ("发出票数", str(len(voters))), ("收回票数", str(len(voters))), ("有效票", str(len(voters))),
        ("无效票", "0"), ("监票人", "郑纪安"), ("计票人", "孙明岚"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(said)
    for place, box in enumerate(page.locator("input[type=number][name^=q]").all()):
        box.fill(VOTES[place % len(VOTES)])
    page.get_by_role("button", name="登记计票结果").click()
    expect(page.get_by_text("已登记计票结果。")).to_be_visible()


def _meet(page: Page, decide: str) -> None:
    """The meeting that adopts the grades is a record like any other."""
    page.goto(decide)
    page.get_by_role("link", name="记录会议").click()
    page.get_by_role("radio", name="机关党委（党委、总支委员会）会议").check()
    page.get_by_role("textbox", name="主题").fill("研究审定述职评议等次")
    page.get_by_label("应到人数").fill("3")
    page.get_by_label("实到人数").fill("3")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存为履职记录").first).to_be_visible()


def _decide(page: Page, decide: str, reporter: int) -> None:
    """A departure from what was worked out is refused without a reason, and adopted with one."""
    for why in ("", WHY):
        page.goto(decide)
        assert serious(page) == []
        page.get_by_label("审定的会议").select_option(index=1)
        for choice in page.locator("select[name^=grade-]").all():
            choice.select_option(label="好")
        page.locator(f"select[name=grade-{reporter}]").select_option(label="较好")
        page.locator(f"input[name=why-{reporter}]").fill(why)
        page.get_by_role("button", name="登记审定结果").click()
        if not why:
            expect(page.get_by_text("与测算建议“好”不同，请写明原因")).to_be_visible()
    expect(page.get_by_text("已登记审定的等次，请当面反馈。")).to_be_visible()


def test_a_secretary_reports_is_rated_graded_and_told(site: Site, enter: Enter) -> None:
    held, reporter, groups = _round(site)
    show, own = f"{site.url}/debriefing/{held}/", f"{site.url}/debriefing/reporter/{reporter}/"
    secretary = enter("zhibu", width=390, height=844)
    _report(secretary, own)

    office = enter("zongzhi")
    office.goto(show)
    everybody = office.locator('a[href*="/debriefing/reporter/"]').all()
    for one in sorted({str(link.get_attribute("href")) for link in everybody}):
        _comment(office, f"{site.url}{one}")
    secretary.goto(own)
    expect(secretary.get_by_text(PROBLEM).first).to_be_visible()
    for group, voters in groups.items():
        _rate(office, site, group, voters)
    _meet(office, f"{show}decide/")
    _decide(office, f"{show}decide/", reporter)

    office.goto(f"{own}feedback/")
    office.get_by_label("反馈日期").fill(DAY)
    office.get_by_label("反馈人").fill("方敏行")
    office.get_by_label("反馈的问题").fill(PROBLEM)
    office.get_by_role("button", name="登记").click()
    expect(office.get_by_text("已登记反馈，请反馈人和述职人各自确认。")).to_be_visible()
    secretary.goto(own)
    secretary.get_by_role("button", name="确认反馈").click()
    expect(secretary.get_by_text(f"与测算不同的原因：{WHY}")).to_be_visible()
    assert secretary.get_by_role("button", name="确认反馈").count() == 0
    assert serious(secretary) == []
    assert fits(secretary)
