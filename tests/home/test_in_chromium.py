"""Both pages as a browser shows them: axe-core, no sideways scroll, and the wall.

Nothing is served: Django's test client renders the pages once, Chromium is handed them by interception.
"""

import json
from collections.abc import Callable, Iterator
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests import people as cast
from tests.architecture.test_house import ROOT
from tests.duties.planned import Planned, enter

pytestmark = pytest.mark.journey

AXE = ROOT / "tests/journeys/axe/axe.min.js"
HOST = "http://heli.example"
Rendered = dict[str, Any]


@pytest.fixture
def rendered(
    city: cast.City, planned: Planned, people: cast.People, client_of: Callable[[cast.Person], Client]
) -> Rendered:
    """Addresses in the browser → what the reader named in them was answered."""
    enter(city.first_branch, "theme_day", cast.TODAY.replace(month=2, day=10))
    unit = reverse("home:unit_board", args=[city.first_branch.organ_id])
    asked = {
        "/secretary/": (people.secretary, reverse("home:today")),
        "/member/": (people.member, reverse("home:today")),
        "/office/": (people.staff, reverse("home:today")),
        "/board/": (people.staff, reverse("home:board")),
        "/unit/": (people.lead_secretary, unit),
    }
    return {name: client_of(reader).get(url) for name, (reader, url) in asked.items()}


@pytest.fixture
def browser(rendered: Rendered) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def open_page(browser: Browser, rendered: Rendered, *, width: int, larger: bool = False) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 1080 if width == 1920 else 900})

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            assert isinstance(found, str), path
            route.fulfill(body=Path(found).read_bytes(), content_type=guess_type(found)[0])
            return
        given = rendered[path]
        body = given.content.decode()
        if larger:
            body = body.replace('<html lang="zh-CN">', '<html lang="zh-CN" class="larger">')
        policy = {"Content-Security-Policy": given["Content-Security-Policy"]}
        route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=policy)

    page.route("**/*", answer)
    return page


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
        page.goto(HOST + address)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document)")
        serious = [one["id"] for one in found["violations"] if one["impact"] in {"serious", "critical"}]
        assert len(found["passes"]) > 10
        assert serious == [], json.dumps(found["violations"], ensure_ascii=False)[:2000]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert refused == []


def test_on_a_phone_each_line_keeps_its_button_beside_it(browser: Browser, rendered: Rendered) -> None:
    page = open_page(browser, rendered, width=390)
    page.goto(f"{HOST}/secretary/")
    for row in page.query_selector_all(".turn-lines tbody tr"):
        what, button = row.query_selector(".main"), row.query_selector(".btn")
        assert what is not None
        assert button is not None
        left, right = what.bounding_box(), button.bounding_box()
        assert left is not None
        assert right is not None
        assert left["x"] + left["width"] <= right["x"]
        assert right["height"] >= 44


def test_the_wall_fills_a_screen_with_board_rates_and_clock(browser: Browser, rendered: Rendered) -> None:
    page = open_page(browser, rendered, width=1920)
    page.goto(f"{HOST}/board/")
    assert page.is_visible(".tabs")
    page.keyboard.press("f")
    page.wait_for_selector("html.wall")
    shown = [page.is_visible(one) for one in (".board", ".board-rates", ".board-legend", "[data-clock]")]
    hidden = [page.is_visible(one) for one in (".tabs", ".filter-line", ".pager", ".basis", ".masthead-nav")]
    assert (shown, hidden) == ([True] * 4, [False] * 5)
    # Letters of 24 px at least are read from six metres on a screen of a metre and a half.
    assert (
        page.evaluate("parseFloat(getComputedStyle(document.querySelector('.board tbody th a')).fontSize)")
        >= 24
    )
