"""From a class to an organisation to a line to the record; and the 通报 as files."""

import re
from pathlib import Path

from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Enter, serious
from tests.journeys.sites import Site


def test_a_score_opens_to_the_row_it_came_from(site: Site, enter: Enter) -> None:
    page = enter("gongwei2")
    page.get_by_role("link", name="考责").first.click()
    assert serious(page) == []
    page.get_by_role("link", name="党支部 · 机关 · 机关本级", exact=True).click()
    page.locator("table.listing tbody a").first.click()
    expect(page.get_by_role("heading", name="得分构成")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("link", name="开展主题党日活动").click()
    expect(page.get_by_role("heading", name="应办")).to_be_visible()
    page.locator("table.listing tbody td.main a").first.click()
    expect(page.get_by_role("heading", name="完成它的履职记录")).to_be_visible()
    page.locator("main ul a[href*='/duties/records/']").first.click()
    expect(page.get_by_role("heading", name="它完成的应办")).to_be_visible()
    assert serious(page) == []


def test_a_score_of_a_scheme_opens_to_who_came(site: Site, enter: Enter) -> None:
    page = enter("gongwei2")
    page.goto(f"{site.url}/schemes/")
    page.get_by_role("row", name="2026 年党支部党建工作季度考核").get_by_role("link", name="看得分").click()
    page.get_by_role("link", name="2026年一季度", exact=True).click()
    page.get_by_role("link", name="党支部 · 机关 · 机关本级", exact=True).click()
    page.locator("table.listing tbody a").first.click()
    page.get_by_role("link", name="支部党员大会到会率").click()
    page.locator("table.listing tbody td.main a").first.click()
    present = page.get_by_role("link", name=re.compile("应到 .* 人，实到"))
    came = int(re.findall(r"\d+", present.inner_text())[1])
    present.click()
    names = page.locator("dt", has_text=re.compile("^到会$")).locator("xpath=following-sibling::dd[1]")
    assert len(names.inner_text().split("、")) == came
    assert serious(page) == []


def test_the_circular_is_handed_out_as_word_and_as_pdf(site: Site, enter: Enter, tmp_path: Path) -> None:
    page = enter("gongwei2")
    page.goto(f"{site.url}/scores/?period=2026H1")
    page.get_by_role("link", name="起草通报").click()
    title = "关于2026年上半年机关党建工作责任落实情况的通报"
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    for button, name in (("下载 Word", "a.docx"), ("下载 PDF", "a.pdf")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        download.value.save_as(tmp_path / name)
    words = "".join(paragraph.text for paragraph in Document(str(tmp_path / "a.docx")).paragraphs)
    assert "各单位完成情况" in words
    assert len(PdfReader(tmp_path / "a.pdf").pages) > 3


def test_a_branch_secretary_is_offered_no_circular(site: Site, enter: Enter) -> None:
    page = enter("zhibu")
    page.goto(f"{site.url}/scores/")
    expect(page.get_by_role("link", name="起草通报")).to_have_count(0)
    answer = page.goto(f"{site.url}/scores/circular/")
    assert answer is not None
    assert answer.status == 403
