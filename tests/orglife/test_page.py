"""The page 记录会议: what it shows, what it weighs, what it saves, whom it refuses."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from heli.accounts.catalogue import Permission
from heli.duties.models import Record
from heli.orglife.models import Attendance
from heli.orgs.models import Organisation
from tests.duties.planned import Planned
from tests.orglife.meetings import COMMITTEE, TEXT, away, hold, key_of
from tests.people import TODAY, City, People, Person, building

PAGE = "/meetings/new/"
ClientOf = Callable[[Person], Client]


def keys(branch: Organisation, *, but: tuple[str, ...] = (), among: list[str] | None = None) -> list[str]:
    """The roster's keys, without those of some names."""
    people = [one for one in branch.roster.order_by("pk") if among is None or one.name in among]
    return [f"m{one.pk}" for one in people if one.name not in but]


def filled(branch: Organisation, *, missing: dict[str, str] | None = None, **changed: Any) -> dict[str, Any]:
    """The form as a browser sends it: an assembly of the branch, all there but `away` (name → reason)."""
    missing = missing or {}
    among = changed.pop("among", None)
    return {
        "do": "save",
        "kind": "assembly",
        "happened_on": "2026-06-30",
        "topic": "讨论上半年工作",
        "chair": "林书远",
        "prefilled": "林书远",
        "recorder": "周组韬",
        "text": TEXT,
        "shown": " ".join(keys(branch, among=among)),
        "there": keys(branch, but=tuple(missing), among=among),
        **{f"reason-{key_of(branch, name)}": reason for name, reason in missing.items()},
        **changed,
    }


def text_of(response: Any) -> str:
    """The words of a page, without its markup, each run of blanks one space."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


@pytest.fixture
def secretary(people: People, client_of: ClientOf) -> Client:
    return client_of(people.secretary)


def test_it_opens_with_all_that_heli_knows(secretary: Client, city: City, planned: Planned) -> None:
    page = secretary.get(PAGE)
    form = page.context["form"]
    assert form.setting.organisation == city.first_branch
    assert form["happened_on"].value() == TODAY
    assert [tick.person.name for tick in form.ticks][:4] == COMMITTEE
    assert all(tick.there for tick in form.ticks)
    assert form["chair"].value() == "林书远"
    words = text_of(page)
    assert "来自任职名单" in words
    assert "应到 9 · 实到 9 · 可开会 ✓ 将记入 1 项" in words


def test_kinds_that_are_owed_stand_first_and_others_of_the_class_follow(
    secretary: Client, city: City, planned: Planned
) -> None:
    offers = secretary.get(PAGE).context["form"].setting.offers
    assert [offer.kind.id for offer in offers][:4] == ["assembly", "committee", "theme_day", "lecture"]
    assert {offer.due_on for offer in offers[:3]} == {date(2026, 6, 30)}
    assert "leading_meeting" not in {offer.kind.id for offer in offers}
    hold(city.first_branch, "theme_day", on=date(2026, 6, 5))
    again = secretary.get(PAGE).context["form"].setting.offers
    assert "theme_day" not in [offer.kind.id for offer in again if offer.due_on]


def test_a_branch_without_a_committee_is_not_offered_its_meeting(
    people: People, city: City, client_of: ClientOf
) -> None:
    with building():
        post = city.small_branch.posts.get()
        post.account = people.stranger.account
        post.save()
    offers = client_of(people.stranger).get(PAGE).context["form"].setting.offers
    assert "committee" not in {offer.kind.id for offer in offers}


@pytest.mark.parametrize(
    ("query", "kind", "day"),
    [
        ("?kind=lecture&day=2026-06-12", "lecture", date(2026, 6, 12)),
        ("?kind=tea_party&day=2026-06-12", None, date(2026, 6, 12)),
        ("?day=gestern", None, TODAY),
        ("?day=2026-02-31", None, TODAY),
        ("?day=0001-01-01", None, date(1, 1, 1)),
        ("?do=save&kind=assembly", "assembly", TODAY),
    ],
)
def test_an_address_may_choose_kind_and_day(
    secretary: Client, city: City, query: str, kind: str | None, day: date
) -> None:
    page = secretary.get(PAGE + query)
    setting = page.context["form"].setting
    assert page.status_code == 200
    assert (setting.kind.id, setting.on) == (kind or setting.offers[0].kind.id, day)
    assert not Record.objects.exists()


def test_saving_says_what_it_fulfilled_and_what_is_still_owed(
    secretary: Client, city: City, planned: Planned
) -> None:
    hold(city.small_branch, "theme_day", on=date(2026, 1, 9), chair="陈望舒")
    page = secretary.post(PAGE, filled(city.first_branch, missing={"孙明岚": "duty"}), follow=True)
    made = Record.objects.get(organisation=city.first_branch)
    assert page.redirect_chain == [(f"/meetings/{made.pk}/saved/", 302)]
    assert (made.due, made.present, made.entered_by) == (9, 8, "林书远")
    assert Attendance.objects.get(member__name="孙明岚", record=made).absence == "duty"
    words = text_of(page)
    assert "已记入：召开支部党员大会（二季度）。" in words
    assert "还差：开展主题党日活动（1月）" in words
    assert f"day={TODAY}" in page.content.decode()
    assert "缺席 孙明岚（公务）" in words


def test_a_record_that_answers_nothing_new_says_so(secretary: Client, city: City, planned: Planned) -> None:
    hold(city.first_branch, on=date(2026, 4, 8))
    page = secretary.post(PAGE, filled(city.first_branch), follow=True)
    assert "召开支部党员大会（二季度）此前已经完成" in text_of(page)
    page = secretary.post(PAGE, filled(city.first_branch, kind="group", chair="周组韬"), follow=True)
    assert "没有对应的应办事项" in text_of(page)


def test_without_scripts_a_check_weighs_and_saves_nothing(
    secretary: Client, city: City, planned: Planned
) -> None:
    sent = filled(city.first_branch, missing={"孙明岚": "", "冯小满": "leave"}, do="check", topic="")
    page = secretary.post(PAGE, sent)
    assert page.status_code == 200
    assert "应到 9 · 实到 7 · 可开会 ✓ 将记入 1 项" in text_of(page)
    gone = {tick.person.name for tick in page.context["form"].ticks if not tick.there}
    assert gone == {"孙明岚", "冯小满"}
    assert 'id="form-errors"' not in page.content.decode()
    assert not Record.objects.exists()


def test_htmx_gets_the_parts_that_the_page_is_made_of(
    secretary: Client, city: City, planned: Planned
) -> None:
    sent = filled(city.first_branch, missing={"孙明岚": "leave"}, do="check")
    whole = secretary.post(PAGE, sent).content.decode()
    for target in ("standing", "particulars"):
        part = secretary.post(PAGE, sent, headers={"HX-Request": "true", "HX-Target": target})
        assert "<html" not in part.content.decode()
        lines = [line.strip() for line in part.content.decode().splitlines() if line.strip()]
        swapped = [line for line in lines if "hx-swap-oob" not in line and line != "</div>"]
        assert all(line in whole for line in swapped), target


def test_another_kind_brings_its_own_roster_and_keeps_what_was_typed(secretary: Client, city: City) -> None:
    sent = filled(
        city.first_branch, missing={"何宣宁": "leave", "孙明岚": "duty"}, do="check", kind="committee"
    )
    form = secretary.post(PAGE, sent).context["form"]
    assert {tick.person.name: tick.there for tick in form.ticks} == {
        "林书远": True,
        "周组韬": True,
        "何宣宁": False,
        "郑纪安": True,
    }
    assert (form["topic"].value(), form["text"].value()) == ("讨论上半年工作", TEXT)


def test_only_a_group_meeting_lets_members_be_of_another_group(secretary: Client, city: City) -> None:
    group = filled(city.first_branch, kind="group", missing={"单立夏": "not_due", "孙明岚": "leave"})
    assembly = filled(city.first_branch, missing={"单立夏": "not_due"})
    refused = secretary.post(PAGE, assembly).context["form"]
    assert list(refused.errors) == [f"reason-{key_of(city.first_branch, '单立夏')}"]
    assert refused.weighing.turnout.present == 9
    assert not Record.objects.exists()
    assert secretary.post(PAGE, group).status_code == 302
    made = Record.objects.get()
    assert (made.due, made.present) == (8, 7)


def test_who_is_away_stays_away_through_another_kind_of_meeting(secretary: Client, city: City) -> None:
    sent = filled(city.first_branch, missing={"孙明岚": "duty"}, do="check", kind="committee")
    form = secretary.post(PAGE, sent).context["form"]
    key = key_of(city.first_branch, "孙明岚")
    assert form.carried == [(key, "duty")]
    back = filled(city.first_branch, do="check", among=COMMITTEE, gone=[key], **{f"reason-{key}": "duty"})
    form = secretary.post(PAGE, back).context["form"]
    assert [tick.person.name for tick in form.ticks if not tick.there] == ["孙明岚"]
    assert form[f"reason-{key}"].value() == "duty"
    assert form.carried == []


def test_a_chair_filled_in_follows_the_kind_and_a_typed_one_stays(secretary: Client, city: City) -> None:
    lecture = filled(city.first_branch, do="check", kind="lecture")
    assert secretary.post(PAGE, lecture).context["form"]["chair"].value() == ""
    typed = filled(city.first_branch, do="check", kind="lecture", chair="周组韬")
    assert secretary.post(PAGE, typed).context["form"]["chair"].value() == "周组韬"


def test_an_outline_is_added_and_never_forced(secretary: Client, city: City) -> None:
    form = secretary.post(PAGE, filled(city.first_branch, do="outline")).context["form"]
    assert form["text"].value().startswith(TEXT)
    assert "表决情况" in form["text"].value()
    assert not Record.objects.exists()


def test_a_quorum_not_met_stops_the_saving_with_its_article_and_keeps_the_entries(
    secretary: Client, city: City
) -> None:
    gone = dict.fromkeys(("周组韬", "何宣宁", "郑纪安", "孙明岚", "吴晓溪"), "leave")
    page = secretary.post(PAGE, filled(city.first_branch, missing=gone))
    words = text_of(page)
    assert page.status_code == 200
    assert "不足应到 8 人的半数，不能开会" in words
    assert "R01-12" in words
    assert "改期召开" in words
    assert page.context["form"]["topic"].value() == "讨论上半年工作"
    assert re.search(r'<button[^>]*value="save"[^>]*disabled', page.content.decode())
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"topic": " "}, "topic", "请填写主题"),
        ({"topic": "长" * 201}, "topic", "最多 200 个字"),
        ({"chair": ""}, "chair", "请填写主持人"),
        ({"chair": "曾庆禾"}, "chair", "R01-15"),
        ({"happened_on": "2026-07-01"}, "happened_on", "还没有到"),
        ({"happened_on": "2022-07-01"}, "happened_on", "才批准成立"),
        ({"happened_on": "1990-07-01"}, "happened_on", "请核对日期"),
        ({"happened_on": ""}, "happened_on", "请填写日期"),
        ({"happened_on": "06/30"}, "happened_on", "2026-06-30"),
        ({"kind": "leading_meeting"}, "kind", "leading_meeting"),
        ({"kind": ""}, "kind", "请选择类型"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    secretary: Client, city: City, changed: dict[str, str], field: str, said: str
) -> None:
    page = secretary.post(PAGE, filled(city.first_branch, **changed))
    assert page.status_code == 200
    assert said in " ".join(page.context["form"].errors[field])
    assert 'id="form-errors"' in page.content.decode()
    assert not Record.objects.exists()


def test_an_absence_asks_for_its_reason(secretary: Client, city: City) -> None:
    page = secretary.post(PAGE, filled(city.first_branch, missing={"孙明岚": ""}))
    key = key_of(city.first_branch, "孙明岚")
    assert page.context["form"].errors == {f"reason-{key}": ["请选择缺席原因。"]}
    assert f'href="#id_reason-{key}"' in page.content.decode()


def test_a_roster_that_changed_meanwhile_is_looked_at_again(secretary: Client, city: City) -> None:
    sent = filled(city.first_branch)
    with building():
        newcomer = city.small_branch.roster.get(name="许知秋")
        newcomer.organisation = city.first_branch
        newcomer.save()
    page = secretary.post(PAGE, sent)
    assert page.status_code == 200
    assert "应到名单已" in text_of(page)
    assert not Record.objects.exists()
    assert secretary.post(PAGE, filled(city.first_branch)).status_code == 302


def test_changing_the_kind_without_scripts_shows_its_roster_before_saving(
    secretary: Client, city: City
) -> None:
    page = secretary.post(PAGE, filled(city.first_branch, kind="committee"))
    assert page.status_code == 200
    assert [tick.person.name for tick in page.context["form"].ticks] == COMMITTEE
    assert (
        secretary.post(PAGE, filled(city.first_branch, kind="committee", among=COMMITTEE)).status_code == 302
    )


def test_it_refuses_a_second_submission_and_opens_the_first(secretary: Client, city: City) -> None:
    assert secretary.post(PAGE, filled(city.first_branch)).status_code == 302
    page = secretary.post(PAGE, filled(city.first_branch))
    made = Record.objects.get()
    assert page.status_code == 200
    assert "已经记录过了" in text_of(page)
    assert f"/meetings/{made.pk}/saved/" in page.content.decode()


def test_a_part_of_a_theme_day_has_its_own_roster_and_belongs_to_it(
    secretary: Client, city: City, planned: Planned
) -> None:
    whole = hold(city.first_branch, "theme_day", topic="七一主题党日")
    page = secretary.get(f"{PAGE}?day={TODAY}")
    assert page.context["form"]["part"].value() is True
    assert "是当天主题党日“七一主题党日”的一部分" in text_of(page)
    committee = filled(city.first_branch, kind="committee", among=COMMITTEE, part="on")
    secretary.post(PAGE, committee)
    secretary.post(PAGE, filled(city.first_branch, topic="另开的党员大会"))
    assert [one.part_of for one in Record.objects.exclude(pk=whole.pk).order_by("pk")] == [whole, None]
    assert list(Record.objects.order_by("pk").values_list("due", flat=True)) == [9, 4, 9]


def test_a_leading_body_records_a_meeting_by_number(
    people: People, city: City, client_of: ClientOf, planned: Planned
) -> None:
    client = client_of(people.lead_secretary)
    page = client.get(f"{PAGE}?kind=governance_study")
    assert page.context["form"].setting.people == ()
    assert "请填写应到和实到人数" in text_of(page)
    sent = {
        "do": "save",
        "kind": "governance_study",
        "happened_on": "2026-06-30",
        "topic": "专题研究全面从严治党工作",
        "chair": "顾明德",
        "prefilled": "顾明德",
        "recorder": "",
        "text": TEXT,
        "shown": "",
        "due": "7",
        "present": "6",
    }
    wrong = client.post(PAGE, {**sent, "present": "8"})
    assert "多于应到" in text_of(wrong)
    many = client.post(PAGE, {**sent, "due": "7" * 5000})
    assert "due" in many.context["form"].errors
    missing = client.post(PAGE, {**sent, "present": ""})
    assert missing.context["form"].errors == {"present": ["请填写实到人数。"]}
    assert client.post(PAGE, sent).status_code == 302
    made = Record.objects.get()
    assert (made.organisation, made.due, made.present) == (city.education_group, 7, 6)
    again = client.get(f"{PAGE}?kind=governance_study").context["form"]
    assert again["due"].value() == "7"


def test_a_committee_of_an_organ_files_a_document(people: People, city: City, client_of: ClientOf) -> None:
    client = client_of(people.deputy)
    form = client.get(f"{PAGE}?kind=self_check").context["form"]
    assert "chair" not in form.fields
    sent = {
        "do": "save",
        "kind": "self_check",
        "happened_on": "2026-06-30",
        "topic": "2026年上半年自查报告",
        "recorder": "严守正",
        "text": "",
        "shown": "",
        "prefilled": "",
    }
    page = client.post(PAGE, sent, follow=True)
    made = Record.objects.get()
    assert (made.organisation, made.kind, made.due) == (city.education_committee, "self_check", None)
    assert "已保存" in text_of(page)


def test_a_late_entry_is_told_before_it_is_saved(secretary: Client, city: City) -> None:
    assert "将标为补录" not in text_of(secretary.get(f"{PAGE}?day=2026-06-23"))
    assert "将标为补录" in text_of(secretary.get(f"{PAGE}?day=2026-06-22"))


def test_the_recorder_of_last_time_is_filled_in(secretary: Client, city: City) -> None:
    hold(city.first_branch, on=date(2026, 4, 8), recorder="何宣宁")
    page = secretary.get(f"{PAGE}?kind=assembly")
    assert page.context["form"]["recorder"].value() == "何宣宁"
    assert "来自上次记录" in text_of(page)


def test_who_holds_posts_at_two_organisations_chooses(
    people: People, city: City, client_of: ClientOf
) -> None:
    with building():
        post = city.small_branch.posts.get()
        post.account = people.secretary.account
        post.save()
    client = client_of(people.secretary)
    page = client.get(f"{PAGE}?organisation={city.small_branch.pk}")
    assert page.context["form"].setting.organisation == city.small_branch
    assert [tab.active for tab in page.context["places"]] == [False, True]


def test_nobody_opens_or_sends_the_page_for_another_organisation(
    people: People, city: City, client_of: ClientOf
) -> None:
    address = f"{PAGE}?organisation={city.first_branch.pk}"
    for person in people:
        if person in (people.secretary, people.committee_member):
            continue
        client = client_of(person)
        assert client.get(address).status_code in (403, 404)
        assert client.post(address, filled(city.first_branch)).status_code in (403, 404)
        for odd in ("x1", "9" * 30, "²", "9" * 5000):
            assert client.get(f"{PAGE}?organisation={odd}").status_code in (403, 404)
    assert not Record.objects.exists()


def test_a_stranger_records_nothing_and_sees_no_record(
    people: People, city: City, client_of: ClientOf
) -> None:
    made = hold(city.first_branch)
    stranger = client_of(people.stranger)
    assert stranger.get(PAGE).status_code == 403
    assert stranger.post(PAGE, filled(city.first_branch)).status_code == 403
    assert stranger.get(f"/meetings/{made.pk}/saved/").status_code == 404
    assert stranger.get("/meetings/987654/saved/").status_code == 404
    assert Client().get(PAGE).status_code == 302
    assert Record.objects.count() == 1


def test_a_superior_reads_what_was_saved_and_is_offered_nothing_to_enter(
    people: People, city: City, client_of: ClientOf
) -> None:
    made = hold(city.first_branch)
    page = client_of(people.deputy).get(f"/meetings/{made.pk}/saved/")
    assert page.status_code == 200
    assert "接着记录" not in text_of(page)


def test_who_was_away_is_told_to_those_who_may_see_members(
    people: People, city: City, client_of: ClientOf
) -> None:
    made = hold(city.first_branch, absent=away(city.first_branch, "孙明岚"))
    for person, told in ((people.deputy, True), (people.member, False)):
        page = client_of(person).get(f"/meetings/{made.pk}/saved/")
        assert page.status_code == 200
        assert ("孙明岚" in text_of(page)) is told


def test_attendance_is_seen_with_its_organisation(people: People, city: City) -> None:
    hold(city.first_branch)
    hold(city.water_branch, chair="江治河")
    seen = Attendance.objects.visible_to(people.deputy.actor.scope(Permission.MEMBER_SEE))
    assert {one.record.organisation for one in seen.select_related("record__organisation")} == {
        city.first_branch
    }
    everything = people.staff.actor.scope(Permission.MEMBER_SEE)
    assert Attendance.objects.visible_to(everything).count() == Attendance.objects.count()


def test_the_page_asks_few_questions_of_the_database(
    secretary: Client, city: City, planned: Planned, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        secretary.get(PAGE)
    with django_assert_max_num_queries(21):
        headers = {"HX-Request": "true", "HX-Target": "standing"}
        secretary.post(PAGE, filled(city.first_branch, do="check"), headers=headers)
