"""The masthead offers what exists and what the reader may open; the larger text is remembered."""

from collections.abc import Callable

import pytest
from django.core import checks
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from heli.kernel import installation
from heli.kernel.action import SYSTEM
from heli.ui.context_processors import Masthead
from tests import people as cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[[cast.Person], Client]

NAVIGATION = [
    ("界面", "ui:gallery", None),
    ("列表", "ui:sample_list", None),
    ("看板", "ui:sample_board", "board.see"),
    ("尚无", "nowhere:page", None),
]


@pytest.fixture(autouse=True)
def _navigation() -> object:
    with override_settings(
        NAVIGATION=NAVIGATION, MASTHEAD={"account": "ui:gallery", "sign_out": "ui:larger_text"}
    ):
        yield


def request_of(person: cast.Person | None, address: str = "/ui/") -> HttpRequest:
    request = RequestFactory().get(address)
    request.actor = person.actor if person else None  # type: ignore[attr-defined]
    return request


def labels(person: cast.Person | None) -> list[str]:
    return [item.label for item in Masthead(request_of(person)).items]


def test_an_entry_needs_its_permission_somewhere(people: cast.People) -> None:
    assert labels(people.secretary) == ["界面", "列表", "看板"]
    assert labels(people.stranger) == ["界面", "列表"]


def test_a_page_that_two_permissions_open_is_offered_once(people: cast.People) -> None:
    twice = [("账号", "ui:gallery", "record.see"), ("账号", "ui:gallery", "board.see")]
    with override_settings(NAVIGATION=twice):
        assert labels(people.secretary) == ["账号"]
        assert labels(people.member) == ["账号"]


def test_nobody_is_offered_nothing(people: cast.People) -> None:
    assert labels(None) == []


def test_an_entry_without_a_page_is_left_out_and_named_by_a_check() -> None:
    found = [warning for warning in checks.run_checks() if warning.id == "ui.W001"]
    assert len(found) == 1
    assert "nowhere:page" in found[0].msg


@pytest.mark.parametrize(
    ("address", "current"), [("/ui/", "界面"), ("/ui/list/?page=2", "列表"), ("/orgs/", "")]
)
def test_the_entry_that_the_page_belongs_to_is_marked(
    people: cast.People, address: str, current: str
) -> None:
    items = Masthead(request_of(people.secretary, address)).items
    assert "".join(item.label for item in items if item.current) == current


def test_the_organisation_is_that_of_the_post_or_the_office(people: cast.People) -> None:
    installation.found(office_name="青岚市直机关工委", is_demo=True, by=SYSTEM, at=cast.NOW)
    assert (
        Masthead(request_of(people.secretary)).organisation
        == people.secretary.actor.posts[0].organisation_name
    )
    assert Masthead(request_of(people.stranger)).organisation == "青岚市直机关工委"


def test_the_page_of_a_demo_says_so(people: cast.People, client_of: ClientOf) -> None:
    assert "演示数据" not in client_of(people.secretary).get("/ui/").content.decode()
    installation.found(office_name="青岚市直机关工委", is_demo=True, by=SYSTEM, at=cast.NOW)
    assert "演示数据" in client_of(people.secretary).get("/ui/").content.decode()


def test_the_page_names_the_reader_and_the_way_out(people: cast.People, client_of: ClientOf) -> None:
    page = client_of(people.secretary).get("/ui/").content.decode()
    assert people.secretary.actor.label in page
    assert "退出" in page
    assert "我的账号" in page
    assert 'href="#content"' in page


def test_a_stranger_is_offered_the_way_in(client: Client) -> None:
    page = client.get("/no/such/page/").content.decode()
    assert "登录" in page
    assert "退出" not in page


def test_the_larger_text_is_on_from_the_first_byte_and_goes_off_again(client: Client) -> None:
    response = client.post(reverse("ui:larger_text"), headers={"Referer": "http://testserver/no/such/page/"})
    assert response.status_code == 302
    assert response["Location"] == "/no/such/page/"
    assert '<html lang="zh-CN" class="larger">' in client.get("/no/such/page/").content.decode()
    client.post(reverse("ui:larger_text"))
    assert '<html lang="zh-CN">' in client.get("/no/such/page/").content.decode()


def test_the_larger_text_is_switched_by_post_only(client: Client) -> None:
    assert client.get(reverse("ui:larger_text")).status_code == 405


SECTIONS = {
    "列表": [
        ("看板", "ui:sample_board", "board.see"),
        ("表单", "ui:sample_form", None),
        ("尚无", "nowhere:page", None),
    ]
}


def test_a_page_of_a_section_shows_the_row_of_its_pages(people: cast.People, client_of: ClientOf) -> None:
    with override_settings(SECTIONS=SECTIONS):
        page = client_of(people.secretary).get("/ui/form/").content.decode()
        row = page.split('class="section-row"')[1].split("</nav>")[0]
        assert '<a href="/ui/board/">看板</a>' in row
        assert '<a href="/ui/form/" aria-current="page">表单</a>' in row
        assert "尚无" not in page
        assert '<a href="/ui/list/" aria-current="page">列表</a>' in page
        assert "section-row" not in client_of(people.secretary).get("/ui/").content.decode()


def test_a_section_of_one_page_needs_no_row(people: cast.People, client_of: ClientOf) -> None:
    with override_settings(SECTIONS=SECTIONS):
        assert "section-row" not in client_of(people.stranger).get("/ui/form/").content.decode()
