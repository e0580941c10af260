"""A browser, and an installation for each journey that nobody has touched."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from heli.demo.catalogue import PASSWORD
from tests.journeys.sites import Site, demo_city, environment_in, put_back, run_heli, running
from tests.prepared import migrated_file

# Playwright keeps an event loop running in the thread that Django's ORM is called from.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that stands here is a journey."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)


AXE = Path(__file__).parent / "axe" / "axe.min.js"
Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def city_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    return demo_city(shared, migrated_file())


@pytest.fixture(scope="session")
def _kept_running(city_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    folder = tmp_path_factory.mktemp("site") / "var"
    shutil.copytree(city_folder, folder)
    with running(folder) as served:
        yield served, folder


@pytest.fixture
def site(_kept_running: tuple[Site, Path], city_folder: Path) -> Site:
    """The demo city as it was built, served: starting a server takes longer than most journeys."""
    served, folder = _kept_running
    put_back(city_folder, folder)
    return served


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """An installation with nothing in it but its tables, served with a worker of jobs."""
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copy(migrated_file(), folder / "heli.sqlite3")
    assert run_heli(environment_in(folder), "tick", "--now").returncode == 0
    with running(folder, with_jobs=True) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def enter(browser: Browser, site: Site) -> Iterator[Enter]:
    """Sign in to the demo as a role and return its page; any error of a script or of the policy fails."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def signed_in(username: str, *, width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{site.url}/accounts/sign-in/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert troubles == []


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['target']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def fits(page: Page) -> bool:
    """Whether nothing scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
