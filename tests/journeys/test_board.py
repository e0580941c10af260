"""From the wall to the row: units, a unit, a duty, its record."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Enter, serious
from tests.journeys.sites import Site


def test_a_cell_of_the_board_opens_to_its_rows(site: Site, enter: Enter) -> None:
    page = enter("gongwei")
    page.goto(f"{site.url}/board/")
    assert serious(page) == []
    page.locator("table a[href*='/duties/records/duties/']").first.click()
    expect(page.get_by_role("heading", name="应办")).to_be_visible()
    assert re.search(r"organ=\d+", page.url)
    expect(page.locator("table.listing tbody tr").first).to_be_visible()


def test_a_leading_body_sees_its_own_organ_alone(site: Site, enter: Enter) -> None:
    page = enter("dangzu")
    page.goto(f"{site.url}/duties/records/duties/")
    shown = page.get_by_text("党组织").count()
    assert shown > 0
    page.goto(f"{site.url}/orgs/")
    expect(page.get_by_text("您可以查看").first).to_be_visible()
    assert "1000 个" not in page.content()
