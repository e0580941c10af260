"""设岗定责 entered, ended, taken back; what stays when somebody leaves; who sees what (S002-28, R14-06)."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client
from openpyxl import load_workbook

from heli.accounts.scope import EVERYTHING
from heli.assignments import actions, queries
from heli.assignments.catalogue import AssignmentKind, Phase
from heli.assignments.models import Assignment
from heli.kernel.action import SYSTEM
from heli.kernel.errors import DomainError, Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.actions.changes import leave
from heli.members.catalogue import Change
from heli.members.models import Member
from heli.members.queries.changes import Asked
from heli.members.rules.changes import Dated
from tests.people import NOW, TODAY, City, People, Person, building

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
BEGAN = date(2026, 3, 2)
TITLE = "党员先锋岗"


def _named(*names: str) -> list[Member]:
    return [Member.objects.get(name=one) for one in names]


def assigned(city: City, people: People, *names: str, **changed: Any) -> list[Assignment]:
    said = {
        "organisation": city.first_branch,
        "kind": AssignmentKind.POST,
        "title": TITLE,
        "begins_on": BEGAN,
        "by": people.secretary.actor,
        "at": NOW,
    }
    return actions.assign(members=_named(*names), **{**said, **changed})


def gone(name: str) -> None:
    asked = Asked(change=Change.DIED, dated=Dated(date(2026, 5, 6)))
    leave(member=Member.objects.get(name=name), asked=asked, by=SYSTEM, at=NOW)


def entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk")[0]


def test_one_title_for_several_members_is_entered_once(city: City, people: People) -> None:
    rows = assigned(city, people, "孙明岚", "吴晓溪", title=" 党员  先锋岗 ", about="首问负责")
    assert {one.title for one in rows} == {"党员 先锋岗"}
    assert sorted(one.member.name for one in rows) == ["吴晓溪", "孙明岚"]
    assert rows[0].entered_by.startswith("林书远")


def test_there_is_no_room_for_how_well_and_none_for_a_number(city: City, people: People) -> None:
    texts, numbers = (
        {one.name for one in Assignment._meta.get_fields() if isinstance(one, kind)}
        for kind in (models.CharField, models.IntegerField | models.DecimalField | models.FloatField)
    )
    assert texts == {"kind", "title", "about", "entered_by", "ended_by", "withdrawn_by", "withdrawn_why"}
    assert numbers == {"id"}


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"title": " "}, Invalid, "请填写岗位或任务的名称"),
        ({"title": "岗" * 61}, Invalid, "最多 60 个字"),
        ({"about": "责" * 201}, Invalid, "最多 200 个字"),
        ({"begins_on": TODAY + timedelta(days=1)}, Invalid, "还没有到"),
        ({"ends_on": date(2026, 3, 1)}, Invalid, "不能早于开始日期"),
        ({"begins_on": date(2020, 1, 1)}, Invalid, "名册中还没有"),
    ],
)
def test_what_cannot_be_leaves_nothing(
    city: City, people: People, changed: dict[str, Any], error: type[DomainError], words: str
) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(error, match=words):
        assigned(city, people, "孙明岚", **changed)
    assert not Assignment.objects.exists()
    assert AuditEntry.objects.count() == before


def test_only_members_of_the_branch_and_only_a_branch(city: City, people: People) -> None:
    with pytest.raises(Invalid, match="名册"):
        assigned(city, people, "孙明岚", "江治河")
    with pytest.raises(Invalid, match="至少勾选一名党员"):
        assigned(city, people)
    with pytest.raises(Invalid, match="由党支部登记"):
        assigned(city, people, "孙明岚", organisation=city.education_committee, by=SYSTEM)


def test_the_same_title_is_given_once_at_a_time(city: City, people: People) -> None:
    assigned(city, people, "孙明岚")
    with pytest.raises(WrongState, match="孙明岚在这段时间已登记"):
        assigned(city, people, "孙明岚", "吴晓溪", begins_on=TODAY)
    assigned(city, people, "孙明岚", title="结对帮带", kind=AssignmentKind.TASK)
    before = assigned(city, people, "孙明岚", begins_on=date(2026, 1, 5), ends_on=date(2026, 3, 1))
    assert before[0].ends_on == date(2026, 3, 1)
    with pytest.raises(WrongState):
        assigned(city, people, "孙明岚", begins_on=date(2026, 1, 9), ends_on=date(2026, 1, 9))


def test_the_tables_hold_it_too(city: City, people: People) -> None:
    (made,) = assigned(city, people, "孙明岚")
    wrong: list[dict[str, Any]] = [
        {"ends_on": date(2026, 3, 1)},
        {"ended_at": NOW, "ended_by": "某人"},
        {"withdrawn_at": NOW, "withdrawn_by": "某人"},
        {"title": ""},
    ]
    with building():
        for one in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                Assignment.objects.filter(pk=made.pk).update(**one)
        made.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save(force_insert=True)


def test_ending_says_the_last_day_and_once(city: City, people: People) -> None:
    (made,) = assigned(city, people, "孙明岚", ends_on=date(2026, 12, 31))
    with pytest.raises(Invalid, match="还没有到"):
        actions.end(assignment=made, ends_on=TODAY + timedelta(days=1), by=SYSTEM, at=NOW)
    done = actions.end(assignment=made, ends_on=TODAY, by=people.committee_member.actor, at=NOW)
    assert (done.ends_on, done.ended_by[:3]) == (TODAY, "周组韬")
    assert entry().action == "assignments.end"
    with pytest.raises(WrongState, match="已于 2026-06-30 结束"):
        actions.end(assignment=made, ends_on=BEGAN, by=SYSTEM, at=NOW)
    assert not queries.running(city.first_branch, TODAY).exists()


def test_taking_back_keeps_the_row_with_the_reason(city: City, people: People) -> None:
    (made,) = assigned(city, people, "孙明岚")
    with pytest.raises(Invalid, match="请写明撤回的原因"):
        actions.withdraw(assignment=made, reason=" ", by=people.secretary.actor, at=NOW)
    gone_back = actions.withdraw(assignment=made, reason="选错了人", by=people.secretary.actor, at=NOW)
    assert gone_back.withdrawn_why == "选错了人"
    assert entry().action == "assignments.withdraw"
    with pytest.raises(WrongState):
        actions.withdraw(assignment=made, reason="再撤", by=people.secretary.actor, at=NOW)
    with pytest.raises(WrongState):
        actions.end(assignment=made, ends_on=TODAY, by=people.secretary.actor, at=NOW)
    assert assigned(city, people, "孙明岚")


def test_one_entry_leaves_one_audit_entry_without_names(city: City, people: People) -> None:
    before = AuditEntry.objects.count()
    assigned(city, people, "孙明岚", "吴晓溪")
    assert AuditEntry.objects.count() == before + 1
    assert entry().action == "assignments.assign"
    assert '"people":2' in entry().detail
    assert "孙明岚" not in entry().detail + entry().subject_label


def test_nobody_but_the_branchs_officers_enters_ends_or_takes_back(city: City, people: People) -> None:
    (made,) = assigned(city, people, "孙明岚")
    for who in people:
        if who in (people.secretary, people.committee_member):
            continue
        with pytest.raises(NotAllowed):
            assigned(city, people, "吴晓溪", by=who.actor)
        with pytest.raises(NotAllowed):
            actions.end(assignment=made, ends_on=TODAY, by=who.actor, at=NOW)
        with pytest.raises(NotAllowed):
            actions.withdraw(assignment=made, reason="不对", by=who.actor, at=NOW)


def test_who_leaves_keeps_the_row_and_the_page_says_that_it_is_to_be_ended(
    city: City, people: People, client_of: Browsing
) -> None:
    rows = assigned(city, people, "孙明岚", "吴晓溪")
    gone("孙明岚")
    browser, url = client_of(people.secretary), f"/assignments/{city.first_branch.pk}/"
    page = browser.get(url).content.decode()
    for words in ("孙明岚", "▲ 待结束", "2026-05-06", "请登记结束", "其中 1 人有岗位或任务"):
        assert words in page
    left = next(one for one in rows if one.member.name == "孙明岚")
    left.refresh_from_db()
    assert left.ends_on is None
    form = browser.get(f"/assignments/{left.pk}/end/").context["form"]
    assert form.initial == {"ends_on": date(2026, 5, 5)}
    answer = browser.post(f"/assignments/{left.pk}/end/", {"ends_on": "2026-05-05"}, follow=True)
    assert "于 2026-05-05 结束" in answer.content.decode()
    assert "待结束" not in browser.get(url).content.decode()
    assert "孙明岚" in browser.get(f"{url}?past=1").content.decode()


def test_superiors_see_numbers_and_titles_without_names(
    city: City, people: People, client_of: Browsing
) -> None:
    (made, _) = assigned(city, people, "孙明岚", "吴晓溪", about="帮孙明岚")
    url = f"/assignments/{city.first_branch.pk}/"
    for who in (people.deputy, people.lead_secretary, people.staff):
        browser = client_of(who)
        for page in (browser.get("/assignments/"), browser.get(url), browser.get(f"{url}?past=1")):
            assert "孙明岚" not in page.content.decode()
        assert "党员先锋岗" in page.content.decode()
        assert "2 人" in page.content.decode()
        for address in (f"{url}new/", f"/assignments/{made.pk}/end/", f"/assignments/{made.pk}/withdraw/"):
            assert browser.get(address).status_code == 403
    other = client_of(people.other_secretary)
    assert "教育局" not in other.get("/assignments/").content.decode()
    assert other.get(url).status_code == other.get(f"/assignments/{made.pk}/end/").status_code == 404
    assert client_of(people.staff).get(f"/assignments/{city.education_committee.pk}/").status_code == 404


def test_the_form_tells_what_is_wrong_at_its_field(city: City, people: People, client_of: Browsing) -> None:
    browser, url = client_of(people.secretary), f"/assignments/{city.first_branch.pk}/new/"
    assigned(city, people, "孙明岚", title="一号责任区")
    form = browser.get(url).context["form"]
    assert form.titles[:2] == ["一号责任区", "党员先锋岗"]
    (who,) = _named("孙明岚")
    said = {"kind": "post", "title": "一号责任区", "begins_on": str(BEGAN), "members": [who.pk]}
    for changed, field, words in (
        ({}, "members", "孙明岚在这段时间已登记"),
        ({"members": []}, "members", "请至少勾选一名党员"),
        ({"title": ""}, "title", "请填写岗位或任务的名称"),
        ({"begins_on": "2026-12-01"}, "begins_on", "还没有到"),
        ({"begins_on": "2020-01-01"}, "begins_on", "名册中还没有"),
        ({"ends_on": "2026-01-01"}, "ends_on", "不能早于开始日期"),
        ({"ends_on": "年底"}, "ends_on", "写成 2026-06-30 的样子"),
    ):
        answer = browser.post(url, {**said, **changed})
        assert answer.status_code == 422
        assert words in "".join(answer.context["form"].errors[field])
    done = browser.post(url, {**said, "kind": "task", "title": "结对帮带"}, follow=True)
    assert "已登记“结对帮带”，由 1 名党员负责。" in done.content.decode()


def test_a_mistake_is_taken_back_on_the_page(city: City, people: People, client_of: Browsing) -> None:
    (made,) = assigned(city, people, "孙明岚")
    browser, url = client_of(people.committee_member), f"/assignments/{made.pk}/withdraw/"
    assert browser.post(url, {"reason": ""}).status_code == 422
    browser.post(url, {"reason": "选错了人"})
    past = browser.get(f"/assignments/{city.first_branch.pk}/?past=1").content.decode()
    assert "✕ 已撤回" in past
    assert "选错了人" in past
    assert browser.post(url, {"reason": "再撤"}).status_code == 409
    assert browser.post(f"/assignments/{made.pk}/end/", {"ends_on": str(TODAY)}).status_code == 409


def test_a_member_sees_his_own_and_no_other(city: City, people: People, client_of: Browsing) -> None:
    rows = assigned(city, people, "孙明岚", "吴晓溪", about="首问负责")
    browser = client_of(people.member)
    page = browser.get("/assignments/mine/").content.decode()
    for words in (TITLE, "首问负责", "● 进行中"):
        assert words in page
    assert "孙明岚" not in page
    assert "/assignments/mine/" in browser.get("/members/mine/").content.decode()
    assert client_of(people.stranger).get("/assignments/mine/").status_code == 403
    assert browser.get("/assignments/").status_code == 403
    own = next(one for one in rows if one.member.name == "吴晓溪")
    actions.withdraw(assignment=own, reason="选错了人", by=people.secretary.actor, at=NOW)
    assert "还没有登记岗位或任务" in browser.get("/assignments/mine/").content.decode()


def test_numbers_go_out_as_a_workbook_and_can_be_narrowed(
    city: City, people: People, client_of: Browsing
) -> None:
    assigned(city, people, "孙明岚", "吴晓溪")
    assigned(city, people, "孙明岚", title="结对帮带", kind=AssignmentKind.TASK)
    browser = client_of(people.staff)
    page = browser.get("/assignments/?q=教育局机关").content.decode()
    assert "教育局机关第一党支部" in page
    assert "水利局" not in page
    assert "没有符合条件的党支部" in browser.get("/assignments/?q=没有").content.decode()
    book = load_workbook(BytesIO(browser.get("/assignments/export/").content))
    rows = {row[0]: row[1:] for row in book.worksheets[0].values}
    assert rows["市教育局机关第一党支部"] == (9, 2)
    assert rows["市水利局机关第一党支部"] == (8, 0)
    book.close()


def test_how_each_stands(city: City, people: People) -> None:
    assigned(city, people, "孙明岚", "吴晓溪")
    assigned(city, people, "吴晓溪", title="结对帮带", begins_on=BEGAN, ends_on=date(2026, 4, 30))
    gone("孙明岚")
    branch = city.first_branch
    running = queries.as_held(queries.running(branch, TODAY), TODAY)
    assert [(one.assignment.member.name, one.phase) for one in running] == [
        ("孙明岚", Phase.TO_END),
        ("吴晓溪", Phase.RUNNING),
    ]
    assert [one.phase for one in queries.as_held(queries.past(branch, TODAY), TODAY)] == [Phase.OVER]
    assert queries.titles(branch, TODAY) == [(AssignmentKind.POST, TITLE, 1)]


def test_pages_take_few_queries_whatever_the_size(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    made, *_ = assigned(city, people, "孙明岚", "吴晓溪", "曾庆禾", "单立夏")
    assigned(city, people, "孙明岚", "吴晓溪", title="结对帮带", kind=AssignmentKind.TASK)
    browser, own = client_of(people.secretary), city.first_branch.pk
    for address, most in (
        ("/assignments/", 8),
        (f"/assignments/{own}/", 12),
        (f"/assignments/{own}/?past=1", 12),
        (f"/assignments/{own}/new/", 12),
        (f"/assignments/{made.pk}/end/", 12),
        (f"/assignments/{made.pk}/withdraw/", 12),
        ("/assignments/mine/", 8),
    ):
        with django_assert_max_num_queries(most):
            assert browser.get(address).status_code == 200
    with django_assert_max_num_queries(1):
        assert len(queries.lines(queries.branches(EVERYTHING, TODAY), TODAY)) == 8
