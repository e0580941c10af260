"""我的数据, requests to put something right, and the trace that reading a sensitive field leaves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.kernel.secrets import decrypt
from heli.members.actions import own as actions
from heli.members.actions import sensitive
from heli.members.catalogue import PHONE_FIELD, DataField, Sensitive
from heli.members.models import DataRequest, Member
from heli.members.queries import own as queries
from tests.people import NOW, City, People, Person

ClientOf = Callable[[Person], Client]
MINE = reverse("members:mine")
NO_KEEPERS = ["stranger", "member", "committee_member", "other_secretary", "lead_secretary", "administrator"]


def member() -> Member:
    return Member.objects.select_related("organisation").get(name="吴晓溪")


def phone_of(one: Member) -> str:
    return str(decrypt(one.phone, field=PHONE_FIELD))


def reveal(by: Person, reason: str = "通知开会") -> str:
    return sensitive.reveal(member=member(), field=Sensitive.PHONE, reason=reason, by=by.actor, at=NOW)


def ask(by: Person, about: DataField = DataField.EDUCATION) -> DataRequest:
    return actions.ask_correction(member=member(), about=about, text="学历已变", by=by.actor, at=NOW)


def test_reading_a_phone_gives_it_and_leaves_field_and_purpose_never_the_value(people: People) -> None:
    before = AuditEntry.objects.count()
    assert reveal(people.secretary) == phone_of(member())
    (entry,) = AuditEntry.objects.order_by("id")[before:]
    assert entry.action == "members.reveal"
    assert entry.subject == f"members.Member:{member().pk}"
    assert "手机号码" in entry.detail
    assert "通知开会" in entry.detail
    assert phone_of(member()) not in entry.detail + entry.steps + entry.subject_label


def test_a_phone_is_read_for_something(people: People) -> None:
    with pytest.raises(Invalid, match="用途"):
        reveal(people.secretary, "  ")


@pytest.mark.parametrize("who", NO_KEEPERS)
def test_who_does_not_keep_the_roster_reads_no_phone(people: People, who: str, client_of: ClientOf) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(NotAllowed):
        reveal(getattr(people, who))
    assert AuditEntry.objects.count() == before
    sent = {"field": "phone", "reason": "看看"}
    answer = client_of(getattr(people, who)).post(reverse("members:reveal", args=[member().pk]), sent)
    assert answer.status_code in (403, 404)
    assert phone_of(member()) not in answer.content.decode()


@pytest.mark.parametrize("office", ["SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"])
def test_none_of_the_three_administrators_reads_a_phone(people: People, city: City, office: str) -> None:
    from heli.accounts.catalogue import Office
    from tests.people import _appointed

    admin = _appointed(city.work_committee, Office[office], office.lower(), "甲某")
    with pytest.raises(NotAllowed):
        reveal(admin)


def test_the_page_shows_it_once_and_asks_for_the_purpose(people: People, client_of: ClientOf) -> None:
    url, browser = reverse("members:reveal", args=[member().pk]), client_of(people.secretary)
    assert browser.get(url).status_code == 405
    assert browser.post(url, {"field": "phone", "reason": ""}).status_code == 422
    page = browser.post(url, {"field": "phone", "reason": "通知开会"})
    assert phone_of(member()) in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_list_of_phones_leaves_one_entry_that_says_how_many(
    people: People, city: City, client_of: ClientOf
) -> None:
    before = AuditEntry.objects.count()
    url = reverse("members:contacts", args=[city.first_branch.pk])
    answer = client_of(people.secretary).post(url, {"reason": "汛期值班"})
    assert answer["Content-Type"].startswith("application/vnd")
    (entry,) = AuditEntry.objects.order_by("id")[before:]
    assert entry.action == "members.hand_out_contacts"
    assert '"members":9' in entry.detail
    for who in NO_KEEPERS:
        assert client_of(getattr(people, who)).post(url, {"reason": "x"}).status_code in (403, 404)


def test_everybody_reads_all_that_is_held_on_himself_and_who_read_it(
    people: People, client_of: ClientOf
) -> None:
    reveal(people.secretary)
    page = client_of(people.member).get(MINE).content.decode()
    one = member()
    for held in (phone_of(one), one.id_last4, one.education, str(one.born_on), "林书远", "通知开会"):
        assert held in page
    assert "本科" in page


def test_a_list_that_one_stood_on_is_told_too(people: People, city: City) -> None:
    sensitive.hand_out_contacts(
        organisation=city.education_committee, reason="防汛", by=people.deputy.actor, at=NOW
    )
    (read,) = queries.reads_of(member())
    assert (read.who, read.reason) == ("严守正", "防汛")
    assert queries.reads_of(Member.objects.select_related("organisation").get(name="江治河")) == []


def test_an_account_without_a_member_is_told_the_way_on(people: People, client_of: ClientOf) -> None:
    for who in (people.stranger, people.staff):
        answer = client_of(who).get(MINE)
        assert answer.status_code == 403
        assert "核对名册" in answer.content.decode()


def test_own_data_takes_a_constant_number_of_queries(
    people: People, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    browser = client_of(people.member)
    with django_assert_max_num_queries(18):
        browser.get(MINE)


def test_a_request_is_answered_by_the_branch_and_written_at_once(people: People, client_of: ClientOf) -> None:
    sent = {"about": "education", "text": "已取得硕士学位"}
    assert client_of(people.member).post(MINE, sent).status_code == 302
    asked = DataRequest.objects.get()
    browser = client_of(people.secretary)
    assert "吴晓溪" in browser.get(reverse("members:data_requests")).content.decode()
    url = reverse("members:data_request", args=[asked.pk])
    assert "更正后的内容" in browser.post(url, {"accepted": "1", "answer": "好"}).content.decode()
    done = browser.post(url, {"accepted": "1", "answer": "已更正", "value": "硕士研究生"})
    assert done.status_code == 302
    assert member().education == "硕士研究生"
    assert "已更正" in client_of(people.member).get(MINE).content.decode()


def test_a_new_phone_is_encrypted_and_not_in_the_audit(people: People) -> None:
    asked = ask(people.member, DataField.PHONE)
    actions.answer_correction(
        request=asked, accepted=True, answer="已核对", value="19912345678", by=people.secretary.actor, at=NOW
    )
    assert phone_of(member()) == "19912345678"
    assert not AuditEntry.objects.filter(detail__contains="19912345678").exists()


@pytest.mark.parametrize("text", ["电话改成 19912345678", "  "])
def test_numbers_are_not_written_into_a_request(people: People, text: str) -> None:
    with pytest.raises(Invalid):
        actions.ask_correction(
            member=member(), about=DataField.PHONE, text=text, by=people.member.actor, at=NOW
        )


@pytest.mark.parametrize("who", ["stranger", "secretary", "staff", "other_secretary"])
def test_nobody_asks_for_another(people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        ask(getattr(people, who))


@pytest.mark.parametrize("who", ["stranger", "member", "other_secretary", "lead_secretary"])
def test_only_who_keeps_the_roster_answers(people: People, who: str, client_of: ClientOf) -> None:
    asked = ask(people.member)
    with pytest.raises(NotAllowed):
        actions.answer_correction(
            request=asked, accepted=False, answer="不", by=getattr(people, who).actor, at=NOW
        )
    url = reverse("members:data_request", args=[asked.pk])
    assert client_of(getattr(people, who)).get(url).status_code in (403, 404)


def test_it_is_answered_once_and_never_by_oneself(people: People) -> None:
    own = people.secretary.member
    assert own is not None
    asked = actions.ask_correction(
        member=own, about=DataField.OTHER, text="备注有误", by=people.secretary.actor, at=NOW
    )
    answer: dict[str, Any] = {"request": asked, "accepted": False, "answer": "无误", "at": NOW}
    with pytest.raises(NotAllowed, match="其他委员"):
        actions.answer_correction(**answer, by=people.secretary.actor)
    actions.answer_correction(**answer, by=people.deputy.actor)
    with pytest.raises(WrongState):
        actions.answer_correction(**answer, by=people.deputy.actor)


def test_a_date_that_cannot_be_is_not_taken(people: People) -> None:
    asked = ask(people.member, DataField.FULL_ON)
    with pytest.raises(Invalid, match="早于入党时间"):
        actions.answer_correction(
            request=asked, accepted=True, answer="好", value="1999-01-01", by=people.secretary.actor, at=NOW
        )
