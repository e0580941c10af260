"""设立 weighs the rules of its kind beforehand, in form, sheet and action alike; bodies of another place."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid
from heli.orgs.catalogue import EventKind, Kind, Leading
from heli.orgs.models import Event, Organisation
from heli.orgs.queries.changes import foresee
from heli.orgs.rules.change import Change, Founding
from heli.reorganisation.actions.carrying import carry_out
from tests.people import NOW, TODAY, City, People, Person
from tests.reorganisation.changes import DAY, change
from tests.reorganisation.test_batches import checked

ClientOf = Callable[[Person], Client]
PAPER = {"happened_on": "2026-05-20", "document_number": "青直工委〔2026〕15号", "reason": "机构改革"}
SIX = tuple(f"青岚市第{number}事务中心" for number in range(6))


def founding(city: City, kind: Kind, **more: Any) -> Change:
    plain: dict[str, Any] = {
        "name": "中共青岚市教育局抗旱支部委员会",
        "unit": "青岚市教育局",
        "parent": None if kind is Kind.WORK_COMMITTEE else city.education_committee.pk,
    }
    return change(EventKind.FOUNDED, founding=(Founding(kind=kind, **(plain | more)),))


CASES = [
    (Kind.TEMPORARY_BRANCH, {}, "R01-05 H"),
    (Kind.TEMPORARY_BRANCH, {"ends_on": date(2026, 12, 31)}, ""),
    (Kind.TEMPORARY_BRANCH, {"ends_on": date(2026, 5, 1)}, "ends-before-founding H"),
    (Kind.PROJECT_BRANCH, {}, "R01-04 H"),
    (Kind.PROJECT_BRANCH, {"ends_on": date(2026, 11, 19)}, "R01-04 H"),
    (Kind.PROJECT_BRANCH, {"ends_on": date(2026, 11, 20)}, ""),
    (Kind.JOINT_BRANCH, {"covered": SIX[:4]}, ""),
    (Kind.JOINT_BRANCH, {"covered": SIX[:5]}, "R01-03 G"),
    (Kind.BRANCH, {"covered": SIX[:1]}, "covers-nothing H"),
    (Kind.BRANCH, {"ends_on": date(2026, 12, 31)}, "never-ends H"),
    (Kind.WORK_COMMITTEE, {}, "not-sent-out H"),
    (Kind.WORK_COMMITTEE, {"outside": True}, ""),
]


@pytest.mark.parametrize(("kind", "more", "expected"), CASES)
def test_a_founding_is_weighed_by_the_rules_of_its_kind(
    city: City, kind: Kind, more: Mapping[str, Any], expected: str
) -> None:
    asked = founding(city, kind, **more)
    found = [one for one in foresee(asked, TODAY).verdicts if one.strength in ("H", "G")]
    assert [f"{one.code} {one.strength}" for one in found] == ([expected] if expected else [])
    assert all(one.source for one in found)
    if not expected:
        carry_out(change=asked, by=SYSTEM, at=NOW)
        return
    with pytest.raises(Invalid) as refused:
        carry_out(change=asked, by=SYSTEM, at=NOW)
    assert refused.value.source
    assert not Event.objects.exists()


def test_a_work_committee_is_sent_out_by_a_committee_of_another_system(city: City) -> None:
    above = founding(
        city, Kind.LOCAL_COMMITTEE, name="中共云岭县委员会", unit="云岭县", parent=None, outside=True
    )
    carry_out(change=above, by=SYSTEM, at=NOW)
    committee = Organisation.objects.get(name="中共云岭县委员会")
    assert committee.outside
    assert not Organisation.objects.live(TODAY).filter(pk=committee.pk).exists()
    name = "中共云岭县委县直属机关工作委员会"
    led = {"leader": committee.pk, "name": name, "unit": "云岭县委"}
    plain = founding(city, Kind.WORK_COMMITTEE, **led)
    assert [one.code for one in foresee(plain, TODAY).refusals] == ["not-sent-out"]
    carry_out(
        change=founding(city, Kind.WORK_COMMITTEE, **led, leading=Leading.DISPATCHES), by=SYSTEM, at=NOW
    )
    assert Organisation.objects.get(name=name).leading == Leading.DISPATCHES


def test_the_form_founds_a_body_of_another_system_and_refuses_what_the_action_refuses(
    city: City, people: People, client_of: ClientOf
) -> None:
    client, here = client_of(people.staff), f"{reverse('reorganisation:new')}?kind=founded"
    fields = {**PAPER, "name": "中共青岚海关党组", "new_kind": "party_group", "unit": "青岚海关"}
    client.post(here, {**fields, "place": "outside", "step": "confirm"})
    customs = Organisation.objects.get(name="中共青岚海关党组")
    assert customs.outside
    page = client.get(reverse("orgs:organisation", args=(customs.pk,))).content.decode()
    assert "本系统以外" in page
    bad = {"name": "中共青岚市抗旱临时支部委员会", "new_kind": "temporary_branch", "unit": "青岚市教育局"}
    answer = client.post(
        here, {**PAPER, **bad, "parent": city.education_committee.name, "step": "confirm", "why": "经批准"}
    )
    assert "没有填写存续截止日期" in answer.content.decode()
    assert Event.objects.count() == 1


@pytest.mark.usefixtures("city")
def test_the_sheet_founds_and_refuses_alike() -> None:
    row = {"kind": "设立", "parent": "市教育局机关委员会", "unit": "青岚市教育局"}
    temporary = {**row, "new_name": "中共青岚市抗旱临时支部委员会", "new_kind": "临时党支部"}
    joint = {**row, "new_name": "中共青岚市联合支部委员会", "new_kind": "联合党支部"}
    check = checked([temporary, {**joint, "covered": "、".join(SIX)}])
    assert [(one.code, one.column) for one in check.faults] == [
        ("R01-05", "存续截止日期"),
        ("reason-needed", "备注"),
    ]
    customs = {"kind": "设立", "new_name": "中共青岚海关党组", "new_kind": "党组", "unit": "青岚海关"}
    good = [{**temporary, "ends_on": "2026-12-31"}, {**customs, "place": "垂管单位"}]
    assert checked(good).faults == []
    wrong = checked([{**customs, "place": "月球"}])
    assert [one.code for one in wrong.faults] == ["place-unknown"]
    assert "本系统以外" in wrong.faults[0].message


def test_a_move_that_leaves_leader_and_unit_behind_is_told_and_asks_for_no_reason(city: City) -> None:
    asked = change(EventKind.MOVED, DAY, subjects=(city.exam_centre.pk,), new_parent=city.water_committee.pk)
    foreseen = foresee(asked, TODAY)
    assert not foreseen.warnings
    told = next(one for one in foreseen.advice if one.code == "left-behind")
    assert f"领导党组仍是“{city.education_group.name}”" in told.reason
    assert "请同时填写新领导党组、所在单位" in told.reason
    carry_out(change=asked, by=SYSTEM, at=NOW)


def test_a_sheet_reminds_of_what_is_left_behind_and_is_carried_out(city: City) -> None:
    row = {"kind": "划转", "organisation": city.exam_centre.name, "parent": city.water_committee.name}
    check = checked([row])
    assert [(one.code, one.column, str(one.kind)) for one in check.faults] == [
        ("left-behind", "新上级党组织", "warn")
    ]
    assert check.faults[0].message.startswith("提醒：")
    assert (check.refused, len(check.passed)) == (0, 1)
    both = {**row, "leader": city.water_group.name}
    assert checked([both]).faults == []
