"""责任清单: begun from templates, edited, adopted at a meeting, revised; who may, and what is against it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from heli.accounts.catalogue import Office
from heli.duties.models import Fulfilment, Record
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from heli.mandates.actions import adopting, drafts, keeping
from heli.mandates.actions.drafts import Chosen
from heli.mandates.catalogue import Bearer, ListState
from heli.mandates.models import Mandate, MandateItem
from heli.mandates.queries import drafting, facts
from heli.mandates.queries.keeping import open_items
from heli.mandates.queries.one import list_page
from heli.members.actions import posts as post_actions
from heli.members.models import Post
from heli.orgs.models import Organisation
from tests.duties.planned import enter, plan_2026
from tests.people import FOUNDED, NOW, TODAY, City, People, Person, building

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
MARCH = date(2026, 3, 20)


def begun(organisation: Organisation, bearer: Bearer = Bearer.BODY, **asked: Any) -> Mandate:
    return drafts.start(organisation=organisation, year=2026, bearer=bearer, **asked, by=SYSTEM, at=NOW)


def met(organisation: Organisation, day: date = MARCH, kind: str = "leading_meeting") -> Record:
    return enter(organisation, kind, day, topic=f"研究责任清单{day}")


def adopted(
    organisation: Organisation, bearer: Bearer = Bearer.BODY, kind: str = "leading_meeting"
) -> Mandate:
    draft = begun(organisation, bearer)
    return adopting.adopt(mandate=draft, meeting=met(organisation, kind=kind), by=SYSTEM, at=NOW)


def chosen(item: MandateItem, **changed: Any) -> Chosen:
    now = Chosen(
        item.line, item.measures, item.deadline, item.due_on, item.office, item.post_id, item.left_out,
        item.reason, item.text, item.group, item.ground, item.requirement_id,
    )  # fmt: skip
    return now._replace(**changed)


def own(**changed: Any) -> Chosen:
    return Chosen(
        "",
        "到学校调研",
        "上半年",
        None,
        "lead_secretary",
        None,
        False,
        "本局重点",
        "抓好校园党建",
        "organisation",
    )._replace(**changed)


def appoint(organisation: Organisation, office: Office, name: str, since: date = FOUNDED) -> Post:
    return post_actions.appoint(
        organisation=organisation, office=office, name=name, member=None, valid_from=since, by=SYSTEM, at=NOW
    )


def test_a_list_begins_with_the_items_of_its_class(city: City, people: People) -> None:
    body = {one.template for one in begun(city.education_group).items.all()}
    assert {"body-lead", "body-attached", "body-governance", "body-hearing"} <= body
    assert {"body-plan", "body-hearing-township"} & body == set()
    water = {one.template for one in begun(city.water_group).items.all()}
    assert "body-attached" not in water, "it leads no 直属单位"
    branch = {one.template for one in begun(city.first_branch, Bearer.BRANCH).items.all()}
    small = {one.template for one in begun(city.small_branch, Bearer.BRANCH).items.all()}
    assert branch - small == {"branch-committee", "branch-discipline"}


def test_items_of_unseen_originals_are_off_until_the_work_committee_takes_them_in(
    city: City, people: People
) -> None:
    with pytest.raises(NotAllowed):
        keeping.take_in(template="body-plan", reason="已核对", by=people.lead_secretary.actor, at=NOW)
    with pytest.raises(Invalid, match="采用的依据"):
        keeping.take_in(template="body-plan", reason=" ", by=people.staff.actor, at=NOW)
    keeping.take_in(template="body-plan", reason="已核对原文", by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState, match="已经采用"):
        keeping.take_in(template="body-plan", reason="再次", by=people.staff.actor, at=NOW)
    assert "body-plan" in {one.template for one in begun(city.education_group).items.all()}
    keeping.give_up(template="body-plan", by=people.staff.actor, at=NOW)
    assert "body-plan" not in {one.template for one in begun(city.water_group).items.all()}
    with pytest.raises(Invalid, match="不需要采用"):
        keeping.take_in(template="body-lead", reason="多余", by=people.staff.actor, at=NOW)


def test_the_person_follows_from_the_post_on_the_day(city: City, people: People) -> None:
    draft = begun(city.education_group)
    (share,) = list_page(draft, TODAY).by_person
    assert (share.heading, share.person) == ("党组书记", "顾明德")
    with building():
        Post.objects.filter(name="顾明德").update(valid_to=TODAY)
    (share,) = list_page(draft, TODAY).by_person
    assert (share.person, share.problem) == ("", "党组书记现在空缺")
    appoint(city.education_group, Office.LEAD_SECRETARY, "新书记", TODAY)
    assert [one.person for one in list_page(draft, TODAY).by_person] == ["新书记"]
    assert [one.person for one in list_page(draft, date(2026, 6, 1)).by_person] == ["顾明德"]


def test_an_item_that_nobody_bears_cannot_be_issued(city: City, people: People) -> None:
    draft, meeting = begun(city.water_group), met(city.water_group)
    with pytest.raises(Invalid, match=r"没有责任人.*还没有明确岗位"):
        adopting.adopt(mandate=draft, meeting=meeting, by=SYSTEM, at=NOW)
    first = appoint(city.water_group, Office.LEAD_MEMBER, "甲")
    appoint(city.water_group, Office.LEAD_MEMBER, "乙")
    items = [chosen(one, office="lead_member") for one in draft.items.all()]
    drafts.edit(mandate=draft, items=items, by=SYSTEM, at=NOW)
    with pytest.raises(Invalid, match="有 2 人任党组成员，请选定其中一位"):
        adopting.adopt(mandate=draft, meeting=meeting, by=SYSTEM, at=NOW)
    items = [chosen(one, office="lead_member", post=first.pk) for one in draft.items.all()]
    drafts.edit(mandate=draft, items=items, by=SYSTEM, at=NOW)
    assert adopting.adopt(mandate=draft, meeting=meeting, by=SYSTEM, at=NOW).state == ListState.ADOPTED


def test_leading_the_attached_units_cannot_be_missing(city: City, people: People) -> None:
    draft, meeting = begun(city.education_group), met(city.education_group)
    with building():
        draft.items.filter(template="body-attached").delete()
    with pytest.raises(Invalid, match=r"领导 4 个直属单位党组织.*领导直属单位党组织的工作"):
        adopting.adopt(mandate=draft, meeting=meeting, by=SYSTEM, at=NOW)
    drafts.complete(mandate=draft, by=SYSTEM, at=NOW)
    assert draft.items.filter(template="body-attached").count() == 1
    adopting.adopt(mandate=draft, meeting=meeting, by=SYSTEM, at=NOW)


def test_items_are_added_and_left_out_with_a_reason_and_mandatory_ones_stay(
    city: City, people: People
) -> None:
    draft = begun(city.education_group)
    style, must = draft.items.get(template="body-style"), draft.items.get(template="body-lead")

    def edit(*items: Chosen) -> None:
        drafts.edit(mandate=draft, items=items, by=people.lead_secretary.actor, at=NOW)

    with pytest.raises(Invalid, match="请写明原因"):
        edit(chosen(style, left_out=True))
    with pytest.raises(Invalid, match="不能去掉"):
        edit(chosen(must, left_out=True, reason="不需要"))
    with pytest.raises(Invalid, match="请写明列入的原因"):
        edit(own(reason=""))
    with pytest.raises(Invalid, match="没有人任职"):
        edit(own(office="lead_deputy"))
    assert draft.items.filter(template="").count() == 0, "nothing is half-written"
    edit(chosen(style, left_out=True, reason="并入纪律建设"), own())
    mine = draft.items.get(template="")
    assert mine.sort == "自选"
    edit(chosen(mine, left_out=True))
    assert not draft.items.filter(template="").exists(), "what was added by mistake goes without a trace"
    with pytest.raises(NotFound, match="已被别人改过"):
        edit(chosen(mine))


def test_adopting_writes_one_record_that_fulfils_the_plan(city: City, people: People) -> None:
    planned = plan_2026()
    draft = begun(city.education_group)
    before = AuditEntry.objects.count()
    meeting = met(city.education_group)
    made = adopting.adopt(mandate=draft, meeting=meeting, by=people.lead_secretary.actor, at=NOW)
    assert AuditEntry.objects.count() == before + 2, "the meeting's and the adoption's"
    assert made.filed is not None
    assert (made.adopted_on, made.filed.kind, made.filed.happened_on) == (MARCH, "duty_list", MARCH)
    assert Fulfilment.objects.get(requirement=planned.duty_list).record == made.filed
    secretary = begun(city.education_group, Bearer.SECRETARY)
    assert adopting.adopt(mandate=secretary, meeting=meeting, by=SYSTEM, at=NOW).filed is None
    assert Record.objects.filter(kind="duty_list").count() == 1


def test_a_record_entered_before_is_linked_and_not_written_again(city: City, people: People) -> None:
    ledger = enter(city.education_group, "duty_list", MARCH, topic="责任清单")
    draft, meeting = begun(city.education_group), met(city.education_group)
    foreign = enter(city.water_group, "duty_list", MARCH, topic="责任清单")
    with pytest.raises(Invalid, match="不能关联"):
        adopting.adopt(mandate=draft, meeting=meeting, filed=foreign, by=SYSTEM, at=NOW)
    made = adopting.adopt(mandate=draft, meeting=meeting, filed=ledger, by=SYSTEM, at=NOW)
    assert made.filed == ledger
    assert Record.objects.filter(kind="duty_list", organisation=city.education_group).count() == 1


def test_a_branch_adopts_its_list_without_a_record_of_a_kind_that_is_not_its_own(
    city: City, people: People
) -> None:
    made = adopted(city.first_branch, Bearer.BRANCH, "committee")
    assert (made.state, made.filed) == (ListState.ADOPTED, None)


def test_the_meeting_is_one_of_the_organisation_and_of_the_year(city: City, people: People) -> None:
    draft = begun(city.education_group)
    wrong = [
        met(city.water_group),
        met(city.education_group, date(2025, 12, 1)),
        enter(city.education_group, "study_group", MARCH),
    ]
    for meeting in wrong:
        with pytest.raises(Invalid, match="请选择"):
            adopting.adopt(mandate=draft, meeting=meeting, by=SYSTEM, at=NOW)
    assert drafting.meetings(draft) == []
    assert Mandate.objects.get(pk=draft.pk).state == ListState.DRAFT


def test_a_revision_is_another_version_and_the_old_one_stays_readable(city: City, people: People) -> None:
    old = adopted(city.education_group)
    with pytest.raises(WrongState, match="不能“修改”"):
        drafts.edit(mandate=old, items=[own()], by=SYSTEM, at=NOW)
    with pytest.raises(Invalid, match="修订的原因"):
        drafts.revise(mandate=old, why="", by=SYSTEM, at=NOW)
    new = drafts.revise(mandate=old, why="分工调整", by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="已有修订草稿"):
        drafts.revise(mandate=old, why="再改", by=SYSTEM, at=NOW)
    early = met(city.education_group, date(2026, 3, 1))
    with pytest.raises(Invalid, match="不能早于这一天"):
        adopting.adopt(mandate=new, meeting=early, by=SYSTEM, at=NOW)
    drafts.edit(mandate=new, items=[own()], by=SYSTEM, at=NOW)
    later = met(city.education_group, date(2026, 6, 1))
    new = adopting.adopt(mandate=new, meeting=later, by=SYSTEM, at=NOW)
    old.refresh_from_db()
    assert new.filed is not None
    assert (old.state, new.version, new.filed.topic[-5:]) == (ListState.SUPERSEDED, 2, "（第2版）")
    page = list_page(new, TODAY)
    assert (page.in_force(date(2026, 5, 1)), page.in_force(TODAY)) == (old, new)


def test_next_year_begins_with_this_years_list(city: City, people: People) -> None:
    old = begun(city.education_group)
    style = old.items.get(template="body-style")
    drafts.edit(
        mandate=old,
        items=[chosen(style, left_out=True, reason="并入"), own(due_on=date(2026, 5, 31))],
        by=SYSTEM,
        at=NOW,
    )
    adopting.adopt(mandate=old, meeting=met(city.education_group), by=SYSTEM, at=NOW)
    new = drafts.start(
        organisation=city.education_group,
        year=2027,
        bearer=Bearer.BODY,
        from_last_year=True,
        by=SYSTEM,
        at=NOW,
    )
    assert new.items.get(template="").due_on == date(2027, 5, 31)
    assert drafting.before(new) == old
    with pytest.raises(NotFound, match="没有 2026 年审定的清单"):
        drafts.start(
            organisation=city.water_group,
            year=2027,
            bearer=Bearer.BODY,
            from_last_year=True,
            by=SYSTEM,
            at=NOW,
        )


def test_a_list_is_begun_once_for_an_actor_that_there_is(city: City, people: People) -> None:
    begun(city.education_group)
    with pytest.raises(WrongState, match="已有草稿"):
        begun(city.education_group)
    with pytest.raises(Invalid, match="没有“机关党委”"):
        begun(city.education_group, Bearer.COMMITTEE)
    with pytest.raises(Invalid, match="只能起草"):
        drafts.start(organisation=city.water_group, year=2020, bearer=Bearer.BODY, by=SYSTEM, at=NOW)
    with pytest.raises(Invalid, match="哪一位班子成员"):
        begun(city.education_group, Bearer.MEMBER)


def test_each_member_of_the_body_has_a_list_of_his_own(city: City, people: People) -> None:
    first = appoint(city.education_group, Office.LEAD_MEMBER, "甲")
    second = appoint(city.education_group, Office.LEAD_MEMBER, "乙")
    lists = [begun(city.education_group, Bearer.MEMBER, post=post) for post in (first, second)]
    for mandate, name in zip(lists, "甲乙", strict=True):
        assert {row.borne.person for row in list_page(mandate, TODAY).rows} == {name}


def test_a_draft_is_given_up_and_another_begun(city: City, people: People) -> None:
    draft = begun(city.education_group)
    drafts.discard(mandate=draft, by=SYSTEM, at=NOW)
    assert begun(city.education_group).version == 2
    with pytest.raises(WrongState, match="已放弃"):
        drafts.discard(mandate=draft, by=SYSTEM, at=NOW)


@pytest.mark.parametrize("who", ["stranger", "other_secretary", "staff", "deputy", "clerk"])
def test_nobody_else_writes_the_list_of_the_body(city: City, people: People, who: str) -> None:
    by, draft = getattr(people, who).actor, begun(city.education_group)
    meeting = met(city.education_group)
    acts: list[Callable[[], object]] = [
        lambda: drafts.start(organisation=city.water_group, year=2026, bearer=Bearer.BODY, by=by, at=NOW),
        lambda: drafts.edit(mandate=draft, items=[own()], by=by, at=NOW),
        lambda: drafts.complete(mandate=draft, by=by, at=NOW),
        lambda: drafts.revise(mandate=draft, why="x", by=by, at=NOW),
        lambda: drafts.discard(mandate=draft, by=by, at=NOW),
        lambda: adopting.adopt(mandate=draft, meeting=meeting, by=by, at=NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("act", [keeping.take_in, keeping.give_up])
def test_the_stranger_keeps_no_templates(people: People, act: Callable[..., object]) -> None:
    asked = {"reason": "x"} if act is keeping.take_in else {}
    with pytest.raises(NotAllowed):
        act(template="body-plan", **asked, by=people.stranger.actor, at=NOW)


def test_an_assistant_writes_the_draft_and_never_adopts(city: City, people: People) -> None:
    draft = drafts.start(
        organisation=city.exam_centre, year=2026, bearer=Bearer.BRANCH, by=people.clerk.actor, at=NOW
    )
    with pytest.raises(NotAllowed):
        adopting.adopt(
            mandate=draft, meeting=met(city.exam_centre, kind="assembly"), by=people.clerk.actor, at=NOW
        )


def test_facts_about_a_secretary_are_shown_to_him_and_to_his_superiors(city: City, people: People) -> None:
    enter(city.first_branch, "assembly", MARCH, chair="林书远")
    enter(city.first_branch, "assembly", date(2026, 4, 20), chair="周组韬")
    enter(city.first_branch, "lecture", MARCH, chair="林书远")
    found = {one.bound.fact: (one.number, one.below) for one in facts.facts(city.first_branch, 2026, TODAY)}
    assert found == {"chaired": (1, 3), "lectured": (1, 0)}
    enter(city.first_branch, "theme_day", date(2026, 5, 8))
    (chaired, _) = facts.facts(city.first_branch, 2026, TODAY)
    assert (chaired.unstated, chaired.below) == (1, 0), "who chaired is not known, and unknown is not zero"
    seeing = {
        who
        for who in ("secretary", "deputy", "lead_secretary", "staff")
        if facts.may_see(getattr(people, who).actor, city.first_branch)
    }
    assert seeing == {"secretary", "deputy", "lead_secretary", "staff"}
    for who in (people.committee_member, people.member, people.other_secretary, people.stranger):
        assert not facts.may_see(who.actor, city.first_branch)


def test_what_waits_is_the_list_of_the_readers_own_organisation(city: City, people: People) -> None:
    (one,) = open_items(people.secretary.actor, TODAY)
    assert (one.organisation, one.bearer, one.draft) == (city.first_branch, Bearer.BRANCH, None)
    draft = begun(city.first_branch, Bearer.BRANCH)
    assert open_items(people.secretary.actor, TODAY)[0].draft == draft
    adopting.adopt(mandate=draft, meeting=met(city.first_branch, kind="committee"), by=SYSTEM, at=NOW)
    assert open_items(people.secretary.actor, TODAY) == []
    assert open_items(people.stranger.actor, TODAY) == []
