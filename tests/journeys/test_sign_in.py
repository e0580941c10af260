"""Signing in as a person does: beginning the second step, using it, and by way of the office's provider."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from heli.demo.catalogue import PASSWORD
from tests.accounts import provider as providers
from tests.accounts.codes import code_at
from tests.accounts.provider import Provider
from tests.journeys.conftest import Enter, serious
from tests.journeys.sites import Site, running

NAME = "市统一身份认证"


def test_the_second_step_is_begun_and_asked_for(site: Site, enter: Enter, browser: Browser) -> None:
    page = enter("zhibu", width=390)
    page.goto(f"{site.url}/accounts/")
    page.get_by_role("link", name="启用两步验证").click()
    assert serious(page) == []
    secret = re.sub(r"\s", "", page.locator(".second-step-key").inner_text())
    page.get_by_label("验证码").fill(code_at(secret, steps=-1, lasting=5))
    page.get_by_role("button", name="启用").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    assert serious(page) == []
    other = _other_browser(browser, site)
    assert serious(other) == []
    other.get_by_label("验证码").fill(code_at(secret))
    other.get_by_role("button", name="登录").click()
    expect(other.get_by_role("heading", name="我的账号")).to_be_visible()
    other.get_by_role("button", name="退出其他所有登录").click()
    expect(other.get_by_text("已退出其他 1 个浏览器上的登录")).to_be_visible()
    assert serious(other) == []
    other.context.close()
    page.goto(f"{site.url}/accounts/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


@pytest.fixture
def office(city_folder: Path, tmp_path: Path) -> Iterator[tuple[Site, Provider]]:
    """The demo city with single sign-on, and the provider, where the branch secretary has signed in."""
    folder = tmp_path / "var"
    shutil.copytree(city_folder, folder)
    with providers.running("") as provider:
        setting = {
            "HELI_OIDC_ISSUER": provider.address,
            "HELI_OIDC_CLIENT_ID": providers.CLIENT,
            "HELI_OIDC_CLIENT_SECRET": providers.SECRET,
            "HELI_OIDC_NAME": NAME,
            "HELI_OIDC_MATCH": "username",
        }
        with running(folder, **setting) as site:
            provider.client.redirect_uri = f"{site.url}/accounts/sso/back/"
            provider.person = {"sub": "u-1", "preferred_username": "zhibu"}
            yield site, provider


def test_the_providers_button_leads_there_and_back(office: tuple[Site, Provider], browser: Browser) -> None:
    """In a browser, because its policy on forms has to let the way to the provider through."""
    site, provider = office
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{site.url}/accounts/")
    page.get_by_role("button", name=NAME).click()
    expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
    expect(page.locator("dd", has_text="zhibu")).to_be_visible()
    assert any("code_verifier" in asked for asked in provider.asked)
    context.close()


def _other_browser(browser: Browser, site: Site) -> Page:
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{site.url}/accounts/sign-in/?next=/accounts/")
    page.get_by_label("用户名").fill("zhibu")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
    return page
