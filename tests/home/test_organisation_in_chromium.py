"""Organisations as a browser shows them: axe-core, no sideways scroll, the tree by keyboard, the chart drawn.

Nothing is served: Django's test client renders the pages once, Chromium is handed them by interception.
"""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, sync_playwright

from heli.orgs.models import Organisation
from tests import people as cast
from tests.duties.planned import Planned, enter, require
from tests.home.test_in_chromium import AXE, HOST, Rendered, open_page

pytestmark = pytest.mark.journey

DATA = reverse("orgs:chart_data")


@pytest.fixture
def rendered(
    city: cast.City, planned: Planned, people: cast.People, client_of: Callable[[cast.Person], Client]
) -> Rendered:
    """Addresses in the browser → what the 工委 was answered."""
    enter(city.first_branch, "theme_day", cast.TODAY.replace(month=2, day=10))
    for number in range(40, 65):
        require(planned.plan, number, f"落实第{number}项重点任务并报送情况", "half", ["assembly"], ["branch"])
    with cast.building():
        Organisation.objects.filter(pk=city.press.pk).update(full_count=2)
    branch = reverse("orgs:organisation", args=[city.first_branch.pk])
    asked = {
        "/tree/": f"{reverse('orgs:tree')}?open={city.work_committee.pk},{city.education_committee.pk}",
        "/list/": f"{reverse('orgs:tree')}?kind=branch&on=2026-03-31",
        "/branch/": branch,
        "/year/": reverse("home:year", args=[city.first_branch.pk]),
        "/past/": f"{branch}?on=2026-03-31",
        "/history/": reverse("orgs:history", args=[city.first_branch.pk]),
        "/chart/": reverse("orgs:chart"),
        DATA: DATA,
        "/setting/": reverse("orgs:setting"),
        "/coverage/": reverse("home:coverage"),
        "/dictionaries/": reverse("orgs:dictionaries"),
        "/units/": reverse("orgs:units"),
        "/describe/": reverse("orgs:describe", args=[city.publicity_joint.pk]),
    }
    client = client_of(people.staff)
    return {name: client.get(url) for name, url in asked.items()}


@pytest.fixture
def browser(rendered: Rendered) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("larger", [False, True])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    browser: Browser, rendered: Rendered, width: int, larger: bool
) -> None:
    page = open_page(browser, rendered, width=width, larger=larger)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    for address in rendered:
        if address == DATA:
            continue
        page.goto(HOST + address)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document)")
        serious = [one["id"] for one in found["violations"] if one["impact"] in {"serious", "critical"}]
        assert serious == [], address + json.dumps(found["violations"], ensure_ascii=False)[:2000]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert refused == []


def test_the_tree_is_gone_through_by_keyboard(browser: Browser, rendered: Rendered) -> None:
    page = open_page(browser, rendered, width=1440)
    page.goto(f"{HOST}/tree/")

    def focused() -> str:
        return str(page.evaluate("document.activeElement.getAttribute('aria-label')")).split("，")[0]

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "filter-q"
    page.focus('[data-tree] [role="treeitem"][tabindex="0"]')
    went = []
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "End", "Home", "ArrowUp"):
        page.keyboard.press(key)
        went.append(focused())
    assert went == [
        "市教育局机关党委",
        "市教育局机关第一党支部",
        "市教育局机关党委",
        "市委宣传部机关党委",
        "市委市直属机关工委",
        "市委市直属机关工委",
    ]
    levels = page.eval_on_selector_all(
        '[role="treeitem"]', "all => all.slice(0, 3).map((one) => one.getAttribute('aria-level'))"
    )
    assert levels == ["1", "2", "3"]
    assert page.eval_on_selector_all('[role="treeitem"][tabindex="0"]', "all => all.length") == 2


def test_the_chart_is_drawn_and_can_be_taken_away(browser: Browser, rendered: Rendered) -> None:
    page = open_page(browser, rendered, width=1440)
    page.goto(f"{HOST}/chart/")
    page.wait_for_selector("[data-chart] canvas")
    assert page.is_visible("[data-chart-frame]")
    with page.expect_download() as taken:
        page.click("[data-chart-save]")
    assert taken.value.suggested_filename == "架构图.png"


def test_a_branchs_year_prints_on_one_a4(browser: Browser, rendered: Rendered) -> None:
    assert rendered["/year/"].context["page"].total >= 80
    page = open_page(browser, rendered, width=1440)
    page.goto(f"{HOST}/year/")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page[^s]", printed)) == 1
