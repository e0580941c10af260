"""谈心谈话 entered and taken back, what follows for the duty, who sees what (R01-24, R15-07)."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import models
from django.test import Client
from openpyxl import load_workbook

from heli.accounts.scope import EVERYTHING
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.models import Member
from heli.talks import actions, queries
from heli.talks.catalogue import TalkKind
from heli.talks.models import Talk, Talker
from tests.people import NOW, TODAY, City, People, Person, building

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
COMMITTEE = ["周组韬", "何宣宁", "郑纪安"]
PLAIN = ["孙明岚", "吴晓溪", "曾庆禾", "单立夏", "冯小满"]


def _named(*names: str) -> list[Member]:
    return [Member.objects.get(name=one) for one in names]


def talk(city: City, people: People, *others: str, leads: str = "林书远", **changed: Any) -> Talk:
    said = {"kind": TalkKind.COMMITTEE_AND_MEMBER, "held_on": TODAY, "by": people.secretary.actor, "at": NOW}
    return actions.enter_talk(
        organisation=city.first_branch,
        leads=_named(leads)[0],
        others=_named(*others),
        **{**said, **changed},
    )


def cover(city: City, people: People) -> Talk:
    """Everything that a year asks: all members, each officer with an officer and with a member."""
    talk(city, people, *PLAIN)
    for one in COMMITTEE:
        talk(city, people, "孙明岚", leads=one)
    return talk(city, people, *COMMITTEE, kind=TalkKind.AMONG_COMMITTEE, held_on=TODAY - timedelta(days=3))


def heart_talks() -> list[str]:
    return list(
        Record.objects.standing().filter(kind="heart_talk").order_by("pk").values_list("topic", flat=True)
    )


def test_a_talk_keeps_who_and_when_and_has_no_room_for_words(city: City, people: People) -> None:
    made = talk(city, people, "孙明岚", "吴晓溪")
    told = [(one.member.name, one.leads) for one in made.talkers.order_by("pk")]
    assert told == [("林书远", True), ("孙明岚", False), ("吴晓溪", False)]
    assert made.entered_by.startswith("林书远")
    texts = {
        field.name
        for model in (Talk, Talker)
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
    }
    assert texts == {"kind", "entered_by", "withdrawn_by"}


def test_the_record_of_the_duty_follows_when_the_year_is_covered(city: City, people: People) -> None:
    assert talk(city, people, *PLAIN).record is None
    for one in COMMITTEE:
        talk(city, people, "孙明岚", leads=one)
    assert heart_talks() == []
    made = talk(city, people, *COMMITTEE, kind=TalkKind.AMONG_COMMITTEE, held_on=TODAY - timedelta(days=3))
    assert made.record is not None
    assert (made.record.topic, made.record.happened_on) == ("谈心谈话（全年覆盖）", TODAY)
    assert (made.record.due, made.record.present, made.record.text) == (9, 9, "")
    assert talk(city, people, "吴晓溪").record is None
    assert heart_talks() == ["谈心谈话（全年覆盖）"]


def test_a_record_that_counts_already_is_not_made_again(city: City, people: People) -> None:
    record(
        organisation=city.first_branch, kind="heart_talk", happened_on=TODAY, topic="谈心谈话",
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    assert cover(city, people).record is None
    assert heart_talks() == ["谈心谈话"]


def test_a_round_is_one_record_a_day(city: City, people: People) -> None:
    first = talk(city, people, "孙明岚", together=True)
    second = talk(city, people, "吴晓溪", leads="周组韬", together=True)
    assert first.record == second.record
    assert heart_talks() == ["集中谈心谈话"]


def test_taking_back_keeps_the_record_as_long_as_something_carries_it(city: City, people: People) -> None:
    first = talk(city, people, "孙明岚", together=True)
    second = talk(city, people, "吴晓溪", leads="周组韬", together=True)
    actions.withdraw_talk(talk=first, by=people.secretary.actor, at=NOW)
    assert heart_talks() == ["集中谈心谈话"]
    actions.withdraw_talk(talk=second, by=people.committee_member.actor, at=NOW)
    assert heart_talks() == []
    with pytest.raises(WrongState):
        actions.withdraw_talk(talk=second, by=people.secretary.actor, at=NOW)


def test_the_coverage_record_falls_with_the_coverage(city: City, people: People) -> None:
    cover(city, people)
    extra = talk(city, people, "曾庆禾", leads="周组韬")
    actions.withdraw_talk(talk=extra, by=people.secretary.actor, at=NOW)
    assert heart_talks() == ["谈心谈话（全年覆盖）"]
    first = Talk.objects.order_by("pk")[0]
    actions.withdraw_talk(talk=first, by=people.secretary.actor, at=NOW)
    assert heart_talks() == []
    told = queries.coverage_of(city.first_branch, TODAY.year, TODAY)
    assert [one.name for one in told.untalked] == ["冯小满", "单立夏", "吴晓溪", "曾庆禾"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, Invalid),
        ({"kind": TalkKind.AMONG_COMMITTEE}, Invalid),
        ({"leads": "孙明岚"}, Invalid),
        ({"leads": "江治河"}, Invalid),
    ],
)
def test_what_cannot_be_leaves_nothing(
    city: City, people: People, changed: dict[str, Any], error: type[Exception]
) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(error):
        talk(city, people, "孙明岚", **changed)
    assert not Talk.objects.exists()
    assert AuditEntry.objects.count() == before


def test_one_entry_leaves_one_audit_entry_without_names(city: City, people: People) -> None:
    before = AuditEntry.objects.count()
    talk(city, people, "孙明岚")
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert AuditEntry.objects.count() == before + 1
    assert entry.action == "talks.enter_talk"
    assert "孙明岚" not in entry.detail


def test_nobody_but_the_branchs_officers_enters_or_takes_back(city: City, people: People) -> None:
    made = talk(city, people, "孙明岚")
    for who in people:
        if who in (people.secretary, people.committee_member):
            continue
        with pytest.raises(NotAllowed):
            talk(city, people, "吴晓溪", by=who.actor)
        with pytest.raises(NotAllowed):
            actions.withdraw_talk(talk=made, by=who.actor, at=NOW)


def test_superiors_see_numbers_and_no_names(city: City, people: People, client_of: Browsing) -> None:
    talk(city, people, "孙明岚", "吴晓溪")
    for who in (people.deputy, people.lead_secretary, people.staff):
        browser = client_of(who)
        page = browser.get("/talks/").content.decode()
        assert "还差 6" in page
        assert "孙明岚" not in page
        assert browser.get(f"/talks/{city.first_branch.pk}/").status_code == 403
        assert browser.get(f"/talks/{city.first_branch.pk}/new/").status_code == 403
        assert browser.post(f"/talks/{Talk.objects.get().pk}/withdraw/").status_code == 404
    assert "教育局" not in client_of(people.other_secretary).get("/talks/").content.decode()


def test_officers_see_whom_the_branch_has_not_talked_with(
    city: City, people: People, client_of: Browsing
) -> None:
    talk(city, people, *PLAIN[:4])
    page = client_of(people.committee_member).get(f"/talks/{city.first_branch.pk}/").content.decode()
    for words in ("已谈 5 人", "冯小满", "还没有与其他委员谈过", "还没有与党员谈过", "撤回"):
        assert words in page


def test_the_form_lists_the_open_ones_first_and_says_what_it_fulfilled(
    city: City, people: People, client_of: Browsing
) -> None:
    talk(city, people, *PLAIN[:4])
    browser, url = client_of(people.secretary), f"/talks/{city.first_branch.pk}/new/"
    form = browser.get(url).context["form"]
    assert [one.name for one, _, _ in form.ticks][-1] != "冯小满"
    assert form.initial["leads"] == people.secretary.actor.member_id
    said = {"kind": "committee_member", "held_on": str(TODAY), "leads": form.initial["leads"]}
    left = [one.pk for one in _named("冯小满")]
    assert browser.post(url, {**said, "others": []}).status_code == 422
    answer = browser.post(url, {**said, "others": left, "together": "on"}, follow=True)
    assert "已记入履职记录：集中谈心谈话" in answer.content.decode()
    again = browser.post(url, {**said, "others": left})
    assert again.status_code == 422
    assert "已经登记过" in again.content.decode()


def test_whoever_took_part_sees_with_whom_he_did_and_no_other(
    city: City, people: People, client_of: Browsing
) -> None:
    talk(city, people, "孙明岚", "吴晓溪")
    page = client_of(people.member).get("/talks/mine/").content.decode()
    assert "林书远" in page
    assert "孙明岚" not in page
    own = client_of(people.secretary).get("/talks/mine/").content.decode()
    assert "孙明岚、吴晓溪" in own or "吴晓溪、孙明岚" in own
    assert client_of(people.stranger).get("/talks/mine/").status_code == 403
    assert "/talks/mine/" in client_of(people.member).get("/members/mine/").content.decode()


def test_a_month_of_joining_is_a_quiet_reminder_and_an_unknown_day_is_left_out(
    city: City, people: People, client_of: Browsing
) -> None:
    with building():
        Member.objects.filter(name="孙明岚").update(joined_on=date(2001, 6, 12))
        Member.objects.filter(name="吴晓溪").update(joined_on=None)
    page = client_of(people.secretary).get(f"/talks/{city.first_branch.pk}/").content.decode()
    assert "本月政治生日（6月）：1 人" in page
    assert "2001-06-12" in page


def test_numbers_go_out_as_a_workbook_and_can_be_narrowed(
    city: City, people: People, client_of: Browsing
) -> None:
    talk(city, people, *PLAIN)
    talk(city, people, *COMMITTEE, kind=TalkKind.AMONG_COMMITTEE)
    browser = client_of(people.staff)
    assert "机关第一党支部" in browser.get("/talks/").content.decode()
    assert "教育局机关第一党支部" not in browser.get("/talks/?open=on").content.decode()
    book = load_workbook(BytesIO(browser.get("/talks/export/").content))
    rows = {row[0]: row[1:] for row in book.active.values}
    assert rows["市教育局机关第一党支部"] == (9, 9, 0, 2026)
    book.close()


def test_from_autumn_the_officers_are_reminded(city: City, people: People) -> None:
    assert queries.open_items(people.secretary.actor, TODAY) == []
    (item,) = queries.open_items(people.secretary.actor, date(2026, 10, 8))
    assert (item.organisation, item.untalked, item.due_on) == (city.first_branch, 9, date(2026, 12, 31))
    assert queries.open_items(people.staff.actor, date(2026, 10, 8)) == []


def test_pages_take_few_queries_whatever_the_size(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    cover(city, people)
    browser, own = client_of(people.secretary), city.first_branch.pk
    for address, most in (
        ("/talks/", 8),
        (f"/talks/{own}/", 14),
        (f"/talks/{own}/new/", 12),
        ("/talks/mine/", 8),
    ):
        with django_assert_max_num_queries(most):
            assert browser.get(address).status_code == 200
    with django_assert_max_num_queries(1):
        assert len(queries.by_branch(EVERYTHING, 2026, TODAY)) == 8
