"""The gallery shows every component; the sample pages are what other pages are copied from."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from heli.ui.templatetags.ui import register
from tests import people as cast
from tests.architecture.test_house import ROOT

pytestmark = pytest.mark.django_db

PAGES = ["/ui/", "/ui/list/", "/ui/form/", "/ui/board/"]


@pytest.fixture
def reader(people: cast.People, client_of: Callable[[cast.Person], Client]) -> Client:
    return client_of(people.secretary)


def test_there_are_fifteen_components_and_all_of_them_are_shown_and_described() -> None:
    templates = ROOT / "heli/ui/templates/ui"
    shown = "".join(path.read_text(encoding="utf-8") for path in templates.rglob("*.html"))
    described = (ROOT / "docs/explanation/components.md").read_text(encoding="utf-8")
    names = {name for name in register.tags if not name.startswith("end")}
    assert len(names) == 15
    assert [name for name in names if not re.search(rf"{{% {name}\b", shown)] == []
    assert [name for name in names if f"### `{name}(" not in described] == []


@pytest.mark.parametrize("address", PAGES)
def test_a_sample_page_is_whole_and_says_that_it_is_one(reader: Client, address: str) -> None:
    response = reader.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1>") == 1
    assert "示例" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_needs_nothing_that_the_security_policy_refuses(reader: Client, address: str) -> None:
    response = reader.get(address)
    page = response.content.decode()
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)|javascript:", page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_to_heli_is_asked_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302


def test_the_list_turns_pages_and_sorts(reader: Client) -> None:
    assert "第 51–100 项，共 108 项" in reader.get("/ui/list/?page=2").content.decode()
    page = reader.get("/ui/list/?sort=-due").content.decode()
    assert 'aria-sort="descending"' in page
    dates = re.findall(r"\d{4}-\d\d-\d\d(?=</td>)", page)
    assert len(dates) == 50
    assert dates == sorted(dates, reverse=True)


def test_the_fragment_of_the_list_is_part_of_its_page(reader: Client) -> None:
    fragment = reader.get("/ui/list/?page=2", headers={"HX-Request": "true"}).content.decode().strip()
    assert fragment.startswith('<div id="list">')
    assert fragment in reader.get("/ui/list/?page=2").content.decode()


def test_the_form_shows_its_faults_then_says_what_was_fulfilled(reader: Client) -> None:
    faulty = reader.post("/ui/form/", {"held_on": "2026-06-30"}).content.decode()
    assert "有 2 处需要修改" in faulty
    assert "请选择会议类别" in faulty
    sent = {"kind": "党课", "held_on": "2026-06-30", "topic": "讨论", "present": ["1", "2", "3", "4", "5"]}
    assert "已记入" in reader.post("/ui/form/", sent, follow=True).content.decode()


def test_an_empty_form_shows_its_faults_too(reader: Client) -> None:
    assert "有 3 处需要修改" in reader.post("/ui/form/").content.decode()


def test_the_form_is_refused_without_a_quorum(reader: Client) -> None:
    sent = {"kind": "党课", "held_on": "2026-06-30", "topic": "讨论", "present": ["1", "2", "3", "4"]}
    response = reader.post("/ui/form/", sent)
    assert response.status_code == 422
    assert "没有超过半数" in response.content.decode()
    assert reader.get("/ui/refusal/").status_code == 422
