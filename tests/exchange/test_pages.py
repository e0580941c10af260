"""The pages: who sees which, forms that say what is wrong, files, and a whole gathering by its buttons."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from heli.exchange import actions
from heli.exchange.catalogue import State
from heli.exchange.models import Comment, Exhibit, Gathering, Objection, Problem, Promise
from heli.sheets.reading import open_workbook
from tests.exchange.held import (
    PROBLEMS,
    RESULTS,
    comparing,
    exhibit,
    judging,
    later,
    participants,
    published,
    showing,
    shown,
)
from tests.people import NOW, City, People, Person

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


def url(name: str, *args: int) -> str:
    return reverse(f"exchange:{name}", args=args)


def page(client: Client, name: str, *args: int, query: str = "") -> str:
    answer = client.get(url(name, *args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_who_takes_part_sees_it_and_others_do_not(city: City, people: People, client_of: ClientOf) -> None:
    made = showing(city, people)
    for somebody in (people.staff, people.lead_secretary, people.deputy):
        assert made.title in page(client_of(somebody), "gatherings")
    outside = client_of(people.other_secretary)
    assert "没有您参加的晒比评" in page(outside, "gatherings")
    assert outside.get(url("gathering", made.pk)).status_code == 404
    assert client_of(people.stranger).get(url("gatherings")).status_code == 403


def test_the_office_arranges_invites_and_opens_by_its_pages(
    city: City, people: People, client_of: ClientOf
) -> None:
    office = client_of(people.staff)
    words = {
        "title": "上半年晒比评", "kind": "midyear", "period": "2026H1", "as_of": "2026-06-30",
        "held_on": "2026-06-30", "due_on": "2026-07-02", "place": "", "answerer": people.staff.post.pk,
    }  # fmt: skip
    wrong = office.post(url("new"), words)
    assert wrong.status_code == 422
    assert "晚于开会日期" in wrong.content.decode()
    office.post(url("new"), words | {"due_on": "2026-06-30"})
    made = Gathering.objects.get()
    assert "请至少选择一类" in office.post(url("invite", made.pk), {}).content.decode()
    office.post(url("invite", made.pk), {"kinds": ["party_group"], "organisations": [city.publicity_body.pk]})
    assert Exhibit.objects.count() == 3
    first, second, _ = Exhibit.objects.order_by("pk")
    twice = {f"order-{first.pk}": "1", f"order-{second.pk}": "1"}
    assert "填了两次" in office.post(url("speakers", made.pk), twice).content.decode()
    office.post(url("speakers", made.pk), {f"order-{second.pk}": "1"})
    office.post(url("move_on", made.pk))
    made.refresh_from_db()
    assert made.state == State.SHOWING
    shown_page = page(office, "gathering", made.pk)
    assert "第 1 个" in shown_page
    assert "还有 3 个单位没有报送" in shown_page


def test_the_form_fills_in_the_figures_and_asks_for_both_sides(
    worked: City, people: People, client_of: ClientOf
) -> None:
    made = showing(worked, people)
    pk = exhibit(made, worked.water_group).pk
    assert client_of(people.lead_secretary).get(url("hand_in", pk)).status_code == 403
    own = exhibit(made, worked.education_group).pk
    client = client_of(people.lead_secretary)
    text = page(client, "hand_in", own)
    assert "已填好的数字" in text
    assert "100.00" in text
    wrong = client.post(url("hand_in", own), {"results": RESULTS, "shortcomings": ""})
    assert (wrong.status_code, "只讲成绩的材料不能报送" in wrong.content.decode()) == (422, True)
    client.post(url("hand_in", own), {"results": RESULTS, "shortcomings": PROBLEMS})
    text = page(client, "exhibit", own)
    assert "个别党支部会议记录过于简单" in text
    assert f"/scores/{worked.education_group.pk}/" in text


def test_undone_duties_are_offered_as_problems_to_begin_with(
    worked: City, people: People, client_of: ClientOf
) -> None:
    made = showing(worked, people)
    one = exhibit(made, worked.education_committee)
    assert "<textarea" in page(client_of(people.deputy), "hand_in", one.pk)


def test_problems_are_pasted_with_a_preview_and_handed_on(
    city: City, people: People, client_of: ClientOf
) -> None:
    made, office = showing(city, people), client_of(people.staff)
    text = f"{city.water_group.short_name}｜作风建设｜到直属单位调研不够深入\n财政局｜｜没有参加的单位的问题"
    preview = office.post(url("paste", made.pk), {"text": text}).content.decode()
    assert "可录入 1 条，有问题 1 条不录入" in preview
    assert "不是参加单位" in preview
    assert not Problem.objects.exists()
    office.post(url("paste", made.pk), {"text": text, "lines": "1"})
    one = Problem.objects.get()
    listed = page(office, "problems", query=f"?gathering={made.pk}&category=conduct")
    assert one.text in listed
    assert one.text not in page(office, "problems", query="?category=thought")
    form = page(office, "promise", one.exhibit_id, query=f"?problem={one.pk}")
    assert f"整改：{one.text}" in form
    office.post(
        url("promise", one.exhibit_id),
        {
            "text": "走访一遍",
            "measure": "年底前走遍",
            "due_on": "2026-12-01",
            "problem": one.pk,
            "record_kind": "",
        },
    )
    assert Promise.objects.get().problem == one
    assert one.text not in page(office, "problems", query="?waiting=on")
    office.post(url("classify", one.pk), {"category": "roles"})
    one.refresh_from_db()
    assert one.category == "roles"


def test_what_is_compared_is_seen_from_its_act_on(worked: City, people: People, client_of: ClientOf) -> None:
    made = showing(worked, people)
    shown(made, worked.education_group)
    body = client_of(people.lead_secretary)
    assert body.get(url("compare", made.pk)).status_code == 409
    assert "市教育局党组" in page(client_of(people.staff), "compare", made.pk)
    other = comparing(worked, people, title="另一次")
    for name in ("compare", "layers", "gaps"):
        page(body, name, other.pk)
    assert "本组织" in page(body, "compare", other.pk)
    assert "低于中位" in page(client_of(people.staff), "gaps", other.pk, query="?behind=on")


def test_leaders_comment_and_units_mark(city: City, people: People, client_of: ClientOf) -> None:
    made, office = judging(city, people), client_of(people.staff)
    body = client_of(people.lead_secretary)
    own = exhibit(made, city.education_group)
    words = {"organisation": city.education_group.pk, "said_by": "顾明德", "text": "值得学习。"}
    wrong = body.post(url("comment", made.pk), words | {"exhibit": own.pk})
    assert "不能点评本组织" in wrong.content.decode()
    body.post(url("comment", made.pk), words | {"exhibit": exhibit(made, city.water_group).pk})
    assert Comment.objects.get().said_by == "顾明德"
    office.post(url("vote", made.pk), {"units": "4"})
    assert "□" in page(office, "ballot", made.pk)
    page(office, "count", made.pk)
    questions = Gathering.objects.get().poll.questions.order_by("place").prefetch_related("options")  # type: ignore[union-attr]
    counts = {
        f"q{one.pk}-{option.pk}": "4" if option.place == 1 else "0"
        for one in questions
        for option in one.options.all()
    }
    counted = {
        "issued": "4",
        "returned": "4",
        "valid": "4",
        "invalid": "0",
        "supervisor": "甲",
        "teller": "乙",
    }
    office.post(url("count", made.pk), counted | counts)
    assert "监票 甲，计票 乙" in page(office, "judge", made.pk)


def test_hands_are_entered_by_a_table(city: City, people: People, client_of: ClientOf) -> None:
    made, office = judging(city, people), client_of(people.staff)
    pks = [exhibit(made, one).pk for one in participants(city)[:2]]
    page(office, "hands", made.pk)
    over = {"present": "2", f"{pks[0]}-good": "3"}
    assert "多于到会单位" in office.post(url("hands", made.pk), over).content.decode()
    office.post(url("hands", made.pk), {"present": "4", f"{pks[0]}-good": "3", f"{pks[1]}-fair": "4"})
    assert "举手评议，到会 4 个单位" in page(office, "judge", made.pk)


def test_it_is_published_objected_to_answered_and_archived(
    worked: City, people: People, client_of: ClientOf
) -> None:
    made, office = judging(worked, people), client_of(people.staff)
    body = client_of(people.lead_secretary)
    page(office, "publish", made.pk)
    office.post(url("publish", made.pk), {"document_number": "青工委〔2026〕9号"})
    own = exhibit(made, worked.education_group)
    body.post(url("object", own.pk), {"about": "done", "claim": "漏记一次"})
    raised = Objection.objects.get()
    assert "待答复" in page(body, "objections", made.pk)
    assert body.get(url("answer", raised.pk)).status_code == 403
    refused = office.post(url("answer", raised.pk), {"upheld": "yes", "text": "属实"})
    assert refused.status_code == 422
    office.post(url("answer", raised.pk), {"upheld": "no", "text": "核对无误"})
    assert "○ 不成立" in page(body, "objections", made.pk)
    assert office.post(url("archive", made.pk)).status_code == 409


def test_promises_are_reported_handed_down_and_settled(
    city: City, people: People, client_of: ClientOf
) -> None:
    made, office = judging(city, people), client_of(people.staff)
    one = exhibit(made, city.education_group)
    held = actions.promise(
        exhibit=one, text="听取汇报", measure="两次", due_on=later(20), by=people.lead_secretary.actor, at=NOW
    )
    body = client_of(people.lead_secretary)
    assert "请选择一条履职记录" in body.post(url("report", held.pk), {"text": ""}).content.decode()
    body.post(url("report", held.pk), {"text": "已听取两次"})
    assert "听取汇报" in page(office, "hand_down", made.pk)
    office.post(url("hand_down", made.pk), {"promises": [held.pk]})
    held.refresh_from_db()
    assert held.requirement is not None
    page(office, "settle", held.pk)
    office.post(url("settle", held.pk), {"outcome": "partly", "why": "只听取一次"})
    listed = page(office, "promises", query=f"?state=partly&gathering={made.pk}")
    assert "只听取一次" in listed
    assert "没有这样的承诺" in page(office, "promises", query="?state=broken")


def test_word_pdf_and_excel_hold_what_was_published(
    worked: City, people: People, client_of: ClientOf
) -> None:
    made, office = published(worked, people), client_of(people.staff)
    word = office.post(url("word", made.pk))
    with ZipFile(BytesIO(b"".join(word.streaming_content))) as file:  # type: ignore[attr-defined]
        text = file.read("word/document.xml").decode()
    assert "晒比评" in text
    assert "市水利局党组" in text
    pdf = office.post(url("pdf", made.pk))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    sheet = office.get(url("export", made.pk))
    book = open_workbook("晒比评.xlsx", sheet.content)
    assert [one.name for one in book.sheets] == ["比", "问题", "承诺"]


@pytest.mark.parametrize("place", ["", "1", "2", "99", "x"])
def test_the_hall_turns_by_links_alone(place: str, city: City, people: People, client_of: ClientOf) -> None:
    made = comparing(city, people)
    text = page(client_of(people.lead_secretary), "hall", made.pk, query=f"?page={place}")
    assert "data-hall" in text
    assert 'class="masthead"' not in text
    assert ('rel="next"' in text) == (place != "99")


def test_a_gathering_that_was_called_off_says_why(city: City, people: People, client_of: ClientOf) -> None:
    made, office = showing(city, people), client_of(people.staff)
    office.post(url("call_off", made.pk), {"reason": "与全会冲突"})
    assert "与全会冲突" in page(client_of(people.deputy), "gathering", made.pk)


def test_taking_part_is_recorded_by_a_button(city: City, people: People, client_of: ClientOf) -> None:
    made = showing(city, people)
    (one,) = shown(made, city.education_committee)
    deputy = client_of(people.deputy)
    assert "记入履职情况交流" in page(deputy, "exhibit", one.pk)
    deputy.post(url("record", one.pk))
    assert "记入履职情况交流" not in page(deputy, "exhibit", one.pk)


def test_an_invitation_is_taken_back_by_a_button(city: City, people: People, client_of: ClientOf) -> None:
    made = showing(city, people)
    client_of(people.staff).post(url("withdraw", exhibit(made, city.publicity_body).pk))
    assert Exhibit.objects.filter(gathering=made).count() == 3


def test_lists_ask_no_more_queries_for_more_rows(
    city: City, people: People, client_of: ClientOf, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    made, office = comparing(city, people), client_of(people.staff)
    for number in range(30):
        showing(city, people, title=f"第{number}次")
    for name, args, most in (("gatherings", (), 12), ("problems", (), 12), ("promises", (), 12),
                             ("gathering", (made.pk,), 16)):  # fmt: skip
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            page(office, name, *args)
