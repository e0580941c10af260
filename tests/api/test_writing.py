"""What programs write: the same actions, refusals and audit as the pages; once for each key."""

from typing import Any

import pytest
from django.test import Client

from heli.accounts.catalogue import TokenRight
from heli.duties import actions as duty_actions
from heli.duties.models import Judgement, Record
from heli.kernel.action import SYSTEM
from heli.kernel.models import AuditEntry, KeptAnswer
from heli.orglife.models import Attendance
from heli.orgs.models import Organisation
from tests.api.programs import code, powerless, program
from tests.duties.planned import Planned, enter
from tests.people import NOW, TODAY, City, People, building


def meeting(place: Organisation, **changed: Any) -> dict[str, Any]:
    return {
        "organisation": place.pk, "kind": "theme_day", "happened_on": TODAY.isoformat(),
        "topic": "六月主题党日", "chair": "林书远", "text": "学习文件，讨论上半年工作。", **changed,
    }  # fmt: skip


def test_a_meeting_is_entered_and_fulfils(people: People, city: City, planned: Planned) -> None:
    absent = [{"member": city.first_branch.roster.get(name="吴晓溪").pk, "reason": "leave"}]
    answer = program(people.secretary).post("records", meeting(city.first_branch, absent=absent))
    assert answer.status_code == 201, answer.content.decode()
    told = answer.json()
    assert [one["requirement"]["id"] for one in told["fulfilled"]] == [planned.theme_day.pk]
    made = Record.objects.get(pk=told["id"])
    assert (made.due, made.present, made.entered_by) == (9, 8, "林书远")
    assert Attendance.objects.filter(record=made).exclude(absence="").count() == 1


def test_the_audit_names_the_action_of_the_page_and_the_token(people: People, city: City) -> None:
    mine = program(people.secretary)
    mine.post("records", meeting(city.first_branch))
    entry = AuditEntry.objects.get(action="orglife.record_meeting")
    assert entry.account_id == people.secretary.account.pk
    assert mine.token.prefix in entry.detail


def test_a_document_is_filed(people: People, city: City, planned: Planned) -> None:
    body = {
        "organisation": city.education_group.pk, "kind": "duty_list", "happened_on": "2026-03-20",
        "topic": "党组责任清单",
    }  # fmt: skip
    answer = program(people.lead_secretary).post("records", body)
    assert answer.status_code == 201, answer.content.decode()
    assert answer.json()["fulfilled"][0]["on_time"] is True


def test_numbers_do_where_no_roster_is_known(people: People, city: City) -> None:
    body = meeting(city.education_group, kind="study_group", topic="学习", chair="顾明德", due=7, present=6)
    answer = program(people.lead_secretary).post("records", body)
    assert answer.status_code == 201, answer.content.decode()
    assert (answer.json()["due"], answer.json()["present"]) == (7, 6)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"happened_on": "2026-07-01"}, (422, "date-in-future")),
        ({"chair": ""}, (422, "chair-missing")),
        ({"due": 9, "present": 7}, (422, "numbers-differ")),
        ({"kind": "nothing"}, (404, "catalogue-entry")),
        ({"kind": "party_class_x"}, (404, "catalogue-entry")),
        ({"absent": [{"member": 999_999, "reason": "leave"}]}, (422, "absent-not-due")),
        ({"absent": [{"member": 1, "reason": "forgot"}]}, (422, "malformed")),
        ({"topic": ""}, (422, "malformed")),
        ({"topic": "甲\x00乙"}, (422, "malformed")),
        ({"happened_on": 20260630}, (422, "malformed")),
        ({"unasked": 1}, (422, "malformed")),
        ({"organisation": 2**62}, (404, "organisation-not-found")),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    people: People, city: City, changed: dict[str, Any], expected: tuple[int, str]
) -> None:
    answer = program(people.secretary).post("records", meeting(city.first_branch, **changed))
    assert code(answer) == expected
    assert not Record.objects.exists()
    assert not KeptAnswer.objects.exists()


def test_every_fault_is_told_at_its_place(people: People, city: City) -> None:
    absent = [{"member": 0, "reason": "leave"}, {"member": 1}]
    answer = program(people.secretary).post("records", meeting(city.first_branch, absent=absent, more=1))
    assert answer.json()["where"] == {
        "absent.0.member": "不小于 1。",
        "absent.1.reason": "缺少这一项。",
        "more": "没有这一项，请核对名称。",
    }
    assert "缺少".encode() in answer.content


def test_a_body_that_is_no_json_is_refused(people: People) -> None:
    mine = program(people.secretary)
    head = {"HTTP_AUTHORIZATION": f"Bearer {mine.secret}", "HTTP_IDEMPOTENCY_KEY": "a"}
    answer = Client().post("/api/records", "{", content_type="application/json", **head)
    assert code(answer) == (422, "body-unreadable")


def test_the_same_record_twice_is_refused_as_on_the_page(people: People, city: City) -> None:
    mine = program(people.secretary)
    assert mine.post("records", meeting(city.first_branch)).status_code == 201
    assert code(mine.post("records", meeting(city.first_branch))) == (409, "record-known")


@pytest.mark.parametrize("who", ["staff", "deputy", "other_secretary", "clerk"])
def test_nobody_enters_for_an_organisation_that_is_not_his(people: People, city: City, who: str) -> None:
    answer = program(getattr(people, who)).post("records", meeting(city.first_branch))
    assert code(answer) == (404, "organisation-not-found")


@pytest.mark.parametrize("who", ["stranger", "member", "system_admin"])
def test_who_enters_nowhere_is_refused(people: People, city: City, who: str) -> None:
    answer = powerless(getattr(people, who)).post("records", meeting(city.first_branch))
    assert code(answer) == (403, "not-allowed")


def test_reading_rights_write_nothing(people: People, city: City) -> None:
    mine = program(people.secretary, [TokenRight.RECORDS, TokenRight.DUTIES])
    assert code(mine.post("records", meeting(city.first_branch))) == (403, "not-allowed")


def test_a_key_is_needed(people: People, city: City) -> None:
    mine = program(people.secretary)
    answer = Client().post(
        "/api/records", meeting(city.first_branch), content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {mine.secret}",
    )  # fmt: skip
    assert code(answer) == (422, "malformed")
    assert answer.json()["where"] == {"Idempotency-Key": "缺少这一项。"}


def test_sent_again_it_is_answered_again_and_done_once(people: People, city: City) -> None:
    mine = program(people.secretary)
    first = mine.post("records", meeting(city.first_branch), key="one")
    again = mine.post("records", meeting(city.first_branch), key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert Record.objects.count() == 1
    assert AuditEntry.objects.filter(action="orglife.record_meeting").count() == 1


def test_a_key_that_was_used_otherwise_is_refused(people: People, city: City) -> None:
    mine = program(people.secretary)
    mine.post("records", meeting(city.first_branch), key="one")
    answer = mine.post("records", meeting(city.first_branch, topic="另一次"), key="one")
    assert code(answer) == (409, "key-used-otherwise")


def test_a_key_is_of_one_token(people: People, city: City) -> None:
    for mine in (program(people.secretary), program(people.secretary)):
        answer = mine.post("records", meeting(city.first_branch), key="one")
    assert code(answer) == (409, "record-known")


def test_what_was_refused_may_be_sent_again_with_its_key(people: People, city: City) -> None:
    mine = program(people.secretary)
    assert mine.post("records", meeting(city.first_branch, chair=""), key="one").status_code == 422
    assert mine.post("records", meeting(city.first_branch), key="one").status_code == 201


def test_a_revoked_right_is_not_answered_again(people: People, city: City) -> None:
    mine = program(people.secretary)
    mine.post("records", meeting(city.first_branch), key="one")
    with building():
        mine.token.rights = "records"
        mine.token.save(update_fields=["rights"])
    assert mine.post("records", meeting(city.first_branch), key="one").status_code == 403


@pytest.fixture
def entered(city: City, planned: Planned) -> Record:
    return enter(city.first_branch, "theme_day", TODAY)


def test_a_record_is_verified(people: People, entered: Record) -> None:
    answer = program(people.deputy).post("judgements", {"record": entered.pk, "says": "verified"})
    assert answer.status_code == 201, answer.content.decode()
    assert answer.json()["judged_by"] == "严守正"
    entered.refresh_from_db()
    assert entered.checked == "verified"


def test_a_record_is_returned_and_the_judgement_taken_back(people: People, entered: Record) -> None:
    mine = program(people.deputy)
    said = {"record": entered.pk, "says": "returned"}
    assert code(mine.post("judgements", said)) == (422, "reason-missing")
    assert mine.post("judgements", {**said, "reason": "缺签到"}).status_code == 201
    assert code(mine.post("judgements", {"record": entered.pk, "says": "verified"})) == (
        409,
        "judged-otherwise",
    )
    taken = mine.post("judgements", {"record": entered.pk, "says": "open", "reason": "已补"})
    assert taken.json()["says"] == {"code": "open", "name": "未核实"}
    assert Judgement.objects.filter(record=entered).count() == 2


def test_a_judgement_is_made_once_for_each_key(people: People, entered: Record) -> None:
    mine, said = program(people.deputy), {"record": entered.pk, "says": "verified"}
    first, again = (mine.post("judgements", said, key="one") for _ in range(2))
    assert first.content == again.content
    assert Judgement.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("secretary", (403, "not-allowed")),
        ("stranger", (403, "not-allowed")),
        ("clerk", (403, "not-allowed")),
    ],
)
def test_who_may_not_judge_is_refused(
    people: People, entered: Record, who: str, expected: tuple[int, str]
) -> None:
    answer = powerless(getattr(people, who)).post("judgements", {"record": entered.pk, "says": "verified"})
    assert code(answer) == expected


def test_nobody_judges_his_own_organisation(people: People, city: City, planned: Planned) -> None:
    own = enter(city.education_committee, "lecture", TODAY)
    answer = program(people.deputy).post("judgements", {"record": own.pk, "says": "verified"})
    assert code(answer) == (403, "own-organisation")


def test_nobody_judges_what_he_entered(people: People, city: City, planned: Planned) -> None:
    own = enter(city.small_branch, "theme_day", TODAY)
    with building():
        Record.objects.filter(pk=own.pk).update(entered_by=people.deputy.actor.label)
    answer = program(people.deputy).post("judgements", {"record": own.pk, "says": "verified"})
    assert code(answer) == (403, "own-entry")


def test_a_record_out_of_reach_is_not_judged(people: People, city: City, planned: Planned) -> None:
    other = enter(city.water_branch, "theme_day", TODAY)
    answer = program(people.deputy).post("judgements", {"record": other.pk, "says": "verified"})
    assert code(answer) == (404, "record-unknown")
    duty_actions.withdraw(record=other, reason="错", by=SYSTEM, at=NOW)
    void = program(people.staff).post("judgements", {"record": other.pk, "says": "verified"})
    assert code(void) == (409, "record-withdrawn")
