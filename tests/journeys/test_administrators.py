"""Three administrators run the system without reading its business: each is turned away from a member."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter, serious
from tests.journeys.sites import Site

OWN = {"xitong": "/accounts/all/", "anquan": "/accounts/all/", "shenji": "/accounts/audit/"}
BUSINESS = ("/members/", "/members/1/", "/orgs/", "/duties/records/", "/board/", "/scores/", "/intake/")


@pytest.mark.parametrize("username", OWN)
def test_an_administrator_who_tries_to_read_a_member_is_refused(
    site: Site, enter: Enter, username: str
) -> None:
    page = enter(username)
    expect(page).to_have_url(f"{site.url}{OWN[username]}")
    assert serious(page) == []
    for address in BUSINESS:
        answer = page.goto(f"{site.url}{address}")
        assert answer is not None
        assert answer.status == 403, address
        expect(page.get_by_text("您的职务不含这项权限").first).to_be_visible()


def test_the_audit_says_who_signed_in_and_when(site: Site, enter: Enter) -> None:
    enter("zhibu")
    page = enter("shenji")
    line = page.get_by_role("row").filter(has_text="党支部书记").filter(has_text="zhibu")
    expect(line.get_by_role("cell", name="登录", exact=True).first).to_be_visible()
