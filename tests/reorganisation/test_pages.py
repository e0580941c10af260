"""The pages: every kind by its form, preview, confirmation; events, undoing, who may and who may not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.orgs.catalogue import EventKind
from heli.orgs.models import Event, Organisation
from tests.people import City, People, Person, building
from tests.reorganisation.changes import done, merged, renamed

ClientOf = Callable[[Person], Client]
PAPER = {"happened_on": "2026-05-20", "document_number": "青直工委〔2026〕15号", "reason": "机构改革"}
FIELDS: dict[EventKind, dict[str, str]] = {
    EventKind.FOUNDED: {
        "name": "中共青岚市第一中学离退休支部委员会",
        "new_kind": "retired_branch",
        "unit": "青岚市第一中学",
        "parent": "市第一中学总支部委员会",
        "leader": "市教育局党组",
        "leading": "leads",
    },
    EventKind.RENAMED: {
        "organisation": "市教育局机关第二党支部",
        "new_name": "中共青岚市教育局机关综合支部委员会",
    },
    EventKind.RAISED: {"organisation": "市教育考试中心党支部", "new_kind": "general_branch"},
    EventKind.MOVED: {
        "organisation": "市教育考试中心党支部",
        "new_parent": "市水利局机关委员会",
        "new_leader": "市水利局党组",
    },
    EventKind.MERGED: {"organisation": "市教育局机关第二党支部", "successor": "市教育局机关第一党支部"},
    EventKind.SPLIT: {
        "organisation": "市第一中学高中部党支部",
        "new_names": "中共青岚市第一中学初中部支部委员会",
        "stays": "on",
        "assigning": "1",
        "listed": "杨景行 1\n罗以宁，1\n梁思齐 初中部",
    },
    EventKind.CLOSED: {"organisation": "市教育印务有限公司党支部", "successor": "市教育考试中心党支部"},
}


def address(kind: EventKind) -> str:
    return f"{reverse('reorganisation:new')}?kind={kind.value}"


@pytest.mark.parametrize("kind", FIELDS)
def test_every_kind_goes_from_form_to_preview_to_event(
    kind: EventKind, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    assert client.get(address(kind)).status_code == 200
    asked = {**PAPER, **FIELDS[kind]}
    preview = client.post(address(kind), {**asked, "step": "preview"})
    assert preview.context["preview"].refusals == [], preview.context["preview"].verdicts
    assert "将要办理" in preview.content.decode()
    assert not Event.objects.exists()
    answer = client.post(address(kind), {**asked, "step": "confirm", "why": "经工委批准"})
    event = Event.objects.get()
    assert answer.headers["Location"] == reverse("reorganisation:event", args=(event.pk,))
    assert event.kind == kind
    page = client.get(answer.headers["Location"])
    assert "已经办理" in page.content.decode()


def test_what_goes_against_a_general_rule_needs_a_written_reason(
    city: City, people: People, client_of: ClientOf
) -> None:
    with building():
        Organisation.objects.filter(pk=city.first_branch.pk).update(member_count=60, full_count=60)
    client, kind = client_of(people.staff), EventKind.MERGED
    asked = {**PAPER, **FIELDS[kind], "step": "confirm"}
    answer = client.post(address(kind), asked)
    assert [one.code for one in answer.context["warnings"]] == ["R01-02"]
    assert "请写明理由" in answer.content.decode()
    assert not Event.objects.exists()
    client.post(address(kind), {**asked, "why": "经工委批准"})
    assert Event.objects.count() == 1


BAD: list[tuple[EventKind, dict[str, str], str]] = [
    (
        EventKind.MOVED,
        {"organisation": "市第一中学总支部委员会", "new_parent": "市第一中学高中部党支部"},
        "之下",
    ),
    (
        EventKind.FOUNDED,
        {"name": "中共青岚市数据局党组", "new_kind": "party_group", "unit": "", "leading": "leads"},
        "没有所在单位",
    ),
    (EventKind.MERGED, {"organisation": "不存在的党支部", "successor": "市教育局机关第一党支部"}, "没有找到"),
    (EventKind.MERGED, {"organisation": "市教育局机关第二党支部"}, "两项填一项"),
    (EventKind.RENAMED, {"organisation": "支部", "new_name": "中共青岚市新支部委员会"}, "可能是"),
    (EventKind.RENAMED, {"organisation": "市教育局机关第二党支部"}, "请填写新名称"),
    (EventKind.CLOSED, {"organisation": "市教育印务有限公司党支部"}, "还没有去处"),
    (EventKind.CLOSED, {"organisation": "市教育局党组"}, "还领导"),
    (EventKind.RENAMED, {"happened_on": "2026-07-01", **FIELDS[EventKind.RENAMED]}, "晚于今天"),
    (EventKind.RENAMED, {"happened_on": "not a day", **FIELDS[EventKind.RENAMED]}, "填写日期"),
    (
        EventKind.SPLIT,
        {**FIELDS[EventKind.SPLIT], "listed": "杨景行 1\n路人甲 1"},
        "不在原党组织的名册里",
    ),
    (EventKind.SPLIT, {**FIELDS[EventKind.SPLIT], "listed": "杨景行 1"}, "不足 3 人"),
]


@pytest.mark.parametrize(("kind", "fields", "words"), BAD)
def test_bad_input_is_refused_with_the_way_out(
    kind: EventKind, fields: dict[str, str], words: str, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    for step in ("preview", "confirm"):
        answer = client.post(address(kind), {**PAPER, **fields, "step": step, "why": "经批准"})
        assert answer.status_code == 200
        assert words in answer.content.decode()
    assert not Event.objects.exists()


def test_an_organisation_is_filled_in(city: City, people: People, client_of: ClientOf) -> None:
    here = f"{address(EventKind.MERGED)}&organisation={city.press.pk}"
    assert city.press.name in client_of(people.staff).get(here).content.decode()
    choice = client_of(people.staff).get(f"{reverse('reorganisation:new')}?organisation={city.press.pk}")
    assert f"organisation={city.press.pk}" in choice.content.decode()


def test_an_event_is_undone_on_its_page(city: City, people: People, client_of: ClientOf) -> None:
    event, client = done(city, merged(city)), client_of(people.staff)
    here = reverse("reorganisation:undo", args=(event.pk,))
    assert client.get(here).status_code == 200
    asked = {**PAPER, "happened_on": "2026-06-20"}
    preview = client.post(here, {**asked, "step": "preview"})
    assert preview.context["told"].effects.members == 4
    client.post(here, {**asked, "step": "confirm", "why": "按批复"})
    undoing = Event.objects.get(undoes=event)
    page = client.get(reverse("reorganisation:event", args=(event.pk,))).content.decode()
    assert reverse("reorganisation:event", args=(undoing.pk,)) in page
    assert "已经撤回过了" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("?kind=merged", 1), ("?first=2026-05-21", 0), ("?last=2026-05-20", 2), ("?kind=x", 2)],
)
def test_the_list_is_narrowed(
    city: City, people: People, client_of: ClientOf, query: str, count: int
) -> None:
    done(city, merged(city))
    done(city, renamed_school(city))
    page = client_of(people.staff).get(reverse("reorganisation:events") + query)
    assert page.context["page"].paginator.count == count


def renamed_school(city: City) -> Any:
    made = renamed(city)
    return type(made)(
        kind=made.kind,
        happened_on=made.happened_on,
        document_number=made.document_number,
        reason=made.reason,
        subjects=(city.school_branch.pk,),
        new_name="中共青岚市第一中学教学支部委员会",
    )


def test_the_list_is_narrowed_to_a_unit_and_an_organisation(
    city: City, people: People, client_of: ClientOf
) -> None:
    done(city, merged(city))
    client, here = client_of(people.staff), reverse("reorganisation:events")
    for query, count in (
        (f"?organ={city.first_branch.organ_id}", 1),
        (f"?organ={city.water_branch.organ_id}", 0),
        (f"?organisation={city.small_branch.pk}", 1),
        (f"?organisation={city.press.pk}", 0),
    ):
        assert client.get(here + query).context["page"].paginator.count == count, query


def test_an_empty_list_says_what_to_do(people: People, client_of: ClientOf) -> None:
    assert (
        "还没有办理过组织变动"
        in client_of(people.staff).get(reverse("reorganisation:events")).content.decode()
    )


def test_who_may_not_change_sees_and_cannot_do(city: City, people: People, client_of: ClientOf) -> None:
    event = done(city, merged(city))
    client = client_of(people.secretary)
    assert "办理组织变动" not in client.get(reverse("reorganisation:events")).content.decode()
    assert client.get(reverse("reorganisation:event", args=(event.pk,))).status_code == 200
    other = client_of(people.other_secretary)
    assert other.get(reverse("reorganisation:event", args=(event.pk,))).status_code == 404
    for kind, fields in FIELDS.items():
        assert client.post(address(kind), {**PAPER, **fields, "step": "confirm"}).status_code == 403
    assert Event.objects.count() == 1


def test_a_stranger_sees_nothing(city: City, people: People, client_of: ClientOf) -> None:
    event, client = done(city, merged(city)), client_of(people.stranger)
    for name, args in (
        ("events", ()),
        ("new", ()),
        ("event", (event.pk,)),
        ("undo", (event.pk,)),
        ("batches", ()),
        ("template", ()),
        ("example", ()),
        ("checks", ()),
        ("export_checks", ()),
        ("check", ("members",)),
    ):
        assert client.get(reverse(f"reorganisation:{name}", args=args)).status_code == 403, name


def test_the_list_takes_the_same_queries_however_long(
    city: City, people: People, client_of: ClientOf, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    done(city, merged(city))
    done(city, renamed_school(city))
    client = client_of(people.staff)
    client.get(reverse("reorganisation:events"))
    with django_assert_max_num_queries(16):
        client.get(reverse("reorganisation:events"))


def test_a_preview_repeats_what_is_asked_and_says_whether_it_can_be_undone(
    city: City, people: People, client_of: ClientOf
) -> None:
    client, kind = client_of(people.staff), EventKind.MERGED
    page = client.post(address(kind), {**PAPER, **FIELDS[kind], "step": "preview"}).content.decode()
    for words in (*PAPER.values(), city.small_branch.name, city.first_branch.name):
        assert f"<dd>{words}</dd>" in page, words
    assert "可以撤回" in page
    event = done(city, merged(city))
    here = reverse("reorganisation:undo", args=(event.pk,))
    page = client.post(here, {**PAPER, "happened_on": "2026-06-20", "step": "preview"}).content.decode()
    assert "可以撤回" not in page
    assert "不能再撤回，需要时再办一次变动" in page
    assert "<dd>2026-06-20</dd>" in page


def test_the_numbers_of_an_event_open_to_linked_rows(city: City, people: People, client_of: ClientOf) -> None:
    event = done(city, merged(city))
    page = client_of(people.staff).get(reverse("reorganisation:event", args=(event.pk,))).content.decode()
    moved = city.first_branch.belongings.filter(event=event).values_list("member", flat=True)
    assert len(moved) == 4
    for pk in moved:
        assert reverse("members:person", args=(pk,)) in page
    assert reverse("orgs:organisation", args=(city.small_branch.pk,)) in page


@pytest.mark.parametrize(
    ("kind", "fields", "source"),
    [
        (*BAD[0][:2], "第十条"),
        (*BAD[1][:2], "《中国共产党党组工作条例》"),
        (*BAD[7][:2], "第四十八条"),
        (*BAD[8][:2], "第六条"),
    ],
)
def test_a_refusal_cites_what_it_follows_from(
    kind: EventKind, fields: dict[str, str], source: str, people: People, client_of: ClientOf
) -> None:
    answer = client_of(people.staff).post(address(kind), {**PAPER, **fields, "step": "preview"})
    assert [source in one.source for one in answer.context["preview"].refusals] == [True]
    assert answer.context["preview"].refusals[0].source in answer.content.decode()
