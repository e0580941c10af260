"""先锋指数 on screen: a secretary marks, a member reads his own, nobody else sees a word (R14-10)."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.kernel.action import SYSTEM
from heli.reviews import actions, queries
from heli.reviews.models import Evaluation, PioneerList, PioneerMark, Review
from heli.reviews.rules import pioneer
from tests.people import NOW, City, People, Person
from tests.reviews.reviewed import (
    EVERY_ITEM,
    chosen,
    confirmed,
    counted,
    discussed,
    full,
    grades,
    marked,
    met,
)

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
FACT = "参加防汛值守四天"


def _named(held: Review, name: str) -> Evaluation:
    one: Evaluation = held.evaluations.get(member__name=name)
    return one


def _with_a_fact(city: City) -> Review:
    """Confirmed and closed; 吴晓溪 and 何宣宁 have a fact each."""
    held = marked(city.first_branch)
    for name, fact in (("吴晓溪", FACT), ("何宣宁", "材料整理没有完成")):
        code = "urgent" if name == "吴晓溪" else "tasks_undone"
        marks = full(**{code: pioneer.Marked(3, fact)})
        actions.mark_member(review=held, evaluation=_named(held, name).pk, marks=marks, by=SYSTEM, at=NOW)
    held = counted(city.first_branch, held=held)
    actions.decide(review=held, meeting=met(city.first_branch), grades=grades(held), by=SYSTEM, at=NOW)
    actions.confirm_pioneer(review=held, by=SYSTEM, at=NOW)
    return actions.close_review(review=held, by=SYSTEM, at=NOW)


def test_a_secretary_chooses_marks_and_confirms(city: City, people: People, client_of: Browsing) -> None:
    held, browser = discussed(city.first_branch), client_of(people.secretary)
    url = f"/reviews/{held.pk}/"
    assert "使用先锋指数" in browser.get(url).content.decode()
    form = browser.get(f"{url}pioneer/items/").content.decode()
    assert "（示例）" in form
    sent = {f"use-{code}": "on" for code in EVERY_ITEM}
    sent |= {f"points-{code}": str(most) for code, most in EVERY_ITEM.items() if most}
    wrong = browser.post(f"{url}pioneer/items/", sent | {"points-dues": "9"})
    assert wrong.status_code == 422
    assert "基本各项合计应为 60 分，现在是 59 分" in wrong.content.decode()
    assert browser.post(f"{url}pioneer/items/", sent).status_code == 302
    assert "调整条目和分值" in browser.get(f"{url}pioneer/").content.decode()
    first, second = queries.evaluations(held)[:2]
    assert 'value="10"' in browser.get(f"{url}pioneer/{first.pk}/").content.decode()
    marks = {f"points-{code}": str(mark.points) for code, mark in full().items()}
    bare = browser.post(f"{url}pioneer/{first.pk}/", marks | {"points-urgent": "3"})
    assert bare.status_code == 422
    assert "“承担急难险重任务并完成”请写明事实或文件" in bare.content.decode()
    told = browser.post(
        f"{url}pioneer/{first.pk}/", marks | {"points-urgent": "3", "reason-urgent": FACT, "next": "1"}
    )
    assert told.headers["Location"] == f"{url}pioneer/{second.pk}/"
    for one in queries.evaluations(held)[1:]:
        last = browser.post(f"{url}pioneer/{one.pk}/", marks | {"next": "1"})
    assert last.headers["Location"] == f"{url}pioneer/"
    assert "请先登记评定的等次" in browser.get(f"{url}pioneer/").content.decode()
    assert browser.post(f"{url}pioneer/confirm/").status_code == 409
    counted(city.first_branch, held=held)
    actions.decide(review=held, meeting=met(city.first_branch), grades=grades(held), by=SYSTEM, at=NOW)
    assert "确认先锋指数" in browser.get(url).content.decode()
    assert "已确认先锋指数" in browser.post(f"{url}pioneer/confirm/", follow=True).content.decode()
    frozen = browser.get(f"{url}pioneer/{first.pk}/").content.decode()
    assert "63 分（基本 60，加分 3，扣分 0）" in frozen
    assert FACT in frozen
    assert "points-dues" not in frozen
    assert browser.post(f"{url}pioneer/{first.pk}/", marks).status_code == 409


def test_what_is_marked_by_clearing_wants_a_number_of_a_document(
    city: City, people: People, client_of: Browsing
) -> None:
    """R12-02: a pointer, nothing of a case."""
    held, browser = chosen(city.first_branch), client_of(people.secretary)
    one = queries.evaluations(held)[0]
    url = f"/reviews/{held.pk}/pioneer/{one.pk}/"
    sent = {f"points-{code}": str(mark.points) for code, mark in full().items()}
    refused = browser.post(url, sent | {"reason-disciplined": "收受礼金被处分"})
    assert refused.status_code == 422
    assert "不写案情和处理经过" in refused.content.decode()
    assert not PioneerMark.objects.exists()
    assert browser.post(url, sent | {"reason-disciplined": "青直纪〔2025〕3号"}).status_code == 302
    assert one.pioneer_marks.get(item__code="disciplined").points == 0


def test_a_branch_gives_it_up_with_all_marks(city: City, people: People, client_of: Browsing) -> None:
    held, browser = marked(city.first_branch), client_of(people.secretary)
    told = browser.post(f"/reviews/{held.pk}/pioneer/drop/", follow=True).content.decode()
    assert "已停用先锋指数，条目和评分全部删除" in told
    assert not PioneerList.objects.exists()
    assert "没有使用先锋指数" in browser.get(f"/reviews/{held.pk}/pioneer/").content.decode()


def test_a_member_reads_his_own_once_it_is_confirmed_and_no_other(
    city: City, people: People, client_of: Browsing
) -> None:
    held, browser = marked(city.first_branch), client_of(people.member)
    assert "我的先锋指数" not in browser.get("/reviews/mine/").content.decode()
    held = counted(city.first_branch, held=held)
    one = _named(held, "吴晓溪")
    marks = full(urgent=pioneer.Marked(3, FACT))
    actions.mark_member(review=held, evaluation=one.pk, marks=marks, by=SYSTEM, at=NOW)
    actions.decide(review=held, meeting=met(city.first_branch), grades=grades(held), by=SYSTEM, at=NOW)
    assert FACT not in browser.get("/reviews/mine/").content.decode()
    actions.confirm_pioneer(review=held, by=SYSTEM, at=NOW)
    page = browser.get("/reviews/mine/").content.decode()
    for words in ("63 分（基本 60，加分 3，扣分 0）", FACT, "参加主题党日", "民主评议党员大会"):
        assert words in page
    assert FACT in client_of(people.secretary).get(f"/reviews/{held.pk}/pioneer/{one.pk}/").content.decode()
    assert FACT not in client_of(people.secretary).get("/reviews/mine/").content.decode()
    assert "查看自己的各项评分和理由" in browser.get("/members/mine/").content.decode()
    for address in ("pioneer/", f"pioneer/{one.pk}/"):
        assert browser.get(f"/reviews/{held.pk}/{address}").status_code == 403


def test_nobody_outside_the_committee_sees_a_word_of_it(
    city: City, people: People, client_of: Browsing
) -> None:
    """The Party committee, the 工委, the 党组, other members and branches, the administrators, a stranger."""
    held = _with_a_fact(city)
    one = _named(held, "何宣宁")
    url = f"/reviews/{held.pk}/"
    committee = {people.secretary.account.pk, people.committee_member.account.pk}
    for who in people:
        if who.account.pk in committee:
            continue
        browser = client_of(who)
        for address in ("pioneer/", "pioneer/items/", f"pioneer/{one.pk}/"):
            answer = browser.get(f"{url}{address}")
            assert answer.status_code in (403, 404), (who.account.username, address)
            _says_nothing(answer.content.decode())
        for address in ("pioneer/confirm/", "pioneer/drop/", "pioneer/items/", f"pioneer/{one.pk}/"):
            assert browser.post(f"{url}{address}").status_code in (403, 404)
        for address in (url, "/reviews/", "/reviews/?year=2026", "/", f"/members/{city.first_branch.pk}/"):
            _says_nothing(browser.get(address, follow=True).content.decode())


def _says_nothing(page: str) -> None:
    for words in ("材料整理没有完成", FACT, "查看先锋指数", "我的先锋指数", "加分", "扣分"):
        assert words not in page


def test_an_officer_of_another_branch_finds_no_review_there(
    city: City, people: People, client_of: Browsing
) -> None:
    held = confirmed(city.first_branch)
    for address in ("", "pioneer/", f"pioneer/{queries.evaluations(held)[0].pk}/"):
        assert client_of(people.other_secretary).get(f"/reviews/{held.pk}/{address}").status_code == 404


def test_no_export_and_no_program_has_it(city: City, people: People, client_of: Browsing) -> None:
    _with_a_fact(city)
    book = load_workbook(BytesIO(client_of(people.deputy).get("/reviews/export/?year=2026").content))
    cells = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
    _says_nothing(cells)
    assert "先锋" not in cells
    described = json.dumps(Client().get("/api/openapi.json").json(), ensure_ascii=False)
    assert "先锋指数" not in described
    assert "pioneer" not in described.casefold()


def test_the_pages_take_the_same_few_queries_whatever_the_members(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    held = _with_a_fact(city)
    one = _named(held, "吴晓溪")
    for who, url, most in (
        (people.secretary, f"/reviews/{held.pk}/", 20),
        (people.secretary, f"/reviews/{held.pk}/pioneer/", 14),
        (people.secretary, f"/reviews/{held.pk}/pioneer/{one.pk}/", 18),
        (people.member, "/reviews/mine/", 12),
    ):
        browser = client_of(who)
        browser.get(url)
        with django_assert_max_num_queries(most):
            assert browser.get(url).status_code == 200
