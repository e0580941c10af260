"""A domain error becomes a page, a fragment or JSON, with its status and a way out."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from heli.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, WrongState
from heli.ui import refusals, views

pytestmark = pytest.mark.django_db

ERRORS: dict[str, Exception] = {
    "not_allowed": NotAllowed("not-yours", "该支部不在您的范围内。"),
    "not_found": NotFound("no-such-duty", "没有这项应办。"),
    "wrong_state": WrongState("already-sent", "已经报送，不能再改。"),
    "invalid": Invalid("no-quorum", "没有超过半数。", fields={"present": "至少 10 人"}),
    "denied": PermissionDenied(),
    "broken": RuntimeError("a fault of ours"),
}


@login_not_required
def _raise(request: HttpRequest, which: str) -> HttpResponse:
    raise ERRORS[which]


urlpatterns = [path("raise/<str:which>/", _raise), path("ui/", include("heli.ui.urls"))]
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__, NAVIGATION=[], LOGIN_URL="/sign-in/"):
        yield


@pytest.mark.parametrize("which", ["not_allowed", "not_found", "wrong_state", "invalid"])
def test_a_page_says_what_happened_with_the_status_of_the_error(client: Client, which: str) -> None:
    error = ERRORS[which]
    assert isinstance(error, DomainError)
    response = client.get(f"/raise/{which}/")
    page = response.content.decode()
    assert response.status_code == error.status
    assert error.message in page
    assert error.code in page
    assert "回到首页" in page
    assert page.count("<h1>") == 1


def test_an_invalid_form_names_the_fields(client: Client) -> None:
    assert "至少 10 人" in client.get("/raise/invalid/").content.decode()


def test_htmx_gets_a_message_for_the_place_of_messages(client: Client) -> None:
    response = client.post("/raise/invalid/", headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert response["HX-Retarget"] == "#messages"
    assert response["HX-Reswap"].startswith("innerHTML")
    said = response.content.decode()
    assert "没有超过半数。" in said
    assert 'role="alert"' in said
    assert "<html" not in said


def test_a_boosted_form_keeps_its_entries_but_a_boosted_link_gets_the_page(client: Client) -> None:
    boosted = {"HX-Request": "true", "HX-Boosted": "true"}
    assert client.post("/raise/invalid/", headers=boosted)["HX-Push-Url"] == "false"
    assert "<html" in client.get("/raise/invalid/", headers=boosted).content.decode()


def test_restored_history_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/raise/not_found/", headers=headers).content.decode()


def test_a_program_gets_json(client: Client) -> None:
    response = client.get("/raise/invalid/", headers={"Accept": "application/json"})
    assert response.status_code == 422
    assert response.json() == {
        "code": "no-quorum",
        "message": "没有超过半数。",
        "fields": {"present": "至少 10 人"},
    }


def test_a_browser_that_also_takes_json_gets_the_page(client: Client) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert "<html" in client.get("/raise/invalid/", headers={"Accept": accept}).content.decode()


def test_unexpected_errors_are_not_caught(client: Client) -> None:
    with pytest.raises(RuntimeError, match="a fault of ours"):
        client.get("/raise/broken/")


def test_a_broken_page_is_told_without_its_reason() -> None:
    response = Client(raise_request_exception=False).get("/raise/broken/")
    assert response.status_code == 500
    assert "系统出错" in response.content.decode()
    assert "a fault of ours" not in response.content.decode()
    as_json = Client(raise_request_exception=False).get(
        "/raise/broken/", headers={"Accept": "application/json"}
    )
    assert as_json.json()["code"] == "broken"


def test_an_address_without_a_page_is_told_in_chinese(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "没有找到" in response.content.decode()
    assert client.get("/nowhere/", headers={"HX-Request": "true"})["HX-Retarget"] == "#messages"


def test_djangos_own_refusal_is_told_in_chinese(client: Client) -> None:
    response = client.get("/raise/denied/")
    assert response.status_code == 403
    assert "您没有进行这项操作的权限" in response.content.decode()


def test_a_stale_form_is_told_in_chinese() -> None:
    with override_settings(CSRF_FAILURE_VIEW="heli.ui.views.csrf_failure"):
        response = Client(enforce_csrf_checks=True).post("/ui/larger/")
    assert response.status_code == 403
    assert "本次提交没有保存" in response.content.decode()


@pytest.mark.parametrize(
    ("referer", "way"),
    [
        ("http://testserver/orgs/?page=2", "/orgs/?page=2"),
        ("http://testserver/duties/7/", ""),
        ("http://elsewhere.example/orgs/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_the_way_back_leads_to_our_own_pages_only(referer: str, way: str) -> None:
    request = RequestFactory().get("/duties/7/", headers={"Referer": referer})
    assert refusals.way_back(request) == way


def test_a_form_leads_back_to_itself() -> None:
    request = RequestFactory().post("/duties/7/", headers={"Referer": "http://testserver/duties/7/"})
    assert refusals.way_back(request) == "/duties/7/"
