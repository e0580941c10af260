"""The gallery and the sample pages as a browser shows them: axe-core, no sideways scroll, what scripts add.

Nothing is served: the pages are rendered once by Django's test client, Chromium is handed them and the static
files by interception, with the security headers that Django sent.
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
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests import people as cast
from tests.architecture.test_house import ROOT

pytestmark = pytest.mark.journey

AXE = ROOT / "tests/journeys/axe/axe.min.js"
HOST = "http://heli.example"
PAGES = ("/ui/", "/ui/list/", "/ui/form/", "/ui/board/", "/ui/refusal/")
WIDTHS = (1440, 390)


@pytest.fixture
def rendered(people: cast.People, client_of: Callable[[cast.Person], Client]) -> dict[str, Any]:
    client = client_of(people.secretary)
    came_from = {"Referer": "http://testserver/ui/form/"}
    answers = {address: client.get(address, headers=came_from) for address in PAGES}
    answers["/ui/form/#faults"] = client.post("/ui/form/", {})
    return answers


@pytest.fixture
def browser(rendered: dict[str, Any]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def open_page(browser: Browser, rendered: dict[str, Any], *, width: int, larger: bool = False) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900})

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            assert isinstance(found, str), path
            route.fulfill(body=Path(found).read_bytes(), content_type=guess_type(found)[0])
            return
        key = f"{path}#faults" if route.request.method == "POST" else path
        given = rendered[key]
        body = given.content.decode()
        if larger:
            body = body.replace('<html lang="zh-CN">', '<html lang="zh-CN" class="larger">')
        policy = {"Content-Security-Policy": given["Content-Security-Policy"]}
        route.fulfill(
            status=given.status_code, body=body, content_type="text/html; charset=utf-8", headers=policy
        )

    page.route("**/*", answer)
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("larger", [False, True])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    browser: Browser, rendered: dict[str, Any], width: int, larger: bool
) -> None:
    page = open_page(browser, rendered, width=width, larger=larger)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    for address in PAGES:
        page.goto(HOST + address)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document)")
        serious = [one["id"] for one in found["violations"] if one["impact"] in {"serious", "critical"}]
        assert len(found["passes"]) > 10
        assert serious == [], json.dumps(found["violations"], ensure_ascii=False)[:2000]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert refused == []


def test_a_row_opens_on_click_and_its_link_on_enter(browser: Browser, rendered: dict[str, Any]) -> None:
    page = open_page(browser, rendered, width=1440)
    page.goto(f"{HOST}/ui/list/")
    page.click("table.listing tbody tr >> nth=2 >> td >> nth=3")
    page.wait_for_url(f"{HOST}/ui/form/")
    page.goto(f"{HOST}/ui/list/")
    page.focus("table.listing tbody tr >> nth=2 >> a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{HOST}/ui/form/")


def test_the_first_stop_of_the_keyboard_leads_past_the_masthead(
    browser: Browser, rendered: dict[str, Any]
) -> None:
    page = open_page(browser, rendered, width=1440)
    page.goto(f"{HOST}/ui/list/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_unticking_asks_for_the_reason_and_counts(browser: Browser, rendered: dict[str, Any]) -> None:
    page = open_page(browser, rendered, width=390)
    page.goto(f"{HOST}/ui/form/")
    assert not page.is_visible("#reason-2")
    page.uncheck("#present-2")
    assert page.is_visible("#reason-2")
    assert page.text_content("[data-tick-count]") == "7"


def test_faults_are_read_first_and_lead_to_their_field(browser: Browser, rendered: dict[str, Any]) -> None:
    page = open_page(browser, rendered, width=390)
    page.goto(f"{HOST}/ui/form/")
    page.click(".action-bar button")
    page.wait_for_selector("#form-errors:focus")
    page.click("#form-errors a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_kind_0"


def test_a_dangerous_step_is_asked_once_and_can_be_called_off(
    browser: Browser, rendered: dict[str, Any]
) -> None:
    page = open_page(browser, rendered, width=1440)
    page.goto(f"{HOST}/ui/")
    page.click("button[data-confirm]")
    assert "1 台设备" in (page.text_content("dialog") or "")
    page.click("dialog .btn-secondary")
    assert page.query_selector("dialog") is None
    page.route("**/ui/larger/", lambda route: route.fulfill(status=204))
    page.click("button[data-confirm]")
    with page.expect_request("**/ui/larger/") as sent:
        page.click("dialog .btn-primary")
    assert sent.value.method == "POST"


def test_the_wall_shows_whole_rows_and_turns_them_over(browser: Browser, rendered: dict[str, Any]) -> None:
    page = open_page(browser, rendered, width=1440)
    page.clock.install()
    page.goto(f"{HOST}/ui/board/")
    page.keyboard.press("f")
    page.wait_for_selector("html.wall")
    seen = "[...document.querySelectorAll('.board tbody tr')].map(row => row.checkVisibility())"
    first = page.evaluate(seen)
    assert 3 < sum(first) < len(first) == 27
    edges = page.evaluate(
        "[[...document.querySelectorAll('.board tbody tr:not([data-turned])')].at(-1)"
        ".getBoundingClientRect().bottom,"
        " document.querySelector('.board-legend').getBoundingClientRect().top]"
    )
    assert edges == sorted(edges)
    assert "共 27 行" in (page.text_content("[data-clock]") or "")
    page.clock.run_for(20_500)
    second = page.evaluate(seen)
    assert [one and other for one, other in zip(first, second, strict=True)] == [False] * 27
    assert sum(second) > 3
    page.keyboard.press("f")
    page.wait_for_selector("html:not(.wall)")
    assert page.evaluate(seen) == [True] * 27


def test_waiting_is_shown_after_a_third_of_a_second_in_words(
    browser: Browser, rendered: dict[str, Any]
) -> None:
    page = open_page(browser, rendered, width=390)
    page.goto(f"{HOST}/ui/form/")
    held: list[Route] = []
    page.route("**/ui/form/", lambda route: held.append(route))
    page.click(".action-bar button")
    page.wait_for_selector("#progress-line.running")
    assert page.text_content("#progress-words") == "正在处理"
    held[0].abort()
    page.wait_for_selector("#messages .message-error")
    assert "没有连接到服务器" in (page.text_content("#messages") or "")
    assert not page.evaluate("document.getElementById('progress-line').classList.contains('running')")


def test_the_way_back_from_a_refusal_keeps_what_was_typed(browser: Browser, rendered: dict[str, Any]) -> None:
    page = open_page(browser, rendered, width=390)
    page.goto(f"{HOST}/ui/list/")
    page.goto(f"{HOST}/ui/form/")
    page.fill("#id_topic", "不应丢失的主题")
    page.evaluate("location.assign('/ui/refusal/')")
    page.wait_for_url(f"{HOST}/ui/refusal/")
    page.get_by_role("link", name="返回上一页").click()
    page.wait_for_url(f"{HOST}/ui/form/")
    assert page.input_value("#id_topic") == "不应丢失的主题"


def test_the_tab_where_one_is_stands_in_sight(browser: Browser, rendered: dict[str, Any]) -> None:
    page = open_page(browser, rendered, width=390)
    page.goto(f"{HOST}/ui/")
    moved = page.evaluate(
        "(() => { const row = document.querySelector('.tabs'); row.style.width = '8rem';"
        " row.querySelectorAll('a').forEach((tab) => tab.removeAttribute('aria-current'));"
        " [...row.querySelectorAll('a')].at(-1).setAttribute('aria-current', 'page');"
        " document.dispatchEvent(new Event('htmx:afterSettle')); return row.scrollLeft; })()"
    )
    assert moved > 0
