"""Who lists whom with what, who helps, what comes back within a year; and how a listing ends."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from heli.accounts.catalogue import Office
from heli.duties.actions.record import record
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.models import Post
from heli.weak.actions import accepting, listing, mending
from heli.weak.actions.listing import Help
from heli.weak.catalogue import LISTINGS, PARAMETERS, REASONS, FactKind, ListingState
from heli.weak.models import Acceptance, Listing, Rectification, Telling
from heli.weak.rules import listing as rules
from tests.people import NOW, TODAY, City, People, building
from tests.stars.made import entered
from tests.weak.made import (
    DUE_ON,
    LISTED_ON,
    applied,
    cleared,
    leader,
    listed,
    on,
    planned,
    said,
    secretary_left,
    task_of,
)

EXAMPLES = tomllib.loads((Path(__file__).parent / "rules/relapse.toml").read_text("utf-8"))["example"]


def entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk")[0]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["name"])
def test_what_comes_back_within_a_year_is_a_relapse(example: dict[str, Any]) -> None:
    found = rules.is_relapse(example.get("cleared_on"), example["listed_on"], example["days"])
    assert found is example["expect"]


def test_every_number_and_reason_is_marked_as_an_example() -> None:
    entries = [*PARAMETERS(), *REASONS()]
    assert [one.id for one in entries if "示例，待工委确认" not in one.source] == []
    assert {kind for one in REASONS() for kind in one.facts} == set(FactKind.values)


@pytest.mark.django_db
def test_a_committee_lists_those_beneath_it_and_nobody_else_does(city: City, people: People) -> None:
    given = said(city, people)
    for who in (
        people.stranger, people.secretary, people.member, people.clerk, people.lead_secretary,
        people.other_secretary, people.administrator, people.security_admin,
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            listing.put_on(**{**given, "by": who.actor})
    with pytest.raises(NotAllowed):  # beneath another committee
        listing.put_on(**{**given, "organisation": city.water_branch})
    made = listing.put_on(**given)
    assert entry().action == "weak.put_on"
    assert (made.state, made.lister, made.listed_by) == (
        ListingState.LISTED,
        city.education_committee,
        people.deputy.actor.label,
    )
    assert (made.helper_name, made.helper_title) == ("顾明德", "市教育局党组书记")
    with pytest.raises(WrongState, match="已经在名单里"):
        listing.put_on(**given)


@pytest.mark.django_db
def test_nobody_lists_his_own_organisation_and_a_general_branch_lists_nobody(
    city: City, people: People
) -> None:
    given = said(city, people)
    with pytest.raises(WrongState, match="不能认定本组织"):
        listing.put_on(**{**given, "organisation": city.education_committee})
    with pytest.raises(WrongState, match="报机关党委"):
        listing.put_on(**{**given, "organisation": city.school_branch, "lister": city.school})
    with pytest.raises(WrongState, match="不能认定本组织"):
        listing.put_on(**{**given, "organisation": city.water_branch, "by": SYSTEM})
    with pytest.raises(WrongState, match="党组不在此列"):
        rules.can_list(
            city.work_committee, city.work_committee.kind, city.first_branch, city.education_group.kind,
            is_open=False, is_closed=False,
        ).require()  # fmt: skip
    with pytest.raises(WrongState, match="已经撤销"):
        rules.can_list(
            city.work_committee, city.work_committee.kind, city.first_branch, city.first_branch.kind,
            is_open=False, is_closed=True,
        ).require()  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reasons": []}, "至少选择一种"),
        ({"reasons": ["unknown"]}, "至少选择一种"),
        ({"reasons": ["other"]}, "写明是什么情形"),
        ({"document": " "}, "文号"),
        ({"listed_on": TODAY + timedelta(days=1)}, "列入日期"),
    ],
)
def test_a_listing_has_reason_document_and_a_day(
    city: City, people: People, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        listing.put_on(**said(city, people, **{"at": NOW, **wrong}))
    assert not Listing.objects.exists()


@pytest.mark.django_db
def test_who_helps_is_a_leader_above_with_a_day_to_come(city: City, people: People) -> None:
    post = leader(people)
    own = Post.objects.get(organisation=city.first_branch, office=Office.SECRETARY, account__isnull=False)
    water = Post.objects.filter(organisation=city.water_branch, office=Office.SECRETARY)[0]
    staff = people.staff.post
    assert staff is not None
    for helper in (own, water, staff):
        with pytest.raises(Invalid, match="帮带人应是上级"):
            listed(city, people, help_by=Help(helper, None, DUE_ON))
    for due_on, words in ((LISTED_ON, "今天以后"), (LISTED_ON + timedelta(days=366), "最长 365 天")):
        with pytest.raises(Invalid, match=words):
            listed(city, people, help_by=Help(post, None, due_on))
    with building():
        Post.objects.filter(pk=post.pk).update(valid_to=LISTED_ON)
    post.refresh_from_db()
    with pytest.raises(Invalid, match="已经免去"):
        listed(city, people, help_by=Help(post, None, DUE_ON))


@pytest.mark.django_db
def test_a_partner_stands_well_beneath_the_same_lister(city: City, people: People) -> None:
    post = leader(people)
    held = listed(city, people)
    change = {"listing": held, "by": people.deputy.actor, "at": on(TODAY)}
    for partner, words in (
        (city.exam_centre, "有效的四星以上"),
        (city.water_branch, "所属的另一个"),
        (city.first_branch, "所属的另一个"),
    ):
        with pytest.raises(Invalid, match=words):
            listing.change_help(**change, help_by=Help(post, partner, DUE_ON))
    for body in (city.exam_centre, city.small_branch):
        entered(body)
    listed(city, people, organisation=city.small_branch)
    with pytest.raises(Invalid, match="自己还在"):
        listing.change_help(**change, help_by=Help(post, city.small_branch, DUE_ON))
    for who in (people.stranger, people.secretary, people.lead_secretary):
        with pytest.raises(NotAllowed):
            listing.change_help(**{**change, "by": who.actor}, help_by=Help(post, city.exam_centre, DUE_ON))
    again = listing.change_help(**change, help_by=Help(post, city.exam_centre, date(2026, 9, 30)))
    assert (again.partner, again.due_on, entry().action) == (
        city.exam_centre, date(2026, 9, 30), "weak.change_help",
    )  # fmt: skip
    assert "2026-10-31" in entry().detail


@pytest.mark.django_db
def test_what_heli_knew_that_day_is_kept_and_unknown_is_no_fact(city: City, people: People) -> None:
    assert listed(city, people, organisation=city.exam_centre).facts == []
    secretary_left(city.first_branch, 100)
    found = listed(city, people, at=NOW).facts
    assert [one["kind"] for one in found] == [FactKind.NO_SECRETARY]
    assert "已 100 天" in found[0]["words"]


@pytest.mark.django_db
def test_a_wrong_listing_is_withdrawn_with_reason_and_stays_in_the_history(
    city: City, people: People
) -> None:
    held = listed(city, people)
    given = {"listing": held, "why": "情况有误", "document": "青教机党〔2026〕15号", "at": on(TODAY)}
    for who in (people.stranger, people.secretary, people.lead_secretary, people.other_secretary):
        with pytest.raises(NotAllowed):
            listing.withdraw(**given, by=who.actor)
    for wrong, words in (({"why": " "}, "原因"), ({"document": ""}, "文号")):
        with pytest.raises(Invalid, match=words):
            listing.withdraw(**{**given, **wrong}, by=people.deputy.actor)
    gone = listing.withdraw(**given, by=people.deputy.actor)
    assert (gone.state, gone.ended_on, entry().action) == (ListingState.WITHDRAWN, TODAY, "weak.withdraw")
    with pytest.raises(WrongState):
        listing.withdraw(**given, by=people.deputy.actor)
    with pytest.raises(WrongState, match="不能再改"):
        listing.change_help(
            listing=held, help_by=Help(leader(people), None, DUE_ON), by=people.deputy.actor, at=on(TODAY)
        )
    again = listed(city, people, at=NOW)
    assert again.after is None
    assert Listing.objects.filter(organisation=city.first_branch).count() == 2


@pytest.mark.django_db
def test_the_organisation_writes_its_plan_and_nothing_of_it_vanishes(city: City, people: People) -> None:
    held = listed(city, people)
    plan = {"listing": held, "at": on(LISTED_ON)}
    with pytest.raises(Invalid, match="还没有整改任务"):
        mending.settle_plan(**plan, by=people.secretary.actor)
    for who in (people.stranger, people.other_secretary, people.deputy, people.lead_secretary, people.member):
        with pytest.raises(NotAllowed):
            task_of(held, People(**{**vars(people), "secretary": who}))
        with pytest.raises(NotAllowed):
            mending.settle_plan(**plan, by=who.actor)
    for due_on in (LISTED_ON - timedelta(days=1), DUE_ON + timedelta(days=1)):
        with pytest.raises(Invalid, match="完成时限"):
            task_of(held, people, due_on)
    for words in ({"problem": " "}, {"measure": ""}):
        with pytest.raises(Invalid, match="请写明"):
            mending.add_task(
                **{"problem": "问题", "measure": "措施", **words}, listing=held, office=Office.SECRETARY,
                due_on=DUE_ON, by=people.secretary.actor, at=on(LISTED_ON),
            )  # fmt: skip
    dropped, kept = task_of(held, people), task_of(held, people)
    with pytest.raises(NotAllowed):
        mending.drop_task(task=dropped, by=people.stranger.actor, at=NOW)
    mending.drop_task(task=dropped, by=people.secretary.actor, at=NOW)
    assert entry().action == "weak.drop_task"
    stands = mending.settle_plan(**plan, by=people.secretary.actor)
    assert (stands.state, entry().action) == (ListingState.MENDING, "weak.settle_plan")
    with pytest.raises(WrongState, match="不能删去"):
        mending.drop_task(task=kept, by=people.secretary.actor, at=NOW)
    with pytest.raises(WrongState):
        mending.settle_plan(**plan, by=people.secretary.actor)
    task_of(held, people)
    assert (Rectification.objects.count(), entry().action) == (2, "weak.add_task")


@pytest.mark.django_db
def test_progress_is_one_sentence_with_a_record_of_its_own(city: City, people: People) -> None:
    own, other = (
        record(organisation=body, kind="heart_talk", happened_on=TODAY, topic="谈心谈话", by=SYSTEM, at=NOW)
        for body in (city.first_branch, city.small_branch)
    )
    held = listed(city, people)
    task = task_of(held, people)
    given: dict[str, Any] = {
        "task": task, "words": "已补开", "done_on": None, "record": own, "by": people.secretary.actor,
        "at": NOW,
    }  # fmt: skip
    with pytest.raises(WrongState, match="不能登记整改进展"):
        mending.tell(**given)
    mending.settle_plan(listing=held, by=people.secretary.actor, at=on(LISTED_ON))
    for who in (people.stranger, people.other_secretary, people.deputy, people.lead_secretary):
        with pytest.raises(NotAllowed):
            mending.tell(**{**given, "by": who.actor})
    for wrong, words in (
        ({"words": " "}, "一句话"),
        ({"record": other}, "自己的履职记录"),
        ({"done_on": TODAY + timedelta(days=1)}, "完成日期"),
        ({"done_on": LISTED_ON - timedelta(days=1)}, "完成日期"),
    ):
        with pytest.raises(Invalid, match=words):
            mending.tell(**{**given, **wrong})
    told = mending.tell(**given)
    assert (told.record, entry().action) == (own, "weak.tell")
    mending.tell(**{**given, "done_on": TODAY})
    task.refresh_from_db()
    assert task.done_on == TODAY
    with pytest.raises(WrongState, match="已经办结"):
        mending.tell(**{**given, "done_on": TODAY})


@pytest.mark.django_db
def test_the_helper_alone_tells_how_he_helped(city: City, people: People) -> None:
    held = listed(city, people)
    given = {"listing": held, "words": "参加支部党员大会，帮助排定日程", "at": NOW}
    for who in (people.stranger, people.secretary, people.deputy, people.staff):
        with pytest.raises(NotAllowed):
            mending.tell_help(**given, by=who.actor)
    with pytest.raises(Invalid, match="一句话"):
        mending.tell_help(**{**given, "words": ""}, by=people.lead_secretary.actor)
    mending.tell_help(**given, by=people.lead_secretary.actor)
    assert (Telling.objects.get().rectification, entry().action) == (None, "weak.tell_help")


@pytest.mark.django_db
def test_acceptance_is_asked_for_when_every_task_is_finished(city: City, people: People) -> None:
    held = planned(city, people)
    given = {"listing": held, "words": "任务已办结", "at": on(TODAY)}
    with pytest.raises(WrongState, match="还有 1 项"):
        mending.apply(**given, by=people.secretary.actor)
    mending.tell(
        task=Rectification.objects.get(), words="已补开", done_on=TODAY, record=None,
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    for who in (people.stranger, people.other_secretary, people.deputy, people.lead_secretary):
        with pytest.raises(NotAllowed):
            mending.apply(**given, by=who.actor)
    with pytest.raises(Invalid, match="整改情况"):
        mending.apply(**{**given, "words": " "}, by=people.secretary.actor)
    mending.apply(**given, by=people.secretary.actor)
    assert entry().action == "weak.apply"
    with pytest.raises(WrongState):
        mending.apply(**given, by=people.secretary.actor)
    with pytest.raises(WrongState, match="不用再登记"):
        mending.tell_help(listing=held, words="谈心", by=people.lead_secretary.actor, at=NOW)
    with pytest.raises(WrongState, match="不能再加"):
        task_of(held, people)


@pytest.mark.django_db
def test_who_accepts_is_neither_who_helped_nor_who_mended(city: City, people: People) -> None:
    held = applied(city, people)
    given = {"listing": held, "looked_on": TODAY, "opinion": "情况属实", "at": on(TODAY)}
    for who in (people.stranger, people.secretary, people.other_secretary, people.lead_secretary):
        with pytest.raises(NotAllowed):
            accepting.accept(**given, by=who.actor)
        with pytest.raises(NotAllowed):
            accepting.send_back(**given, new_due_on=DUE_ON, by=who.actor)
    assert people.deputy.post is not None
    with building():  # the deputy becomes the helper
        Listing.objects.update(helper=people.deputy.post, helper_name=people.deputy.post.name)
    with pytest.raises(NotAllowed, match="帮带人"):
        accepting.accept(**given, by=people.deputy.actor)
    with building():  # or had entered the progress before he was the deputy
        Listing.objects.update(helper=leader(people), helper_name="顾明德")
        Telling.objects.update(teller=people.deputy.account)
    with pytest.raises(NotAllowed, match="登记过整改进展"):
        accepting.accept(**given, by=people.deputy.actor)
    with building():
        Listing.objects.update(partner=city.education_committee)
    with pytest.raises(NotAllowed, match="结对"):
        accepting.accept(**given, by=people.deputy.actor)
    accepting.accept(**given, by=people.staff.actor)
    held.refresh_from_db()
    assert (held.state, held.ended_on, entry().action) == (ListingState.CLEARED, TODAY, "weak.accept")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"opinion": " "}, "验收意见"),
        ({"looked_on": TODAY - timedelta(days=1)}, "验收日期"),
        ({"looked_on": TODAY + timedelta(days=1)}, "验收日期"),
    ],
)
def test_acceptance_needs_an_opinion_and_a_day(
    city: City, people: People, wrong: dict[str, Any], words: str
) -> None:
    held = applied(city, people)
    given = {
        "listing": held,
        "looked_on": TODAY,
        "opinion": "情况属实",
        "by": people.deputy.actor,
        "at": on(TODAY),
    }
    with pytest.raises(Invalid, match=words):
        accepting.accept(**{**given, **wrong})
    with pytest.raises(Invalid, match=words):
        accepting.send_back(**{**given, **wrong}, new_due_on=DUE_ON)
    held.refresh_from_db()
    assert held.state == ListingState.APPLIED


@pytest.mark.django_db
def test_sent_back_it_has_a_new_day_and_is_mended_again_before_it_is_asked_for(
    city: City, people: People
) -> None:
    held = applied(city, people)
    given: dict[str, Any] = {
        "listing": held, "looked_on": TODAY, "opinion": "党员大会记录不全", "by": people.deputy.actor,
        "at": on(TODAY),
    }  # fmt: skip
    for new_due_on, words in (
        (None, "新的改进期限"),
        (TODAY, "新的改进期限"),
        (DUE_ON + timedelta(days=366), "请定在"),
    ):
        with pytest.raises(Invalid, match=words):
            accepting.send_back(**given, new_due_on=new_due_on)
    asked = accepting.send_back(**given, new_due_on=date(2026, 11, 30))
    held.refresh_from_db()
    assert (held.state, held.due_on, asked.was_due_on, asked.accepted) == (
        ListingState.MENDING, date(2026, 11, 30), DUE_ON, False,
    )  # fmt: skip
    again = {"listing": held, "words": "已补全", "by": people.secretary.actor, "at": on(TODAY + timedelta(1))}
    with pytest.raises(WrongState, match="退回以后"):
        mending.apply(**again)
    mending.tell(
        task=Rectification.objects.get(), words="记录已补全", done_on=None, record=None,
        by=people.secretary.actor, at=on(TODAY + timedelta(1)),
    )  # fmt: skip
    mending.apply(**again)
    assert Acceptance.objects.filter(listing=held).count() == 2


@pytest.mark.django_db
def test_a_relapse_is_told_and_the_history_stays(city: City, people: People) -> None:
    first = cleared(city, people)
    later = TODAY + timedelta(days=30)
    again = listed(
        city, people, listed_on=later, at=on(later), help_by=Help(leader(people), None, date(2026, 12, 31))
    )
    assert again.after == first
    much_later = date(2027, 9, 1)
    listing.withdraw(listing=again, why="有误", document="文", by=SYSTEM, at=on(later))
    third = listed(
        city, people, listed_on=much_later, at=on(much_later), by=SYSTEM,
        help_by=Help(leader(people), None, date(2027, 12, 31)),
    )  # fmt: skip
    assert third.after is None
    first.refresh_from_db()
    assert first.state == ListingState.CLEARED


def test_a_listing_ends_cleared_or_withdrawn() -> None:
    assert set(LISTINGS.ends) == {ListingState.CLEARED, ListingState.WITHDRAWN}
